#include "server/app/threshold_configuration.hpp"

#include <catch2/catch.hpp>

#include "server/app/configuration_file.hpp"

namespace foreshock::app {
namespace {

using Effect = incidents::ThresholdRule::Effect;

TEST_CASE("threshold configuration: rules take effect in their order, and are printed again",
          "[app][threshold]") {
    Configuration configuration;
    REQUIRE(read_toml(R"(
        [[threshold]]
        kinds = "check.*"
        hosts = 3
        [[threshold]]
        kinds = "time.drift"
        symptoms = 5
        effect = "escalate"
    )",
                      "server.toml", configuration));
    const auto& rules = configuration.incidents.thresholds;
    REQUIRE(rules.size() == 2);
    CHECK(rules[0].kinds == "check.*");
    CHECK(rules[0].hosts == 3);
    CHECK(rules[0].symptoms == 1);
    CHECK(rules[0].effect == Effect::announce);
    CHECK(rules[1].symptoms == 5);
    CHECK(rules[1].effect == Effect::escalate);
    Configuration after;
    REQUIRE(read_toml(to_toml(configuration), "again.toml", after));
    REQUIRE(after.incidents.thresholds.size() == 2);
    CHECK(to_toml(after) == to_toml(configuration));
}

TEST_CASE("threshold configuration: complaints name place and key", "[app][threshold]") {
    const std::pair<const char*, const char*> rows[] = {
        {"[[threshold]]\nhosts = 3", "server.toml:1:1: threshold.kinds: needs a kind"},
        {"[[threshold]]\nkinds = \"a\"", "threshold.hosts: needs hosts or symptoms above 1"},
        {"[[threshold]]\nkinds = \"a\"\nhosts = 0", "server.toml:3:9: threshold.hosts: must be"},
        {"[[threshold]]\nkinds = \"a\"\nhosts = 2\neffect = \"hide\"",
         "server.toml:4:10: threshold.effect: must be one of announce, escalate"},
        {"[[threshold]]\nkinds = \"a\"\nhost = 2", "threshold.host: is unknown here"},
        {"[threshold]\nkinds = \"a\"", "threshold: must be written [[threshold]]"}};
    for (const auto& [toml, words] : rows) {
        CAPTURE(toml);
        Configuration ignored;
        const Result<void> done = read_toml(toml, "server.toml", ignored);
        REQUIRE_FALSE(done);
        CHECK_THAT(done.error().what, Catch::Contains(words));
    }
}

TEST_CASE("threshold configuration: a hundred rules are taken, one more is not",
          "[app][threshold]") {
    std::string toml;
    for (int i = 0; i < 100; ++i)
        toml += "[[threshold]]\nkinds = \"a\"\nhosts = 2\n";
    Configuration hundred;
    CHECK(read_toml(toml, "server.toml", hundred));
    Configuration more;
    const Result<void> done =
        read_toml(toml + "[[threshold]]\nkinds = \"a\"\nhosts = 2\n", "server.toml", more);
    REQUIRE_FALSE(done);
    CHECK_THAT(done.error().what, Catch::Contains("threshold.kinds: is one threshold more than"));
}

}  // namespace
}  // namespace foreshock::app
