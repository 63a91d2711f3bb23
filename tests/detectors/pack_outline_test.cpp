#include "detectors/pack/pack_outline.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

constexpr const char* disk = R"([kinds."disk.full"]
engine = "exhaustion"
category = "storage"
component = "disk {disk}"
disruption = "writes fail"
impending = "soon"
occurring = "now"
leads_to = ["a.b.c"]
[kinds."disk.full".exhaustion]
usage = "disk.space.used_bytes"
limit = "disk.space.size_bytes"
horizon = "2h"
[kinds."load.average.one_count"]
engine = "level"
category = "compute"
component = "cpu"
disruption = "slow"
occurring = "slow"
[kinds."load.average.one_count".level]
signal = "load.average.one_count"
warning = { enter = 4, leave = 3, hold_for = "1m" }
needs = [{ signal = "cpu.time.busy_ratio", value = 1 }]
)";

constexpr const char* ours = R"([kinds."disk.full".exhaustion]
horizon = "3d"
[kinds."old.kind"]
enabled = false
)";

std::vector<KindOutline> outlines() {
    const auto all = outline_packs({{"stock.toml", disk}, {"ours.toml", ours}});
    REQUIRE(all);
    return *all;
}

}  // namespace

TEST_CASE("pack outline: each setting tells its value and the file that said so last",
          "[detectors][pack]") {
    const auto all = outlines();
    REQUIRE(all.size() == 3);
    const KindOutline& kind = all[0];
    CHECK(kind.name == "disk.full");
    CHECK(kind.place.starts_with("stock.toml:1:"));
    REQUIRE(kind.find("exhaustion.horizon"));
    CHECK(kind.find("exhaustion.horizon")->place == "ours.toml:2:11");
    CHECK(std::get<Duration>(kind.find("exhaustion.horizon")->value) == std::chrono::days{3});
    CHECK(kind.find("exhaustion.usage")->place == "stock.toml:10:9");
    CHECK(kind.find("engine")->place == "stock.toml:2:10");
    CHECK_FALSE(kind.find("exhaustion.nothing"));
}

TEST_CASE("pack outline: what nobody said is there with its default and no place",
          "[detectors][pack]") {
    const auto all = outlines();
    const Setting* warm_up = all[0].find("exhaustion.warm_up");
    REQUIRE(warm_up);
    CHECK(warm_up->place.empty());
    CHECK(std::get<Duration>(warm_up->value) == ExhaustionSettings{}.warm_up);
    CHECK(std::get<double>(all[0].find("impact")->value) == 3);
}

TEST_CASE("pack outline: a kind that is switched off tells who did it", "[detectors][pack]") {
    const auto all = outlines();
    CHECK_FALSE(all[2].is_enabled);
    CHECK(all[2].place == "ours.toml:4:11");
    CHECK(all[2].settings.empty());
}

TEST_CASE("pack outline: signals are what the engine's table names", "[detectors][pack]") {
    const auto all = outlines();
    const auto names = [&all](std::size_t kind) {
        std::vector<std::string> signals;
        for (const Setting& setting : signals_of(all[kind], all))
            signals.push_back(std::get<std::string>(setting.value));
        return signals;
    };
    CHECK(names(0) == std::vector<std::string>{"disk.space.used_bytes", "disk.space.size_bytes"});
    CHECK(names(1) == std::vector<std::string>{"load.average.one_count", "cpu.time.busy_ratio"});
    CHECK(signals_of(all[1], all)[1].path == "level.needs[0].signal");
    CHECK(names(2).empty());
}

TEST_CASE("pack outline: the same pack comes out as without outlines", "[detectors][pack]") {
    const auto pack = parse_packs({{"stock.toml", disk}, {"ours.toml", ours}});
    REQUIRE(pack);
    CHECK(pack->kinds.size() == 2);
    const auto bad = outline_packs({{"x.toml", "[kinds.a]\nengine = 1\n"}});
    REQUIRE_FALSE(bad);
    CHECK(bad.error().what == parse_packs({{"x.toml", "[kinds.a]\nengine = 1\n"}}).error().what);
}
