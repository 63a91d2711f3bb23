#include <catch2/catch.hpp>

#include "agent/config.hpp"
#include "agent/orders.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::agent {
namespace {

std::string complaint(const std::string& toml) {
    const auto config = parse_config({{"agent.toml", toml}});
    return config ? std::string{} : config.error().what;
}

TEST_CASE("config logs: what is not said keeps its default", "[agent][config]") {
    const auto config = parse_config({{"a", "[logs]\nfiles = [\"/srv/*.log\"]"}});
    REQUIRE(config);
    const collectors::LogSettings& logs = config->watch.logs;
    CHECK(logs.files == std::vector<std::string>{"/srv/*.log"});
    CHECK(logs.exclude.empty());
    CHECK((logs.journal && logs.plain_files && logs.kernel && logs.evidence));
    CHECK(logs.lines_per_second_max == 1000);
    CHECK(parse_config({})->watch.logs.files.size() == 4);
}

TEST_CASE("config logs: sources are switched on by name", "[agent][config]") {
    const auto config = parse_config(
        {{"a", "[logs]\nsources = [\"kernel\"]\nlines_per_second_max = 10\nevidence = false"}});
    REQUIRE(config);
    const collectors::LogSettings& logs = config->watch.logs;
    CHECK((!logs.journal && !logs.plain_files && logs.kernel && !logs.evidence));
    CHECK(logs.lines_per_second_max == 10);
}

TEST_CASE("config logs: logs lie below the host's root, positions below the state",
          "[agent][config]") {
    const test::TemporaryFolder folder;
    folder.write("agent.toml", "[agent]\nstate = \"/var/lib/x\"\nhost_root = \"/elsewhere\"");
    CommandLine line;
    line.config_file = folder.path() + "/agent.toml";
    line.host_root = "/host";
    const auto config = effective_config(line);
    REQUIRE(config);
    CHECK(config->watch.logs.root == "/host");
    CHECK(config->watch.logs.state_folder == "/var/lib/x/logs");
    CHECK(parse_config({})->watch.logs.root.empty());
}

TEST_CASE("config logs: mistakes are named with what to write instead", "[agent][config]") {
    CHECK(complaint("[logs]\nsources = [\"syslog\"]") ==
          "agent.toml:2:11: logs.sources: 'syslog' is no source; there are journal, files and "
          "kernel");
    CHECK(complaint("[logs]\nfiles = [\"var/log/x\"]").find("begins with a slash") !=
          std::string::npos);
    CHECK(complaint("[logs]\nexclude = [\"x\"]").find("logs.exclude") != std::string::npos);
    CHECK_FALSE(complaint("[logs]\nlines_per_second_max = 9").empty());
    CHECK_FALSE(complaint("[logs]\nlines_per_second_max = 100001").empty());
    CHECK_FALSE(complaint("[logs]\nevidence = 1").empty());
    CHECK_FALSE(complaint("[logs]\nunknown = 1").empty());
}

TEST_CASE("config logs: what is printed as effective reads back as the same", "[agent][config]") {
    AgentConfig config;
    config.watch.logs.journal = false;
    config.watch.logs.files = {"/srv/it's \"quoted\"\\*.log", "/x"};
    config.watch.logs.exclude = {"/srv/old*"};
    config.watch.logs.lines_per_second_max = 50;
    config.watch.logs.evidence = false;
    const auto back = parse_config({{"effective", print_effective(config)}});
    REQUIRE(back);
    CHECK(back->watch.logs.files == config.watch.logs.files);
    CHECK(back->watch.logs.exclude == config.watch.logs.exclude);
    CHECK_FALSE(back->watch.logs.journal);
    CHECK(back->watch.logs.kernel);
    CHECK(back->watch.logs.lines_per_second_max == 50);
    CHECK_FALSE(back->watch.logs.evidence);
}

}  // namespace
}  // namespace foreshock::agent
