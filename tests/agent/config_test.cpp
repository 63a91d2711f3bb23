#include "agent/config.hpp"

#include <catch2/catch.hpp>

#include "tests/support/broken_toml.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;

namespace {

std::string complaint(const std::string& toml) {
    const auto config = parse_config({{"agent.toml", toml}});
    REQUIRE_FALSE(config);
    CHECK(config.error().code == Errc::invalid);
    return config.error().what;
}

}  // namespace

TEST_CASE("config: an empty one is the defaults", "[agent][config]") {
    const auto config = parse_config({{"agent.toml", ""}});
    REQUIRE(config);
    CHECK(config->interval == std::chrono::seconds{1});
    CHECK(config->report_every == std::chrono::seconds{10});
    CHECK(config->server.urls == std::vector<std::string>{"http://127.0.0.1:8420"});
    CHECK(config->spool.disk_bytes == 64 << 20);
    CHECK(config->budget.cpu_ratio == 0.01);
    CHECK(config->budget.resident_bytes == 32 << 20);
}

TEST_CASE("config: every key is read", "[agent][config]") {
    const auto config = parse_config({{"agent.toml", R"(
[agent]
name = "web-1"
state = "/s"
interval = "2s"
report_every = "1m"
host_root = "/host"
[server]
url = "https://desk.example:8420"
token_file = "/t"
ca_file = "/ca.pem"
proxy = "http://proxy.example:3128"
[packs]
files = ["/a.toml", "/b.toml"]
[collectors.process]
enabled = false
every = "5s"
[watch]
cgroups = ["/shop"]
discovered_max = 3
[[watch.process]]
name = "shop"
match = "shop.*"
[spool]
memory_bytes = 131072
disk_bytes = "2 MiB"
drain_reports_per_second = 2.5
drain_bytes_per_second = "64KiB"
[budget]
cpu_ratio = 0.5
resident_bytes = "16MiB"
[log]
level = "debug"
)"}});
    REQUIRE(config);
    CHECK(config->name == "web-1");
    CHECK(config->state == "/s");
    CHECK(config->interval == std::chrono::seconds{2});
    CHECK(config->report_every == std::chrono::minutes{1});
    CHECK(config->host_root == "/host");
    CHECK(config->server.urls == std::vector<std::string>{"https://desk.example:8420"});
    CHECK(config->server.token_file == "/t");
    CHECK(config->server.ca_file == "/ca.pem");
    CHECK(config->server.proxy == "http://proxy.example:3128");
    CHECK(config->packs == std::vector<std::string>{"/a.toml", "/b.toml"});
    CHECK(config->collectors.at("process").enabled == false);
    CHECK(config->collectors.at("process").every == std::chrono::seconds{5});
    CHECK(config->watch.cgroups == std::vector<std::string>{"/shop"});
    CHECK(config->watch.discovered_max == 3);
    REQUIRE(config->watch.processes.size() == 1);
    CHECK(config->watch.processes[0].match == "shop.*");
    CHECK(config->spool.memory_bytes == 131072);
    CHECK(config->spool.disk_bytes == 2 << 20);
    CHECK(config->spool.drain_reports_per_second == 2.5);
    CHECK(config->spool.drain_bytes_per_second == 64 << 10);
    CHECK(config->budget.cpu_ratio == 0.5);
    CHECK(config->budget.resident_bytes == 16 << 20);
    CHECK(config->log_level == "debug");
}

TEST_CASE("config: several servers, and a later file's one replaces them", "[agent][config]") {
    const ConfigText several{"a.toml",
                             "[server]\nurls = [\"https://a:8420\", \"https://[::1]:8420\"]"};
    const auto config = parse_config({several});
    REQUIRE(config);
    CHECK(config->server.urls == std::vector<std::string>{"https://a:8420", "https://[::1]:8420"});
    const auto later = parse_config({several, {"b.toml", "[server]\nurl = \"https://c\""}});
    REQUIRE(later);
    CHECK(later->server.urls == std::vector<std::string>{"https://c"});
    const auto proxy_only = parse_config({several, {"b.toml", "[server]\nproxy = \"none\""}});
    REQUIRE(proxy_only);
    CHECK(proxy_only->server.urls == config->server.urls);
}

TEST_CASE("config: each wrong word about servers is named", "[agent][config]") {
    const auto [toml, words] = GENERATE(table<std::string, std::string>(
        {{"url = \"https://a\"\nurls = [\"https://b\"]", "either url or urls"},
         {"urls = []", "from 1 to 8"},
         {"urls = [\"https://a\", \"b\"]", "'b': must begin with"},
         {"urls = \"https://a\"", "a list of texts"},
         {"url = 1", "a text is needed"},
         {"proxy = \"x\"", "or be \"none\""},
         {"ca = \"x\"",
          "known are ca_file, certificate_file, key_file, proxy, token_file, url, urls"},
         {"certificate_file = \"/a\"", "certificate_file and key_file need each other"}}));
    const std::string what = complaint("[server]\n" + toml);
    CAPTURE(what);
    CHECK(what.find(words) != std::string::npos);
    CHECK(what.find('\n') == std::string::npos);
}

TEST_CASE("config: a later text overrides, watched things add up", "[agent][config]") {
    const auto config = parse_config(
        {{"a.toml", "[agent]\nname = \"a\"\ninterval = \"2s\"\n[watch]\ncgroups = [\"/x\"]"},
         {"b.toml", "[agent]\nname = \"b\"\n[watch]\ncgroups = [\"/y\"]"}});
    REQUIRE(config);
    CHECK(config->name == "b");
    CHECK(config->interval == std::chrono::seconds{2});
    CHECK(config->watch.cgroups == std::vector<std::string>{"/x", "/y"});
}

TEST_CASE("config: each complaint names file, place, key and the right way", "[agent][config]") {
    CHECK(complaint("[agent]\ninterval = 5") ==
          "agent.toml:2:12: agent.interval: a duration is needed, in quotes and with its unit: "
          "\"30s\"");
    CHECK(complaint("[agent]\n\n  colour = 1").starts_with("agent.toml:3:3: agent.colour: is not"));
    CHECK(complaint("[agnt]").starts_with("agent.toml:1:2: agnt: is not known"));
    CHECK(complaint("[collectors.cpx]\nenabled = true").find("there is no such collector") !=
          std::string::npos);
    CHECK(complaint("[[watch.process]]\nname = \"x\"\nmatch = \"(\"") ==
          "agent.toml:3:9: watch.process.match: '(' is no regular expression");
    CHECK(complaint("[[watch.process]]\nname = \"x\"").find("a regular expression is needed") !=
          std::string::npos);
    CHECK(complaint("[server]\nurl = \"ftp://x\"").find("must begin with http") !=
          std::string::npos);
    CHECK(complaint("[agent\n").starts_with("agent.toml:1:"));
}

TEST_CASE("config: wrong types and units are refused", "[agent][config]") {
    const std::string toml = GENERATE(
        as<std::string>{}, "[agent]\nname = 1", "[agent]\ninterval = \"5\"",
        "[agent]\ninterval = \"5 parsecs\"", "[agent]\ninterval = \"1ms\"",
        "[agent]\ninterval = \"6m\"", "agent = 1", "[collectors.cpu]\nenabled = \"yes\"",
        "[collectors]\ncpu = true", "[packs]\nfiles = \"a\"", "[packs]\nfiles = [1]",
        "[spool]\nmemory_bytes = \"5 MB\"", "[spool]\nmemory_bytes = 1000",
        "[spool]\ndisk_bytes = -1", "[budget]\ncpu_ratio = \"1 %\"", "[budget]\ncpu_ratio = 0",
        "[log]\nlevel = \"loud\"", "[watch]\nprocess = 1", "[watch]\ndiscovered_max = 257",
        "[agent]\ninterval = \"100ms\"\nreport_every = \"61s\"");
    const std::string what = complaint(toml);
    CHECK(what.starts_with("agent.toml:"));
    CHECK(what.find('\n') == std::string::npos);
}

TEST_CASE("config: all complaints come together", "[agent][config]") {
    const std::string what = complaint("[agent]\nname = 1\ninterval = 2\n[log]\nlevel = 3");
    CHECK(std::count(what.begin(), what.end(), '\n') == 2);
    for (const char* key : {"agent.name", "agent.interval", "log.level"})
        CHECK(what.find(key) != std::string::npos);
}

TEST_CASE("config: the bounds of durations and sizes are let through", "[agent][config]") {
    CHECK(parse_config({{"a", "[agent]\ninterval = \"100ms\"\nreport_every = \"60s\""}}));
    CHECK(parse_config({{"a", "[agent]\ninterval = \"5m\"\nreport_every = \"10m\""}}));
    CHECK(parse_config({{"a", "[spool]\nmemory_bytes = 65536\ndisk_bytes = 0"}}));
}

TEST_CASE("config: what is printed as effective reads back as the same", "[agent][config]") {
    AgentConfig config;
    config.name = "we\"b\\1\n";
    config.interval = Duration{1500};
    config.packs = {"/p.toml"};
    config.watch.cgroups = {"/shop"};
    config.watch.processes = {{"shop", "shop\\.py"}};
    config.collectors["cpu"] = {false, Duration{2000}};
    const std::string printed = print_effective(config);
    const auto back = parse_config({{"effective", printed}});
    REQUIRE(back);
    CHECK(print_effective(*back) == printed);
    CHECK(back->name == config.name);
    CHECK(back->watch.processes[0].match == "shop\\.py");
    CHECK(back->collectors.at("cpu").enabled == false);
}

TEST_CASE("config: drop-ins beside the file come in the order of their names", "[agent][config]") {
    const test::TemporaryFolder folder;
    folder.write("agent.toml", "[agent]\nname = \"main\"\ninterval = \"2s\"");
    folder.write("agent.d/20-b.toml", "[agent]\nname = \"twenty\"");
    folder.write("agent.d/10-a.toml", "[agent]\nname = \"ten\"\ninterval = \"3s\"");
    folder.write("agent.d/notes.txt", "not toml");
    const auto config = load_config(folder.path() + "/agent.toml");
    REQUIRE(config);
    CHECK(config->name == "twenty");
    CHECK(config->interval == std::chrono::seconds{3});
    folder.write("agent.d/30-c.toml", "x = 1");
    const auto bad = load_config(folder.path() + "/agent.toml");
    REQUIRE_FALSE(bad);
    CHECK(bad.error().what.find("30-c.toml:1:1: x") != std::string::npos);
}

TEST_CASE("config: a missing file and one that is too large are told apart", "[agent][config]") {
    const test::TemporaryFolder folder;
    CHECK(load_config(folder.path() + "/none.toml").error().code == Errc::unreadable);
    folder.write("big.toml", std::string(config_bytes_max + 1, '#'));
    CHECK(load_config(folder.path() + "/big.toml").error().code == Errc::too_large);
    folder.write("full.toml", std::string(config_bytes_max, '#'));
    CHECK(load_config(folder.path() + "/full.toml"));
}

TEST_CASE("config: text that is no TOML is a complaint with its place", "[agent][config]") {
    for (const std::string_view broken : test::broken_toml) {
        INFO(broken);
        const std::string said = complaint(std::string{broken});
        CHECK(said.starts_with("agent.toml:"));
        CHECK(said.find("rror while parsing ") != std::string::npos);
    }
}
