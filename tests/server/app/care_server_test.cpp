#include "asked.hpp"
#include <nlohmann/json.hpp>

#include "server/app/agent_admin.hpp"
#include "server/app/configuration_file.hpp"
#include "server/app/server.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/http_receiver.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/reports.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {
namespace {

using nlohmann::json;
using people::Role;
using test::ReceivedRequest;

/// A server whose phone and whose maker of conferences are one receiver.
struct Fixture {
    test::TemporaryFolder folder;
    SystemClock clock;
    Log log{"error"};
    Configuration configuration;
    std::string agent_token;
    test::HttpReceiver receiver{[](const ReceivedRequest& request) {
        if (request.target == "/dead") return test::http_answer(404);
        return test::http_answer(200, R"({"url":"https://meet.example/j/1"})");
    }};
    std::unique_ptr<Server> server;

    Fixture() {
        REQUIRE(read_toml(settings(), "server.toml", configuration));
        REQUIRE(check(configuration));
        auto store = store::open_sqlite_store(folder.path() + "/foreshock.db").value();
        agent_token = add_agent(store->agents(), "web-1").value();
        add(*store, "ann", {{"dead", "ann"}, {"phone", "+66 1"}});
        add(*store, "bo", {{"phone", "+66 2"}});
        add(*store, "eve", {{"phone", "+66 3"}});
        REQUIRE(store->accounts().put_team({"desk", "Desk", people::Tier::l1, {"ann", "bo"}}, {}));
        REQUIRE(store->accounts().put_team({"storage", "Disks", people::Tier::l2, {"eve"}}, {}));
        auto started = Server::start(configuration, {"0.1.0", {}, ""}, clock, log);
        INFO((started ? std::string{} : started.error().what));
        REQUIRE(started);
        server = std::move(*started);
    }

    std::string settings() const {
        return R"(
[server]
listen = "127.0.0.1:0"
data = ")" + folder.path() +
               R"("
[access]
loopback = "admin"
[incidents]
hold = "0s"
[tiers]
straight_to_l3_at_priority = 0
[tiers.l1]
team = "desk"
policy = "standard"
[tiers.l2]
team = "storage"
policy = "disks"
[bridge]
webhook = ")" + receiver.url("/rooms") +
               R"("
[[webhook]]
name = "phone"
url = ")" + receiver.url("/phone") +
               R"("
[[webhook]]
name = "dead"
url = ")" + receiver.url("/dead") +
               R"("
[[schedule]]
name = "primary"
title = "First line"
[[schedule.layer]]
people = ["ann"]
starts = "2020-01-06T09:00"
[[escalation_policy]]
name = "standard"
[[escalation_policy.step]]
notify = ["schedule:primary"]
[[escalation_policy.step]]
after = "10m"
notify = ["person:bo"]
[[escalation_policy]]
name = "disks"
[[escalation_policy.step]]
notify = ["team:storage"]
)";
    }

    static void add(store::Store& store, const std::string& name,
                    std::vector<people::Contact> contacts) {
        people::Person person{name, name, Role::responder};
        person.contacts = std::move(contacts);
        REQUIRE(store.accounts().add(person, {}));
    }

    std::pair<int, std::string> ask(const std::string& first_line, const std::string& fields = {},
                                    const std::string& body = {}) const {
        const Answer answer = ask_server(server->port(), first_line, fields, body);
        return {answer.status, answer.body};
    }

    json act(const std::string& what, const json& body) const {
        const auto [status, text] = ask("POST /api/v1/incidents/1/" + what,
                                        "Content-Type: application/json\r\n", body.dump());
        INFO(text);
        REQUIRE(status == 200);
        return json::parse(text);
    }

    json see(const std::string& path) const {
        const auto [status, text] = ask("GET " + path);
        INFO(text);
        REQUIRE(status == 200);
        return json::parse(text);
    }

    void fall_ill() const {
        wire::Report report = test::small_report(1, clock.now());
        report.symptoms = {test::disk_symptom("episode-1", clock.now())};
        const auto [status, text] =
            ask("POST /api/v1/agent/reports",
                "Content-Type: application/x-foreshock-report\r\nAuthorization: Bearer " +
                    agent_token + "\r\n",
                wire::encode(report));
        REQUIRE(status == 200);
    }

    /// Those who were called, by where: "/phone ann". Waits for a moment until there are so many.
    std::vector<std::string> calls(std::size_t count) {
        while (true) {
            const auto requests = receiver.requests();
            std::vector<std::string> all;
            for (const ReceivedRequest& request : requests) {
                const json body = json::parse(request.body);
                if (body["event"] != "incident.paged") continue;
                all.push_back(request.target + " " + body["page"]["person"].get<std::string>() +
                              " " + body["page"]["why"].get<std::string>());
            }
            if (all.size() >= count || !receiver.wait_for_requests(requests.size() + 1)) return all;
        }
    }
};

TEST_CASE("the desk: schedules, policies and calendars are read again, a bad file changes nothing",
          "[app][oncall][integration][threads]") {
    Fixture f;
    REQUIRE(f.see("/api/v1/oncall/now")[0]["now"]["person"] == "ann");
    Configuration bad = f.configuration;
    bad.care.schedules[0].layers[0].starts = "whenever";
    const Result<void> refused = f.server->reload(bad);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().what, Catch::Contains("starts"));
    CHECK(f.see("/api/v1/oncall/now")[0]["now"]["person"] == "ann");
    Configuration fresh = f.configuration;
    fresh.care.schedules[0].layers[0].people = {"bo"};
    fresh.care.tiers[0].policy = "disks";
    fresh.care.clocks.response.fill(std::chrono::minutes{7});
    REQUIRE(f.server->reload(fresh));
    CHECK(f.see("/api/v1/oncall/now")[0]["now"]["person"] == "bo");
    f.fall_ill();
    // The policy of the first line is another one now: eve is called, and not ann.
    CHECK(f.calls(1) == std::vector<std::string>{"/phone eve step"});
    const json incident = f.see("/api/v1/incidents/1");
    const json& clock = incident["clocks"]["response"];
    const auto begins = parse_rfc3339(clock["started_at"].get<std::string>()).value();
    const auto due = parse_rfc3339(clock["due_at"].get<std::string>()).value();
    CHECK(due - begins == std::chrono::minutes{7});
}

TEST_CASE("the desk: called by the next contact when one is dead, taken, escalated, met, counted",
          "[app][oncall][integration][S15][threads]") {
    Fixture f;
    CHECK(f.see("/api/v1/oncall/now")[0]["now"]["person"] == "ann");
    f.fall_ill();
    CHECK(f.calls(2) == std::vector<std::string>{"/dead ann step", "/phone ann fallback"});

    json incident = f.act("acknowledge", {{"actor", "ann"}, {"note", "I look at the disk"}});
    CHECK(incident["assignment"]["owner"] == "ann");
    CHECK(incident["clocks"]["response"]["state"] == "met");
    CHECK(incident["paging"]["next_at"] == nullptr);

    incident =
        f.act("escalate", {{"actor", "ann"}, {"reason", "skill"}, {"note", "the controller lies"}});
    CHECK(incident["assignment"]["tier"] == "L2");
    CHECK(incident["assignment"]["owner"] == "storage");
    CHECK(f.calls(3).back() == "/phone eve step");
    f.act("acknowledge", {{"actor", "eve"}});

    f.act("bridge", {{"actor", "eve"}, {"reason", "show me"}});
    // Everybody concerned is invited once the conference is there.
    CHECK(f.calls(5).size() >= 5);
    incident = f.act("bridge/join", {{"actor", "ann"}});
    CHECK(incident["bridge"]["url"] == "https://meet.example/j/1");
    CHECK(incident["bridge"]["joined"][0]["person"] == "ann");

    incident = f.act("resolve", {{"actor", "eve"}, {"reason", "a new controller"}});
    CHECK(incident["clocks"]["resolution"]["state"] == "met");
    const json figures = f.see("/api/v1/statistics?group_by=team");
    CHECK(figures["total"]["incidents"] == 1);
    CHECK(figures["groups"][0]["key"] == "storage");
    CHECK(figures["total"]["response_promise"]["attainment"] == 1.0);
}

TEST_CASE("the desk: a calendar feed needs its address and nothing else",
          "[app][oncall][integration][threads]") {
    Fixture f;
    const std::string path = f.see("/api/v1/oncall/feeds/people/ann")["path"];
    const auto [status, text] = f.ask("GET " + path);
    CHECK(status == 200);
    CHECK_THAT(text, Catch::StartsWith("BEGIN:VCALENDAR\r\n"));
    CHECK(f.ask("GET /api/v1/calendars/people/ann/" + std::string(32, '0') + ".ics").first == 404);
}

}  // namespace
}  // namespace foreshock::app
