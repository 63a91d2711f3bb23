#include <catch2/catch.hpp>

#include "agent/config.hpp"

using namespace foreshock;
using namespace foreshock::agent;

namespace {

std::string complaint(const std::string& toml) {
    const auto config = parse_config({{"agent.toml", toml}});
    REQUIRE_FALSE(config);
    return config.error().what;
}

}  // namespace

TEST_CASE("config: certificates of several files add up", "[agent][config]") {
    const auto config = parse_config(
        {{"agent.toml", "[certificates]\npaths = [\"/srv/tls\"]\nexclude_ports = [8443]\n"},
         {"more.toml", "[certificates]\npaths = [\"/opt/*/x.pem\"]\nexclude_ports = [1]\n"}});
    REQUIRE(config);
    const auto& certificates = config->watch.certificates;
    CHECK(certificates.paths == std::vector<std::string>{"/srv/tls", "/opt/*/x.pem"});
    CHECK(certificates.exclude_ports == std::vector<std::uint16_t>{8443, 1});
}

TEST_CASE("config: certificates are printed as they read back", "[agent][config]") {
    AgentConfig config;
    config.watch.certificates = {{"/srv/tls"}, {8443, 9443}};
    const auto again = parse_config({{"agent.toml", print_effective(config)}});
    REQUIRE(again);
    CHECK(again->watch.certificates.paths == config.watch.certificates.paths);
    CHECK(again->watch.certificates.exclude_ports == config.watch.certificates.exclude_ports);
}

TEST_CASE("config: wrong certificate settings are told with the right way", "[agent][config]") {
    CHECK(complaint("[certificates]\npaths = [\"tls\"]\n").find("must begin with /") !=
          std::string::npos);
    for (const std::string ports : {"[0]", "[65536]", "[\"443\"]", "[1.5]"}) {
        CHECK(complaint("[certificates]\nexclude_ports = " + ports + "\n")
                  .find("certificates.exclude_ports: every element must be a port") !=
              std::string::npos);
    }
    CHECK(complaint("[certificates]\nexclude_ports = 443\n").find("a list of ports") !=
          std::string::npos);
    CHECK(complaint("[certificates]\nport = 1\n").find("is not known here") != std::string::npos);
}
