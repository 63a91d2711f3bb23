#include <catch2/catch.hpp>

#include "detectors/engines/rhythm.hpp"
#include "detectors/engines/run_lengths.hpp"
#include "detectors/engines/usual_value.hpp"
#include "detectors/pack/pack.hpp"
#include "detectors/presence.hpp"

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

std::string kind_of(const std::string& engine, const std::string& settings) {
    return "[kinds.\"x.y\"]\nengine = \"" + engine +
           "\"\ncategory = \"storage\"\ncomponent = \"x\"\ndisruption = \"d\"\n"
           "impending = \"i\"\noccurring = \"o\"\n" +
           engine + " = { " + settings + " }\n";
}

std::string complaint_of(const std::string& engine, const std::string& settings) {
    const auto pack = parse_pack(kind_of(engine, settings), "my.toml");
    return pack ? "" : pack.error().what;
}

template <class Settings>
Settings read(const std::string& engine, const std::string& settings) {
    const auto pack = parse_pack(kind_of(engine, settings), "my.toml");
    INFO((pack ? "" : pack.error().what));
    REQUIRE(pack);
    return std::get<Settings>(pack->kinds.at(0).settings);
}

}  // namespace

TEST_CASE("truth tables: every complaint names its key and says how to write it",
          "[detectors][pack]") {
    struct Case {
        std::string engine;
        std::string settings;
        std::string complaint;
    };

    const std::vector<Case> cases{
        {"state", "bad = [1]", "state.signal: is missing"},
        {"state", "signal = \"a\"", "state.bad: is missing; write bad = [1]"},
        {"state", "signal = \"a\", bad = 1", "state.bad: must be a list of numbers, [1, 2]"},
        {"state", "signal = \"a\", bad = [\"1\"]", "state.bad: must be a list of numbers"},
        {"state", "signal = \"a\", bad = [nan]", "state.bad: must be a list of numbers"},
        {"state", "signal = \"a\", bad = [1], names = { x = \"y\" }",
         "names.x: must be a value: names = { 0 = \"inactive\" }"},
        {"state", "signal = \"a\", bad = [1], severity = \"loud\"",
         "severity: must be \"info\", \"warning\" or \"critical\""},
        {"state", "signal = \"a\", bad = [1], flaps = { changes = 1 }",
         "flaps.changes: must be a number from 3 to 64"},
        {"state", "signal = \"a\", bad = [1], flaps = { within = \"1h\" }",
         "flaps.changes: is missing"},
        {"expiry", "warning = \"3d\"", "expiry.signal: is missing"},
        {"expiry", "signal = \"a\", warning = \"3d\"", "critical: must not be longer than warning"},
        {"expiry", "signal = \"a\", critical = \"3h\"",
         "last_call: must not be longer than critical"},
        {"expiry", "signal = \"a\", gives = \"x\"", "gives: must be \"remaining\""},
        {"expiry", "signal = \"a\", short_critical = 0.5",
         "short_critical: must not be larger than short_warning"},
        {"cadence", "gives = \"age\"", "cadence.signal: is missing"},
        {"cadence", "signal = \"a\", gives = \"x\"", "gives: must be \"age\", \"time\""},
        {"cadence", "signal = \"a\", events_min = 1", "events_min: must be a number from 4 to 32"},
        {"inventory", "when = \"appeared\"", "inventory.family: is missing"},
        {"inventory", "when = \"missing\"", "inventory.signal: is missing"},
        {"inventory", "family = \"a\", when = \"x\"", "when: must be \"disappeared\""},
        {"inventory", "family = \"a\", planned_by = [\"x\"]",
         "planned_by: must name \"unit\", \"package\" or both"},
        {"inventory", "family = \"a\", signal = \"x\"", "signal: is not a key here"},
    };
    for (const Case& each : cases) {
        const std::string got = complaint_of(each.engine, each.settings);
        INFO(each.engine << " " << each.settings << "\n→ " << got);
        CHECK(got.find(each.complaint) != std::string::npos);
    }
}

TEST_CASE("truth tables: what is said is read", "[detectors][pack]") {
    const auto state = read<StateSettings>(
        "state",
        "signal = \"a\", bad = [1, 2.5], bad_above = 7, critical = [2.5], names = { 1 = \"one\" }, "
        "flaps = { changes = 4, within = \"1h\" }, unless_usual = true, severity = \"info\"");
    CHECK(state.bad == std::vector<double>{1, 2.5});
    CHECK(state.bad_above == 7.0);
    CHECK_FALSE(state.bad_below);
    CHECK(state.critical == std::vector<double>{2.5});
    CHECK(state.names.at(0) == std::pair{1.0, std::string{"one"}});
    CHECK(state.flap_changes == 4);
    CHECK(state.flap_window == std::chrono::hours{1});
    CHECK(state.unless_usual);
    CHECK(state.severity == Severity::info);
    const auto expiry = read<ExpirySettings>(
        "expiry", "signal = \"a\", gives = \"date\", same = [\"x\"], severity = \"warning\"");
    CHECK(expiry.is_date);
    CHECK(expiry.same == std::vector<std::string>{"x"});
    CHECK(expiry.severity_max == Severity::warning);
    const auto cadence = read<CadenceSettings>(
        "cadence", "signal = \"a\", gives = \"running\", events_min = 9, tolerance = \"1h\"");
    CHECK(cadence.gives == EventsGiven::running);
    CHECK(cadence.events_min == 9);
    CHECK(cadence.tolerance == std::chrono::hours{1});
    const auto inventory = read<InventorySettings>(
        "inventory",
        "family = \"a\", when = \"changed\", from = [\"* rw\"], planned_by = [\"package\"]");
    CHECK(inventory.turn == FactTurn::changed);
    CHECK(inventory.from == std::vector<std::string>{"* rw"});
    CHECK(inventory.planned_by_package);
    CHECK_FALSE(inventory.planned_by_unit);
}

TEST_CASE("truth tables: running needs the sentence of what is to come", "[detectors][pack]") {
    std::string toml = kind_of("cadence", "signal = \"a\", gives = \"running\"");
    const std::string line = "impending = \"i\"\n";
    toml.erase(toml.find(line), line.size());
    const auto pack = parse_pack(toml, "my.toml");
    REQUIRE_FALSE(pack);
    CHECK(pack.error().what.find("impending: is missing") != std::string::npos);
}

TEST_CASE("truth tables: what is kept per subject has the size that its header says",
          "[detectors][pack]") {
    CHECK(sizeof(Presence) == 16);
    CHECK(sizeof(Rhythm) <= 168 + 64);
    CHECK(sizeof(RunLengths) <= 64);
    CHECK(sizeof(UsualValue) <= 24);
}
