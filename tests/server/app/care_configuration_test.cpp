#include "server/app/care_configuration.hpp"

#include <catch2/catch.hpp>

#include "server/app/configuration_file.hpp"

namespace foreshock::app {
namespace {

constexpr const char* whole = R"(
[tiers]
straight_to_l3_at_priority = 2
escalate_at_risk = false
[tiers.l1]
team = "desk"
policy = "standard"
escalate_after = "30m"
[tiers.l3]
team = "experts"
[clocks]
first_response = ["10m", "1h", "2h", "3h", "3h"]
at_risk_percent = 80
calendar = "office"
[bridge]
url = "https://meet.example/{number}-{token}"
open_at_priority = 1
[[calendar]]
name = "office"
zone = "Asia/Bangkok"
hours = ["mon-fri 08:00-17:00"]
holidays = ["2026-12-31 New Year's Eve"]
[[schedule]]
name = "primary"
zone = "Asia/Bangkok"
[[schedule.layer]]
name = "week"
people = ["ann", "bo"]
starts = "2026-01-05T09:00"
hours = ["mon-fri 08:00-18:00"]
[[schedule.layer]]
name = "night"
people = ["cy"]
turn = "12h"
starts = "2026-01-05T20:00"
ends = "2027-01-01T00:00"
[[escalation_policy]]
name = "standard"
repeat = 2
quiet_hours = "22:00-07:00"
[[escalation_policy.step]]
notify = ["schedule:primary"]
[[escalation_policy.step]]
after = "10m"
notify = ["team:desk", "person:ann"]
channels = ["phone"]
[[assignment_rule]]
name = "disks"
categories = ["storage"]
priorities = [1, 2]
team = "storage"
l3 = "kernel"
)";

Configuration read(const std::string& toml) {
    Configuration configuration;
    const Result<void> done = read_toml(toml, "server.toml", configuration);
    INFO((done ? std::string{} : done.error().what));
    REQUIRE(done);
    return configuration;
}

TEST_CASE("care configuration: what is written takes effect", "[app][configuration][oncall]") {
    const Result<ReadyCare> ready = made_ready(read(whole).care);
    INFO((ready ? std::string{} : ready.error().what));
    REQUIRE(ready);
    const oncall::CareSettings& settings = ready->settings;
    CHECK(settings.tiers[0].team == "desk");
    CHECK(settings.tiers[0].escalate_after == std::chrono::minutes{30});
    CHECK(settings.tiers[1].team.empty());
    CHECK(settings.straight_to_l3_at == 2);
    CHECK_FALSE(settings.escalate_at_risk);
    CHECK(settings.clocks.response[0] == std::chrono::minutes{10});
    CHECK(settings.clocks.resolution[4] == std::chrono::hours{24});
    CHECK(settings.calendar("office"));
    const oncall::EscalationPolicy* policy = settings.policy("standard");
    REQUIRE(policy);
    CHECK(policy->repeat == 2);
    CHECK(policy->steps.size() == 2);
    CHECK(policy->steps[1].notify[0].kind == oncall::Target::Kind::team);
    CHECK(policy->steps[1].channels == std::vector<std::string>{"phone"});
    CHECK(policy->quiet->begin == std::chrono::hours{22});
    REQUIRE(settings.routes.size() == 1);
    CHECK(settings.routes[0].l3 == "kernel");
    CHECK(settings.bridge.kind == oncall::BridgeRules::Kind::address);
    REQUIRE(ready->schedules.size() == 1);
    CHECK(ready->schedules[0].layers[0].turn == std::chrono::hours{7 * 24});
    CHECK(ready->schedules[0].layers[1].turn == std::chrono::hours{12});
}

TEST_CASE("care configuration: what is printed reads back as the same",
          "[app][configuration][oncall]") {
    const std::string printed = to_toml(read(whole));
    CHECK(to_toml(read(printed)) == printed);
    CHECK_THAT(printed, Catch::Contains("people = [\"ann\", \"bo\"]"));
}

TEST_CASE("care configuration: a later file replaces what has the same name",
          "[app][configuration][oncall]") {
    Configuration configuration = read(whole);
    REQUIRE(read_toml(R"([[escalation_policy]]
        name = "standard"
        repeat = 0
        [[escalation_policy.step]]
        notify = ["person:eve"]
    )",
                      "server.d/50.toml", configuration));
    const auto ready = made_ready(configuration.care);
    REQUIRE(ready);
    CHECK(ready->settings.policies.size() == 1);
    CHECK(ready->settings.policy("standard")->steps.size() == 1);
}

TEST_CASE("care configuration: what cannot work is named", "[app][configuration][oncall]") {
    const std::pair<const char*, const char*> rows[] = {
        {"[[schedule]]\nname = \"p\"\nzone = \"Mars/Base\"", "is no time zone"},
        {"[[schedule]]\nname = \"p\"", "[[schedule.layer]]"},
        {"[[schedule]]\nname = \"p\"\n[[schedule.layer]]\nstarts = \"2026-01-05T09:00\"",
         "people: from 1"},
        {"[[schedule]]\nname = \"p\"\n[[schedule.layer]]\npeople = [\"a\"]\nstarts = \"monday\"",
         "is no local time"},
        {"[[schedule]]\nname = \"p\"\n[[schedule.layer]]\npeople = [\"a\"]\n"
         "starts = \"2026-01-05T09:00\"\nturn = \"90m\"",
         "write \"daily\""},
        {"[[escalation_policy]]\nname = \"x\"", "[[escalation_policy.step]]"},
        {"[[escalation_policy]]\nname = \"x\"\n[[escalation_policy.step]]\nnotify = [\"ann\"]",
         "names nobody"},
        {"[[escalation_policy]]\nname = \"x\"\n[[escalation_policy.step]]\n"
         "notify = [\"schedule:none\"]",
         "there is no schedule 'none'"},
        {"[[escalation_policy]]\nname = \"x\"\nquiet_hours = \"at night\"\n"
         "[[escalation_policy.step]]\nnotify = [\"person:a\"]",
         "are no hours of a day"},
        {"[tiers.l2]\npolicy = \"none\"", "tiers.l2.policy: there is no escalation policy 'none'"},
        {"[clocks]\ncalendar = \"none\"", "there is no calendar 'none'"},
        {"[[calendar]]\nname = \"c\"", "say when it is open"},
        {"[[calendar]]\nname = \"c\"\nhours = [\"daily 08:00-17:00\"]\nholidays = [\"Songkran\"]",
         "is no date"},
        {"[bridge]\nurl = \"https://a\"\nwebhook = \"https://b\"", "not both"},
        {"[bridge]\nurl = \"ftp://a\"", "must begin with https://"},
        {"[bridge]\nopen_at_priority = 1", "needs bridge.url or bridge.webhook"},
    };
    for (const auto& [toml, words] : rows) {
        CAPTURE(toml);
        const auto ready = made_ready(read(toml).care);
        REQUIRE_FALSE(ready);
        CHECK_THAT(ready.error().what, Catch::Contains(words));
    }
    Configuration ignored;
    for (const char* toml :
         {"[clocks]\nfirst_response = [\"1h\"]", "[[assignment_rule]]\nname = \"x\"",
          "[[schedule]]\nname = \"p\"\n[[schedule]]\nname = \"p\"",
          "[[escalation_policy]]\nname = \"x\"\nrepeat = 10", "[tiers.l1]\nteem = \"x\""}) {
        CAPTURE(toml);
        CHECK_FALSE(read_toml(toml, "server.toml", ignored));
    }
}

}  // namespace
}  // namespace foreshock::app
