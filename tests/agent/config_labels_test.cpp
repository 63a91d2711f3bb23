#include "agent/config_labels.hpp"

#include <catch2/catch.hpp>

#include "agent/config.hpp"

using namespace foreshock;
using namespace foreshock::agent;

namespace {

Result<AgentConfig> read(const std::string& toml) {
    return parse_config({{"agent.toml", toml}});
}

std::string many_labels(std::size_t count) {
    std::string toml = "[labels]\n";
    for (std::size_t i = 0; i < count; ++i)
        toml += "l" + std::to_string(i) + " = \"x\"\n";
    return toml;
}

}  // namespace

TEST_CASE("config: labels of several files add up, a later one wins", "[agent][config]") {
    const auto config = parse_config({{"agent.toml", "[labels]\nrole = \"web\"\nrack = \"r1\"\n"},
                                      {"more.toml", "[labels]\nrole = \"db\"\n"}});
    REQUIRE(config);
    CHECK(config->labels == HostLabels{{"rack", "r1"}, {"role", "db"}});
}

TEST_CASE("config: labels are printed as they read back", "[agent][config]") {
    AgentConfig config;
    config.labels = {{"data.centre", "bkk \"1\""}, {"role", "web"}};
    const auto again = read(print_effective(config));
    REQUIRE(again);
    CHECK(again->labels == config.labels);
}

TEST_CASE("config: wrong labels are told with the right way", "[agent][config]") {
    const std::pair<const char*, const char*> rows[] = {
        {"[labels]\nrole = 1", "agent.toml:2:8: labels.role: must be a text of 1 to 200 bytes"},
        {"[labels]\nrole = \"\"", "labels.role: must be a text of 1 to 200 bytes"},
        {"[labels]\nrole = \"a\\nb\"", "labels.role: must be a text"},
        {"[labels]\n\"a b\" = \"x\"", "agent.toml:2:1: labels.a b: a name has at most 64 letters"},
        {"labels = 1", "labels: "},
    };
    for (const auto& [toml, words] : rows) {
        CAPTURE(toml);
        const auto config = read(toml);
        REQUIRE_FALSE(config);
        CHECK_THAT(config.error().what, Catch::Contains(words));
    }
}

TEST_CASE("config: labels are bounded", "[agent][config]") {
    CHECK(read(many_labels(labels_max)));
    const auto config = read(many_labels(labels_max + 1));
    REQUIRE_FALSE(config);
    CHECK_THAT(config.error().what, Catch::Contains("labels: at most 32 labels"));
    CHECK(read("[labels]\na = \"" + std::string(label_value_bytes_max, 'x') + "\""));
    CHECK_FALSE(read("[labels]\na = \"" + std::string(label_value_bytes_max + 1, 'x') + "\""));
    CHECK(read("[labels]\n" + std::string(label_name_bytes_max, 'x') + " = \"a\""));
    CHECK_FALSE(read("[labels]\n" + std::string(label_name_bytes_max + 1, 'x') + " = \"a\""));
}
