#include <catch2/catch.hpp>

#include "detectors/pack/pack.hpp"

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

std::string pack_with(const std::string& table) {
    return "[kinds.\"disk.latency.anomaly\"]\n"
           "engine = \"anomaly\"\n"
           "category = \"storage\"\n"
           "component = \"disk {disk}\"\n"
           "disruption = \"what uses {disk} waits\"\n"
           "occurring = \"{component}: {value}, usually {low} to {high}: {why}\"\n"
           "guide = \"look\"\n"
           "anomaly = { " +
           table + " }\n";
}

std::string complaint_about(const std::string& table) {
    const auto pack = parse_pack(pack_with(table), "p.toml");
    return pack ? "" : pack.error().what;
}

}  // namespace

TEST_CASE("anomaly table: all keys are read, those not said have a default") {
    const auto pack =
        parse_pack(pack_with("signal = \"disk.latency\", direction = \"above\", sensitivity = 2, "
                             "row = \"5m\", settles_after = \"2h\", series_max = 7"),
                   "p.toml");
    REQUIRE(pack);
    const auto& all = std::get<AnomalySettings>(pack->kinds.at(0).settings);
    CHECK(all.signal == "disk.latency");
    CHECK(all.direction == AnomalySettings::Direction::above);
    CHECK(all.sensitivity == 2);
    CHECK(all.row == std::chrono::minutes{5});
    CHECK(all.settles_after == std::chrono::hours{2});
    CHECK(all.series_max == 7);

    const auto least = parse_pack(pack_with("signal = \"disk.latency\""), "p.toml");
    REQUIRE(least);
    const auto& settings = std::get<AnomalySettings>(least->kinds.at(0).settings);
    CHECK(settings.direction == AnomalySettings::Direction::both);
    CHECK(settings.row == std::chrono::minutes{1});
}

TEST_CASE("anomaly table: wrong values are complained about by name") {
    CHECK(complaint_about("direction = \"both\"").find("signal") != std::string::npos);
    const std::string signal = "signal = \"a.b.c\", ";
    CHECK(complaint_about(signal + "direction = \"up\"").find("direction") != std::string::npos);
    CHECK(complaint_about(signal + "sensitivity = 0").find("sensitivity") != std::string::npos);
    CHECK(complaint_about(signal + "row = \"0s\"").find("row") != std::string::npos);
    CHECK(complaint_about(signal + "rows = 1").find("rows") != std::string::npos);
}
