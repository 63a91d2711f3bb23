#include "batch_fixture.hpp"

#include "server/notify/page_entries.hpp"

namespace foreshock::app {
namespace {

using incidents::Transition;
using std::chrono::minutes;

BatchSettings with_policy() {
    BatchSettings settings;
    settings.absence.silence_min = std::chrono::hours{24};  // one incident is enough
    settings.care.tiers[0] = {"desk", "standard", Duration{0}};
    oncall::EscalationPolicy policy;
    policy.name = "standard";
    policy.steps = {{Duration{0}, {{oncall::Target::Kind::person, "ann"}}, {}},
                    {minutes{10}, {{oncall::Target::Kind::schedule, "primary"}}, {}}};
    settings.care.policies = {policy};
    return settings;
}

/// With people, a rota, and pages in the outbox.
struct CareFixture : BatchFixture {
    std::shared_ptr<people::Directory> directory = std::make_shared<people::Directory>();
    BatchEngine desk;

    CareFixture() : desk(with_policy(), care_ports()) {
        for (const char* name : {"ann", "bo"}) {
            people::Person person{name, name, people::Role::responder};
            person.contacts = {{"mail", std::string{name} + "@example.org"}};
            directory->people.push_back(person);
        }
        directory->teams = {{"desk", "Desk", people::Tier::l1, {"ann", "bo"}}};
        REQUIRE(desk.load(clock.now()));
    }

    BatchPorts care_ports() {
        BatchPorts all = ports();
        all.directory = [this] { return directory; };
        all.outbox_entries = [](const incidents::Changes& changes) {
            return notify::page_entries(changes);
        };
        return all;
    }

    void run(Duration span) {
        const TimePoint end = clock.now() + span;
        while (clock.now() < end) {
            clock.advance(std::chrono::seconds{10});
            desk.process({}, clock.now());
        }
    }

    void fall_ill() {
        std::vector<Command> batch;
        batch.push_back(ReportCommand{{"web-1", sick_report(1), clock.now()}, [](auto) {}});
        desk.process(std::move(batch), clock.now());
    }

    incidents::Incident ask(incidents::Input input) {
        std::optional<Result<incidents::Incident>> answer;
        std::vector<Command> batch;
        batch.push_back(HumanCommand{std::move(input), [&](auto got) { answer = std::move(got); }});
        desk.process(std::move(batch), clock.now());
        REQUIRE(answer);
        REQUIRE(*answer);
        return **answer;
    }

    [[nodiscard]] std::vector<std::string> waiting_pages() const {
        std::vector<std::string> recipients;
        for (const auto& [id, entry] : store.outbox()) {
            if (entry.transition == Transition::paged) recipients.push_back(entry.recipient);
        }
        std::sort(recipients.begin(), recipients.end());
        return recipients;
    }
};

TEST_CASE("batch care: a call is written with the incident, and withdrawn with the acknowledgement",
          "[app][oncall]") {
    CareFixture f;
    f.fall_ill();
    f.run(minutes{1});
    REQUIRE(f.stored().size() == 1);
    const std::string id = f.stored()[0].id;
    CHECK(f.waiting_pages() == std::vector<std::string>{"ann@example.org"});
    CHECK(f.stored()[0].handling.care.assignment.team == "desk");
    const auto taken = f.ask(incidents::Acknowledged{f.clock.now(), id, "bo", "on it"});
    CHECK(taken.owner == "bo");
    // The answer already shows what the desk made of it.
    CHECK(taken.handling.care.clocks.response.stopped_at == f.clock.now());
    CHECK(f.waiting_pages().empty());
    f.run(std::chrono::hours{2});
    CHECK(f.waiting_pages().empty());
}

TEST_CASE("batch care: nothing is called when nothing could be stored, and all of it later",
          "[app][oncall]") {
    CareFixture f;
    f.fall_ill();
    f.fill_disk(true);
    f.run(minutes{1});
    CHECK(f.waiting_pages().empty());
    f.fill_disk(false);
    f.run(minutes{1});
    CHECK(f.waiting_pages() == std::vector<std::string>{"ann@example.org"});
}

TEST_CASE("batch care: a server that begins goes on where the other one stopped", "[app][oncall]") {
    CareFixture f;
    f.fall_ill();
    f.run(minutes{1});
    oncall::Schedule schedule{"primary", "", "", desk::Zone::find("UTC").value(), {}};
    schedule.layers = {{"all", {"bo"}, desk::parse_local_time("2020-01-01T00:00").value(), {}}};
    auto rota = std::make_shared<const oncall::Rota>(oncall::Rota{{schedule}, {}, 0});
    BatchPorts ports = f.care_ports();
    ports.rota = [rota] { return rota; };
    BatchEngine next{with_policy(), std::move(ports)};
    REQUIRE(next.load(f.clock.now()));
    CHECK(f.waiting_pages().size() == 1);
    for (int i = 0; i < 62; ++i) {
        f.clock.advance(std::chrono::seconds{10});
        next.process({}, f.clock.now());
    }
    CHECK(f.waiting_pages() == std::vector<std::string>{"ann@example.org", "bo@example.org"});
}

TEST_CASE("batch care: people that nobody knows cannot be given anything", "[app][oncall]") {
    CareFixture f;
    f.fall_ill();
    f.run(minutes{1});
    std::optional<Result<incidents::Incident>> answer;
    std::vector<Command> batch;
    batch.push_back(
        HumanCommand{incidents::PersonStep{
                         f.clock.now(), f.stored()[0].id, "ann",
                         incidents::Transfer{
                             incidents::Transfer::Kind::assign, "workload", "", {}, "", "mallory"}},
                     [&](auto got) { answer = std::move(got); }});
    f.desk.process(std::move(batch), f.clock.now());
    REQUIRE(answer);
    REQUIRE_FALSE(*answer);
    CHECK(answer->error().code == Errc::invalid);
}

}  // namespace
}  // namespace foreshock::app
