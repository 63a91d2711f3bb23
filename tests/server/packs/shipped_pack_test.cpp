#include "server/packs/shipped_pack.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "detectors/pack/pack_identity.hpp"
#include "server/packs/kind_severity.hpp"

namespace foreshock::packs {
namespace {

const std::string folder = std::string{FORESHOCK_SOURCE_DIR} + "/packaging/packs/stock";

const ShippedKind& find(const ShippedPack& pack, std::string_view name) {
    const auto found = std::find_if(pack.kinds.begin(), pack.kinds.end(),
                                    [&](const ShippedKind& kind) { return kind.kind == name; });
    REQUIRE(found != pack.kinds.end());
    return *found;
}

detectors::KindSettings kind_with(detectors::EngineSettings settings) {
    detectors::KindSettings kind;
    kind.settings = std::move(settings);
    return kind;
}

TEST_CASE("shipped pack: it is known by the same id as that of agents with the same files",
          "[packs]") {
    const auto shipped = read_shipped_pack();
    REQUIRE(shipped);
    const auto texts = detectors::read_pack_texts({folder});
    REQUIRE(texts);
    const auto pack = detectors::parse_packs(*texts);
    REQUIRE(pack);
    CHECK(shipped->identity == detectors::pack_in_use(*texts, pack->kinds.size()));
    CHECK(shipped->kinds.size() == pack->kinds.size());
}

TEST_CASE("shipped pack: each kind says what it comes before and how to help", "[packs]") {
    const auto shipped = read_shipped_pack();
    REQUIRE(shipped);
    for (const ShippedKind& kind : shipped->kinds) {
        INFO(kind.kind);
        CHECK_FALSE(kind.category.empty());
        CHECK_FALSE(kind.guide.empty());
        CHECK((kind.is_weak || !kind.disruption.empty()));
    }
}

TEST_CASE("shipped pack: a kind's rule of severity is that of its engine", "[packs]") {
    const auto shipped = read_shipped_pack();
    REQUIRE(shipped);
    const SeverityRule busy = find(*shipped, "cpu.saturation").severity;
    CHECK(busy.said_at == 85.0);
    CHECK(busy.is_learned);
    CHECK(busy.critical_when == CriticalWhen::never);
    const SeverityRule full = find(*shipped, "filesystem.space.exhaustion").severity;
    CHECK(full.critical_when == CriticalWhen::soon);
    CHECK(full.critical_at > 0.0);
    CHECK_FALSE(full.said_at);
}

TEST_CASE("severity rule: a second band makes critical", "[packs]") {
    detectors::LevelSettings settings;
    settings.bad = detectors::Direction::below;
    settings.warning.enter = 5;
    settings.critical.emplace().enter = 2;
    const SeverityRule rule = severity_rule(kind_with(settings));
    CHECK(rule.is_below);
    CHECK_FALSE(rule.is_learned);
    CHECK(rule.said_at == 5.0);
    CHECK(rule.critical_when == CriticalWhen::beyond);
    CHECK(rule.critical_at == 2.0);
}

TEST_CASE("severity rule: what is never critical has the severity of its settings", "[packs]") {
    detectors::StateSettings state;
    state.severity = Severity::info;
    CHECK(severity_rule(kind_with(state)).usual == Severity::info);
    CHECK(severity_rule(kind_with(state)).critical_when == CriticalWhen::never);
    state.critical = {4};
    CHECK(severity_rule(kind_with(state)).critical_when == CriticalWhen::values);
    detectors::ExpirySettings expiry;
    expiry.severity_max = Severity::info;
    CHECK(severity_rule(kind_with(expiry)).usual == Severity::info);
    detectors::BurstSettings burst;
    burst.critical_factor = 50;
    CHECK(severity_rule(kind_with(burst)).critical_at == 50.0);
}

}  // namespace
}  // namespace foreshock::packs
