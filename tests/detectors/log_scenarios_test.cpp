#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "scenario.hpp"
#include <catch2/catch.hpp>

#include "detectors/pack/pack.hpp"

using namespace foreshock;
using namespace foreshock::test;

namespace {

/// All scenarios by the names of their files, without ".scenario".
std::map<std::string, Scenario> all_scenarios() {
    std::map<std::string, Scenario> all;
    for (const auto& entry :
         std::filesystem::directory_iterator{FORESHOCK_SOURCE_DIR "/tests/scenarios"}) {
        if (entry.path().extension() != ".scenario") continue;
        std::ostringstream text;
        text << std::ifstream{entry.path()}.rdbuf();
        if (auto scenario = ScenarioParser::parse(text.str()))
            all.emplace(entry.path().stem().string(), std::move(*scenario));
    }
    return all;
}

}  // namespace

TEST_CASE("log scenarios: every kind for logs has one that fires and a look-alike that must not",
          "[detectors][scenarios]") {
    const auto scenarios = all_scenarios();
    std::set<std::string> fires;
    for (const auto& [name, scenario] : scenarios) {
        const auto look_alike = scenarios.find(name + "-not");
        if (look_alike == scenarios.end() || !look_alike->second.expected.empty()) continue;
        for (const Expectation& expected : scenario.expected)
            if (expected.what == "raised") fires.insert(expected.kind);
    }
    const auto pack =
        detectors::load_packs({FORESHOCK_SOURCE_DIR "/packaging/packs/stock/logs.toml"});
    REQUIRE(pack);
    CHECK(pack->kinds.size() >= 40);
    for (const detectors::KindSettings& kind : pack->kinds) {
        INFO(kind.kind);
        CHECK(fires.contains(kind.kind));
    }
}
