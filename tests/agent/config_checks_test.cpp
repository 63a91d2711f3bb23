#include <catch2/catch.hpp>

#include "agent/config.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using namespace foreshock::collectors;

namespace {

std::string complaint(const std::string& toml) {
    const auto config = parse_config({{"agent.toml", toml}});
    REQUIRE_FALSE(config);
    return config.error().what;
}

constexpr const char* one_of_each = R"(
[[checks]]
name = "shop"
type = "http"
url = "https://shop.example/health"
every = "30s"
timeout = "5s"
status = "200"
contains = "ok"
match = "version [0-9]+"
ca_file = "/etc/ca.pem"
certificate_min = "14d"
[[checks]]
name = "database"
type = "tcp"
host = "db.example"
port = 5432
[[checks]]
name = "names"
type = "dns"
query = "shop.example"
expect = ["192.0.2.1"]
server = "192.0.2.53"
port = 5353
[[checks]]
name = "mail"
type = "tls"
host = "mail.example"
port = 993
server_name = "imap.example"
[[checks]]
name = "gateway"
type = "icmp"
host = "192.0.2.254"
count = 5
[[checks]]
name = "backup"
type = "file"
path = "/srv/backup.tar"
age_max = "26h"
bytes_min = "1MiB"
bytes_max = 4194304
[[checks]]
name = "load"
type = "plugin"
command = ["check_load", "-w", "5"]
[[scrape]]
name = "postgres"
url = "http://127.0.0.1:9187/metrics"
every = "20s"
series_max = 50
match = ["pg_up", "pg_stat_*"]
[statsd]
port = 9125
)";

}  // namespace

TEST_CASE("checks: every type and every key is read", "[agent][config]") {
    const auto config = parse_config({{"agent.toml", one_of_each}});
    REQUIRE(config);
    const auto& checks = config->watch.checks;
    REQUIRE(checks.size() == 7);
    CHECK(checks[0].every == std::chrono::seconds{30});
    CHECK(checks[0].timeout == std::chrono::seconds{5});
    CHECK(checks[0].certificate_min == std::chrono::hours{24 * 14});
    const auto& http = std::get<HttpTarget>(checks[0].target);
    CHECK(http.url == "https://shop.example/health");
    CHECK(http.status_min == 200);
    CHECK(http.status_max == 200);
    CHECK(http.contains == "ok");
    CHECK(http.match == "version [0-9]+");
    CHECK(http.ca_file == "/etc/ca.pem");
    CHECK(std::get<TcpTarget>(checks[1].target).port == 5432);
    CHECK(std::get<DnsTarget>(checks[2].target).expect == std::vector<std::string>{"192.0.2.1"});
    CHECK(std::get<TlsTarget>(checks[3].target).server_name == "imap.example");
    CHECK(std::get<IcmpTarget>(checks[4].target).count == 5);
    const auto& file = std::get<FileTarget>(checks[5].target);
    CHECK(*file.age_max == std::chrono::hours{26});
    CHECK(*file.bytes_min == 1 << 20);
    CHECK(*file.bytes_max == 4 << 20);
    CHECK(std::get<PluginTarget>(checks[6].target).command.size() == 3);
    REQUIRE(config->watch.scrapes.size() == 1);
    CHECK(config->watch.scrapes[0].series_max == 50);
    CHECK(config->watch.scrapes[0].match.size() == 2);
    CHECK(config->watch.statsd.port == 9125);
}

TEST_CASE("checks: what is printed as effective reads back as the same", "[agent][config]") {
    const auto config = parse_config({{"agent.toml", one_of_each}});
    REQUIRE(config);
    const std::string printed = print_effective(*config);
    const auto back = parse_config({{"effective", printed}});
    REQUIRE(back);
    CHECK(print_effective(*back) == printed);
    CHECK(back->watch.checks.size() == 7);
    CHECK(back->watch.scrapes.size() == 1);
    CHECK(back->watch.statsd.port == 9125);
}

TEST_CASE("checks: each mistake is told with its line and its key", "[agent][config]") {
    struct Case {
        const char* toml;
        const char* told;
    };

    const std::string http = "[[checks]]\nname = \"x\"\ntype = \"http\"\n";
    const Case cases[] = {
        {"[[checks]]\nname = \"x\"\ntype = \"ftp\"", "agent.toml:3:8: checks.type: must be one of"},
        {"[[checks]]\nname = \"x\"", "checks.type: must be one of http"},
        {"[[checks]]\ntype = \"tcp\"\nhost = \"h\"\nport = 1", "checks.name: is needed"},
        {"[[checks]]\nname = \"x\"\ntype = \"tcp\"\nport = 1", "checks.host: is needed"},
        {"[[checks]]\nname = \"x\"\ntype = \"tcp\"\nhost = \"h\"", "checks.port: a port"},
        {"[[checks]]\nname = \"x\"\ntype = \"tcp\"\nhost = \"h\"\nport = 70000",
         "agent.toml:5:8: checks.port"},
        {"[[checks]]\nname = \"x\"\ntype = \"icmp\"\nhost = \"h\"\ncount = 21", "checks.count"},
        {"[[checks]]\nname = \"x\"\ntype = \"icmp\"\nhost = \"h\"\nurl = \"u\"",
         "agent.toml:5:1: checks.url: is not known here"},
        {"[[checks]]\nname = \"x\"\ntype = \"icmp\"\nhost = \"h\"\nevery = \"5\"", "checks.every"},
        {"[[checks]]\nname = \"x\"\ntype = \"icmp\"\nhost = \"h\"\ntimeout = \"61s\"",
         "checks.timeout"},
        {"[[checks]]\nname = \"x\"\ntype = \"plugin\"", "checks.command: is needed"},
        {"[[scrape]]\nname = \"Bad Name\"\nurl = \"http://x\"", "scrape.name"},
        {"[[scrape]]\nname = \"target\"\nurl = \"http://x\"", "scrape.name"},
        {"[[scrape]]\nname = \"x\"", "scrape.url: is needed"},
        {"[[scrape]]\nname = \"x\"\nurl = \"http://x\"\nseries_max = 5001", "scrape.series_max"},
        {"[statsd]\nport = -1", "statsd.port"},
        {"[checks]", "checks: tables are needed"},
    };
    for (const Case& wrong : cases) {
        INFO(wrong.toml);
        CHECK_THAT(complaint(wrong.toml), Catch::Contains(wrong.told));
    }
    for (const char* status : {"\"20\"", "\"200-100\"", "\"2xx\"", "\"200-600\"", "\"-\""}) {
        INFO(status);
        CHECK_THAT(complaint(http + "url = \"http://x\"\nstatus = " + status),
                   Catch::Contains("agent.toml:5:10: checks.status"));
    }
    CHECK_THAT(complaint(http + "url = \"ftp://x\""), Catch::Contains("checks.url"));
    CHECK_THAT(complaint(http + "url = \"http://x\"\nmatch = \"(\""),
               Catch::Contains("checks.match"));
}

TEST_CASE("checks: names of checks and addresses of scrapes are unique, over all files",
          "[agent][config]") {
    const std::string check = "[[checks]]\nname = \"x\"\ntype = \"icmp\"\nhost = \"h\"\n";
    const auto twice = parse_config({{"a.toml", check}, {"b.toml", check}});
    REQUIRE_FALSE(twice);
    CHECK_THAT(twice.error().what, Catch::Contains("b.toml:2:8: checks.name"));
    const std::string scrape = "[[scrape]]\nname = \"x\"\nurl = \"http://h/\"\n";
    CHECK_THAT(complaint(scrape + scrape), Catch::Contains("scrape.url: is scraped already"));
}

TEST_CASE("checks: a name has at most 64 bytes", "[agent][config]") {
    const auto toml = [](std::size_t bytes) {
        return "[[checks]]\nname = \"" + std::string(bytes, 'n') +
               "\"\ntype = \"icmp\"\nhost = \"h\"\n";
    };
    CHECK(parse_config({{"agent.toml", toml(CheckSettings::name_bytes_max)}}));
    CHECK_THAT(complaint(toml(CheckSettings::name_bytes_max + 1)),
               Catch::Contains("agent.toml:2:8: checks.name: must have at most 64 bytes"));
}

TEST_CASE("checks: there are at most 256", "[agent][config]") {
    std::string toml;
    for (std::size_t i = 0; i < CheckSettings::checks_max; ++i)
        toml += "[[checks]]\nname = \"" + std::to_string(i) + "\"\ntype = \"icmp\"\nhost = \"h\"\n";
    CHECK(parse_config({{"agent.toml", toml}}));
    toml += "[[checks]]\nname = \"more\"\ntype = \"icmp\"\nhost = \"h\"\n";
    CHECK_THAT(complaint(toml), Catch::Contains("more than 256"));
}
