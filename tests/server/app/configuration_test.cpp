#include "server/app/configuration.hpp"

#include <catch2/catch.hpp>

#include "server/app/configuration_file.hpp"
#include "tests/support/broken_toml.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {
namespace {

using std::chrono::seconds;

Result<void> read(std::string_view toml, Configuration& into) {
    return read_toml(toml, "server.toml", into);
}

std::string complaint(std::string_view toml) {
    Configuration ignored;
    const Result<void> done = read(toml, ignored);
    REQUIRE_FALSE(done);
    return done.error().what;
}

TEST_CASE("configuration: what is written takes effect, the rest keeps its default",
          "[app][configuration]") {
    Configuration configuration;
    REQUIRE(read(R"(
        [server]
        listen = "127.0.0.1:9000"
        host_names = ["a.example", "b.example"]
        [incidents]
        soak = "1m30s"
        [absence]
        intervals_missed = 2
        [history]
        retention = "7d"
        [[webhook]]
        name = "ops"
        url = "https://hooks.example/x"
    )",
                 configuration));
    CHECK(configuration.server.listen == "127.0.0.1:9000");
    CHECK(configuration.server.host_names.size() == 2);
    CHECK(configuration.incidents.soak == seconds{90});
    CHECK(configuration.incidents.hold_before_announcing == seconds{3});
    CHECK(configuration.absence.intervals_missed == 2);
    CHECK(configuration.history.retention == std::chrono::hours{168});
    REQUIRE(configuration.webhooks.size() == 1);
    CHECK(configuration.webhooks[0].name == "ops");
}

TEST_CASE("configuration: complaints name file, place, key and the way to write it",
          "[app][configuration]") {
    const std::pair<const char*, const char*> rows[] = {
        {"[incidents]\nsoak = 120",
         "server.toml:2:8: incidents.soak: must be a time with its unit"},
        {"[incidents]\nsoak = \"2x\"", "server.toml:2:8: incidents.soak: must be a time such as"},
        {"[incidents]\nsaok = \"2m\"",
         "server.toml:2:1: incidents.saok: is unknown here; known are"},
        {"[servre]\n", "servre: is unknown here"},
        {"server = 1\n", "server.toml:1:10: server: must be a table"},
        {"[server]\nlisten = 8420", "server.listen: must be a text in quotes"},
        {"[server]\nhost_names = [1]", "server.host_names: must be a list of texts"},
        {"[limits]\nworker_threads = 0", "must be a whole number from 1 to 64"},
        {"[limits]\nworker_threads = 65", "must be a whole number from 1 to 64"},
        {"[limits]\nworker_threads = 2.5", "must be a whole number"},
        {"[log]\nlevel = \"loud\"", "log.level: must be one of debug, error, info, warn"},
        {"[webhook]\nname = \"a\"", "webhook: must be written [[webhook]]"},
        {"[[webhook]]\nname = \"a\"", "webhook: needs a name and a url"},
        {"[server]\nlisten = \"a", "server.toml:2:"},
        {"[server]\nlisten = \"a\"\nlisten = \"b\"", "server.toml:3:"},
    };
    for (const auto& [toml, words] : rows) {
        CAPTURE(toml);
        CHECK_THAT(complaint(toml), Catch::Contains(words));
    }
}

TEST_CASE("configuration: all complaints of a file come at once", "[app][configuration]") {
    const std::string lines = complaint("[incidents]\nsoak = 1\nhold = 2\n");
    CHECK(std::count(lines.begin(), lines.end(), '\n') == 1);
}

TEST_CASE("configuration: drop-ins are read over the file, in the order of their names",
          "[app][configuration]") {
    const test::TemporaryFolder folder;
    folder.write("server.toml",
                 "[log]\nlevel = \"warn\"\n[[webhook]]\nname=\"a\"\nurl=\"http://1\"");
    folder.write("server.d/20.toml", "[incidents]\nsoak = \"20s\"\n");
    folder.write("server.d/10.toml",
                 "[incidents]\nsoak = \"10s\"\n[[webhook]]\nname=\"a\"\nurl=\"http://2\"");
    folder.write("server.d/ignored.txt", "[");
    const auto configuration = load_configuration(folder.path() + "/server.toml");
    REQUIRE(configuration);
    CHECK(configuration->log_level == "warn");
    CHECK(configuration->incidents.soak == seconds{20});
    REQUIRE(configuration->webhooks.size() == 1);
    CHECK(configuration->webhooks[0].url == "http://2");
}

TEST_CASE("configuration: a broken drop-in is named", "[app][configuration]") {
    const test::TemporaryFolder folder;
    folder.write("server.toml", "");
    folder.write("server.d/10.toml", "[incidents]\nsoak = 1\n");
    const auto configuration = load_configuration(folder.path() + "/server.toml");
    REQUIRE_FALSE(configuration);
    CHECK_THAT(configuration.error().what, Catch::Contains("server.d/10.toml:2:8: incidents.soak"));
}

TEST_CASE("configuration: a file that is asked for must be there", "[app][configuration]") {
    const auto configuration = load_configuration("/nowhere/server.toml");
    REQUIRE_FALSE(configuration);
    CHECK_THAT(configuration.error().what, Catch::Contains("/nowhere/server.toml"));
}

TEST_CASE("configuration: what is printed reads back as the same", "[app][configuration]") {
    Configuration before;
    before.server.host_names = {"a\"b", "c"};
    before.incidents.soak = seconds{75};
    before.webhooks = {{"ops", "https://hooks.example", "/etc/secret"}};
    before.dependencies = {{"shop", {"host=~\"web-\\\\d\""}, {"host=db-1"}, {"zone"}}};
    before.log_level = "debug";
    Configuration after;
    REQUIRE(read(to_toml(before), after));
    CHECK(to_toml(after) == to_toml(before));
    CHECK(after.server.host_names == before.server.host_names);
    REQUIRE(after.dependencies.size() == 1);
    CHECK(after.dependencies[0].dependents == before.dependencies[0].dependents);
}

TEST_CASE("configuration: the file that is shipped is valid and changes nothing",
          "[app][configuration]") {
    const auto shipped =
        load_configuration(std::string{FORESHOCK_SOURCE_DIR} + "/packaging/server.toml");
    REQUIRE(shipped);
    CHECK(to_toml(*shipped) == to_toml(Configuration{}));
}

TEST_CASE("configuration: [access] says who is trusted on this host", "[app][configuration]") {
    Configuration configuration;
    CHECK(loopback_trust(configuration.access, false) == http::LoopbackTrust::owner);
    CHECK(loopback_trust(configuration.access, true) == http::LoopbackTrust::nobody);
    REQUIRE(
        read_toml("[access]\nloopback = \"viewer\"\nsession_idle_max = \"1h\"\n"
                  "login_failures_max = 3\n",
                  "server.toml", configuration));
    CHECK(loopback_trust(configuration.access, true) == http::LoopbackTrust::viewer);
    CHECK(configuration.access.sessions.idle_max == std::chrono::hours{1});
    CHECK(configuration.access.throttle.per_person_and_address_max == 3);
    CHECK_THAT(
        read_toml("[access]\nloopback = \"all\"\n", "server.toml", configuration).error().what,
        Catch::Contains("server.toml:2:12: access.loopback: must be one of admin, nobody, "
                        "owner, viewer"));
}

TEST_CASE("configuration: off loopback it takes TLS, or somebody who says that plain will do",
          "[app][configuration]") {
    Configuration configuration;
    configuration.server.listen = "0.0.0.0:8420";
    CHECK_THAT(check(configuration).error().what,
               Catch::StartsWith("server.listen: other hosts can reach 0.0.0.0:8420") &&
                   Catch::Contains("tls.enabled = true") && Catch::Contains("tls.insecure = true"));
    configuration.tls.insecure = true;
    CHECK(check(configuration));
    configuration.tls = {};
    configuration.tls.enabled = true;
    CHECK(check(configuration));
}

TEST_CASE("configuration: [tls] is read, and its keys are held against each other",
          "[app][configuration]") {
    Configuration configuration;
    REQUIRE(
        read_toml("[tls]\nenabled = true\nnames = [\"mon.example\", \"192.0.2.7\"]\n"
                  "agent_certificate_life = \"7d\"\n",
                  "server.toml", configuration));
    CHECK(configuration.tls.enabled);
    CHECK(configuration.tls.names.size() == 2);
    CHECK(configuration.tls.agent_certificate_life == std::chrono::hours{24 * 7});
    CHECK(check(configuration));
    CHECK_THAT(read_toml("[tls]\nenabled = \"yes\"\n", "server.toml", configuration).error().what,
               Catch::Contains("server.toml:2:11: tls.enabled: must be true or false"));
    const auto complaint = [](const TlsConfiguration& tls) {
        Configuration with;
        with.tls = tls;
        return check(with).error().what;
    };
    TlsConfiguration tls;
    tls.certificate_file = "/a.pem";
    CHECK_THAT(complaint(tls), Catch::StartsWith("tls.certificate_file and tls.key_file"));
    tls = {};
    tls.names = {"a,DNS:evil"};
    CHECK_THAT(complaint(tls), Catch::StartsWith("tls.names: 'a,DNS:evil'"));
    tls = {};
    tls.ca_file = "/ca.pem";
    CHECK_THAT(complaint(tls), Catch::StartsWith("tls.ca_file"));
    tls = {};
    tls.enabled = tls.insecure = true;
    CHECK_THAT(complaint(tls), Catch::StartsWith("tls.insecure"));
    tls = {};
    tls.agent_certificate_life = std::chrono::seconds{1};
    CHECK_THAT(complaint(tls), Catch::StartsWith("tls.agent_certificate_life"));
}

TEST_CASE("configuration: webhooks have names of their own and HTTP addresses",
          "[app][configuration]") {
    Configuration configuration;
    configuration.webhooks = {{"a", "https://x", ""}, {"a", "https://y", ""}};
    CHECK_THAT(check(configuration).error().what, Catch::Contains("'a' is there twice"));
    configuration.webhooks = {{"a", "ftp://x", ""}};
    CHECK_THAT(check(configuration).error().what, Catch::StartsWith("webhook.url"));
}

TEST_CASE("configuration: requests are passed on to a channel that is there",
          "[app][configuration]") {
    Configuration configuration;
    configuration.reports.request_channel = "itsm";
    REQUIRE_FALSE(check(configuration));
    CHECK(check(configuration).error().what ==
          "reports.request_channel: there is no channel 'itsm'");
    configuration.webhooks = {{"itsm", "https://x", ""}};
    CHECK(check(configuration));
}

TEST_CASE("configuration: the name that asks for conferences is nobody else's",
          "[app][configuration]") {
    Configuration configuration;
    configuration.webhooks = {{"bridge", "https://x", ""}};
    REQUIRE_FALSE(check(configuration));
    CHECK(check(configuration).error().what ==
          "webhook.name: 'bridge' is what bridge.webhook is called: take another name");
    configuration.webhooks.clear();
    ChannelConfiguration channel;
    channel.spec.name = "bridge";
    channel.spec.kind = "slack";
    channel.spec.url = "https://x";
    configuration.telling.channels = {channel};
    REQUIRE_FALSE(check(configuration));
    CHECK(check(configuration).error().what ==
          "channel 'bridge': is what bridge.webhook is called: take another name");
}

TEST_CASE("configuration: how alerts of other systems are taken in", "[app][configuration]") {
    Configuration configuration;
    REQUIRE(read(R"(
        [intake]
        token_file = "/etc/token"
        alerts_max = 7
        host_labels = ["machine"]
        said_once_timeout = "3h"
        [intake.alertmanager]
        resolve_timeout = "2m"
        [[intake.pagerduty]]
        name = "shop"
        routing_key_file = "/etc/key"
    )",
                 configuration));
    CHECK(configuration.intake.token_file == "/etc/token");
    CHECK(configuration.intake.alerts.alerts_max == 7);
    CHECK(configuration.intake.alerts.mapping.host_labels == std::vector<std::string>{"machine"});
    CHECK(configuration.intake.alerts.said_once_timeout == std::chrono::hours{3});
    CHECK(configuration.intake.alerts.resolve_timeout == std::chrono::minutes{2});
    REQUIRE(configuration.intake.pagerduty.size() == 1);
    CHECK(configuration.intake.pagerduty[0].name == "shop");
    REQUIRE(check(configuration));

    Configuration again;
    REQUIRE(read(to_toml(configuration), again));
    CHECK(to_toml(again) == to_toml(configuration));
    CHECK(complaint("[intake.alertmanager]\nx = 1").find("intake.alertmanager.x: is unknown") !=
          std::string::npos);
    CHECK(complaint("[[intake.pagerduty]]\n").find("needs a name") != std::string::npos);
}

TEST_CASE("configuration: a PagerDuty sender has one key, in a file or as its digest",
          "[app][configuration]") {
    const auto fault_of = [](const std::string& file, const std::string& digest) {
        Configuration configuration;
        configuration.intake.pagerduty = {{"shop", file, digest}};
        const Result<void> checked = check(configuration);
        return checked ? std::string{} : checked.error().what;
    };
    CHECK(fault_of("/etc/key", "").empty());
    CHECK(fault_of("", std::string(64, 'a')).empty());
    CHECK(fault_of("", "").find("needs either") != std::string::npos);
    CHECK(fault_of("/etc/key", std::string(64, 'a')).find("needs either") != std::string::npos);
    CHECK(fault_of("", std::string(63, 'a')).find("64 digits") != std::string::npos);
    CHECK(fault_of("", std::string(64, 'X')).find("64 digits") != std::string::npos);
    Configuration twice;
    twice.intake.pagerduty = {{"shop", "/a", ""}, {"shop", "/b", ""}};
    CHECK_FALSE(check(twice));
}

TEST_CASE("configuration: a dependency that cannot be understood is named",
          "[app][configuration]") {
    Configuration configuration;
    configuration.dependencies = {{"shop", {"host=web"}, {"host=db"}, {}}};
    CHECK(check(configuration));
    CHECK(dependency_rules(configuration.dependencies)->at(0).needs.at(0).value == "db");
    configuration.dependencies.push_back({"mail", {"host=~("}, {"host=db"}, {}});
    CHECK_THAT(check(configuration).error().what,
               Catch::StartsWith("dependencies[1].dependents: matchers[0]: "));
    configuration.dependencies[1].dependents = {"host"};
    CHECK_THAT(check(configuration).error().what,
               Catch::StartsWith("dependencies[1].dependents: "));
    configuration.dependencies[1].name = "";
    CHECK_THAT(check(configuration).error().what, Catch::StartsWith("dependencies[1].name: "));
}

TEST_CASE("configuration: addresses to listen on", "[app][configuration]") {
    CHECK(parse_listen("localhost:1")->address == "127.0.0.1");
    CHECK(parse_listen("[::]:65535")->port == 65535);
    CHECK(parse_listen("127.0.0.2:0")->is_loopback());
    CHECK_FALSE(parse_listen("[::]:80")->is_loopback());
    for (const char* bad : {"", "8420", ":8420", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536",
                            "web.example:80", "::1:80", "[::1]", "127.0.0.1:80x"}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_listen(bad));
    }
}

TEST_CASE("configuration: text that is no TOML is a complaint with its place",
          "[app][configuration]") {
    for (const std::string_view broken : test::broken_toml) {
        INFO(broken);
        const std::string said = complaint(broken);
        CHECK(said.starts_with("server.toml:"));
        CHECK(said.find("rror while parsing ") != std::string::npos);
    }
}

}  // namespace
}  // namespace foreshock::app
