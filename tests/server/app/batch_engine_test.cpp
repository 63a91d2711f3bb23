#include "server/app/batch_engine.hpp"

#include "batch_fixture.hpp"

namespace foreshock::app {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

std::size_t samples_of(const BatchFixture& f) {
    history::RangeQuery query;
    query.host_id = "web-1";
    query.signal = "filesystem.space.used_bytes";
    query.labels = Labels{{"mount", "/var"}};
    query.from = f.clock.now() - std::chrono::hours{1};
    query.to = f.clock.now() + std::chrono::hours{1};
    return f.history.range(query)->size();
}

TEST_CASE("batch_engine: a report is acked once samples and host are durable", "[app][batch]") {
    BatchFixture f;
    CHECK(f.send(f.report(1)) == 1U);
    CHECK(samples_of(f) == 1);
    const auto hosts = f.store.hosts();
    REQUIRE(hosts->size() == 1);
    CHECK(hosts->front().sequence == 1);
    CHECK(f.count(http::ReportOutcome::acked) == 1);
    CHECK(f.counters.samples == 1);
}

TEST_CASE("batch_engine: what an agent says of its judging is kept, the newest of each host",
          "[app][batch]") {
    BatchFixture f;
    wire::Report report = f.report(1);
    report.learned = LearnedLimits{f.clock.now(), {}, 0, 7};
    report.pack = PackInUse{"p1", "1.2.0", 303, {{"stock", "ab"}}};
    REQUIRE(f.send(report));
    CHECK(f.store.limits.at("web-1").others == 7);
    CHECK(f.store.packs.at("web-1").id == "p1");
    REQUIRE(f.send(f.report(2)));
    CHECK(f.store.packs.at("web-1").id == "p1");
}

TEST_CASE("batch_engine: what an earlier run said of its judging is history", "[app][batch]") {
    BatchFixture f;
    wire::Report report = f.report(1);
    report.run_id = "run-2";
    report.pack = PackInUse{"new", "1.3.0", 304, {}};
    REQUIRE(f.send(report));
    wire::Report late = f.report(1);
    late.replay = true;
    late.pack = PackInUse{"old", "1.2.0", 303, {}};
    REQUIRE(f.send(late));
    CHECK(f.store.packs.at("web-1").id == "new");
}

TEST_CASE("batch_engine: a symptom becomes a stored incident with its timeline", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.sick_report(1)));
    const auto incidents = f.stored();
    REQUIRE(incidents.size() == 1);
    CHECK(incidents[0].category == "storage");
    CHECK_FALSE(f.store.timeline(incidents[0].id)->empty());
    CHECK(f.counters.symptoms == 1);
}

TEST_CASE("batch_engine: an agent does not get the name of another agent's host", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    wire::Report impostor = f.sick_report(1);
    impostor.agent_id = "web-2";
    REQUIRE(impostor.host_name == "web-1");
    CHECK(f.send(impostor) == 1U);
    REQUIRE(f.stored().size() == 1);
    CHECK(f.stored()[0].hosts() == std::vector<std::string>{"web-2"});
    CHECK(f.counters.host_names_refused == 1);

    wire::Report renamed = f.report(2);
    renamed.agent_id = "web-2";
    renamed.host_name = "web-9";
    CHECK(f.send(renamed) == 2U);
    wire::Report second = f.report(1);
    second.agent_id = "web-3";
    second.host_name = "web-9";
    CHECK(f.send(second) == 1U);
    CHECK(f.counters.host_names_refused == 2);
    const auto hosts = f.store.hosts();
    std::vector<std::string> names;
    for (const incidents::Host& host : *hosts)
        names.push_back(host.id + " is " + host.name);
    CHECK(names == std::vector<std::string>{"web-1 is web-1", "web-2 is web-9", "web-3 is web-3"});
}

TEST_CASE("batch_engine: a name that was free is taken once an agent of that id comes",
          "[app][batch]") {
    BatchFixture f;
    wire::Report named = f.report(1);
    named.agent_id = "id-7";
    for (named.sequence = 1; named.sequence < 4; ++named.sequence)
        REQUIRE(f.send(named));
    CHECK(f.counters.host_names_refused == 0);
    REQUIRE(f.send(f.report(1)));
    REQUIRE(f.send(named));
    CHECK(f.counters.host_names_refused == 1);
}

TEST_CASE("batch_engine: a batch is one commit", "[app][batch]") {
    BatchFixture f;
    const std::size_t before = f.store.commits;
    std::vector<wire::Report> reports;
    for (int i = 0; i < 20; ++i) {
        wire::Report report = f.sick_report(1);
        report.agent_id = report.host_name = "web-" + std::to_string(i);
        report.symptoms[0].subject.host = report.host_name;
        reports.push_back(report);
    }
    for (const auto& answer : f.send(reports))
        CHECK(answer.value() == 1U);
    CHECK(f.store.commits == before + 1);
    CHECK(f.store.hosts()->size() == 20);
}

TEST_CASE("batch_engine: a repeated sequence is acked again and nothing is doubled",
          "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.sick_report(5)));
    const std::size_t events = f.store.events_after(0, 1000)->size();
    CHECK(f.send(f.sick_report(5)) == 5U);
    CHECK(f.send(f.sick_report(3)) == 5U);
    CHECK(f.store.events_after(0, 1000)->size() == events);
    CHECK(f.count(http::ReportOutcome::repeated) == 2);
}

TEST_CASE("batch_engine: the same report twice in one batch is taken in once", "[app][batch]") {
    BatchFixture f;
    const auto answers = f.send(std::vector{f.sick_report(1), f.sick_report(1)});
    CHECK(answers[0].value() == 1U);
    CHECK(answers[1].value() == 1U);
    CHECK(f.stored().size() == 1);
    CHECK(f.stored()[0].symptoms[0].times_raised == 1);
}

TEST_CASE("batch_engine: a new run starts its own sequence", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(9)));
    wire::Report fresh = f.report(1);
    fresh.run_id = "run-2";
    fresh.boot_id = "boot-2";
    CHECK(f.send(fresh) == 1U);
    CHECK(f.store.hosts()->front().run_id == "run-2");
    CHECK(f.store.hosts()->front().sequence == 1);
}

TEST_CASE("batch_engine: an earlier run's spool is taken in once beside the newer run",
          "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(9)));
    wire::Report fresh = f.report(1);
    fresh.run_id = "run-2";
    REQUIRE(f.send(fresh));
    wire::Report old = f.report(10);
    old.replay = true;
    CHECK(f.send(old) == 10U);
    CHECK(f.count(http::ReportOutcome::repeated) == 0);
    CHECK(f.send(old) == 10U);
    CHECK(f.count(http::ReportOutcome::repeated) == 1);
    CHECK(f.store.hosts()->front().run_id == "run-2");
}

TEST_CASE(
    "batch_engine: what an earlier run's spool raises is over if the newer run is silent of it",
    "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(9)));
    wire::Report fresh = f.report(1);
    fresh.run_id = "run-2";
    REQUIRE(f.send(fresh));
    wire::Report old = f.sick_report(10);
    old.replay = true;
    REQUIRE(f.send(old));
    CHECK(f.stored().at(0).has_active_symptoms());
    for (std::uint64_t sequence = 2; sequence < 70; ++sequence) {
        f.pass(std::chrono::seconds{10});
        fresh.sequence = sequence;
        fresh.sent_at = f.clock.now();
        fresh.ticks = {f.clock.now()};
        REQUIRE(f.send(fresh));
    }
    CHECK_FALSE(f.stored().at(0).has_active_symptoms());
}

TEST_CASE("batch_engine: undefined series are a conflict until they are defined", "[app][batch]") {
    BatchFixture f;
    wire::Report report = f.report(1);
    const auto definitions = report.definitions;
    report.definitions.clear();
    report.definitions_from = 1;
    const auto refused = f.send(report);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::conflict);
    CHECK(f.store.hosts()->empty());
    report.definitions = definitions;
    report.definitions_from = 0;
    CHECK(f.send(report) == 1U);
}

TEST_CASE("batch_engine: while the disk is full nobody is acked and nothing is half there",
          "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    f.fill_disk(true);
    const auto refused = f.send(f.sick_report(2));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    CHECK_FALSE(f.engine.is_writable());
    CHECK(f.stored().empty());
    CHECK(f.store.hosts()->front().sequence == 1);
    CHECK_FALSE(f.board.read()->store_writable);
    CHECK_THAT(f.board.read()->not_ready_because, Catch::Contains("no space left"));
    CHECK(f.said.size() == 1);
}

TEST_CASE("batch_engine: while the disk is full the store is tried every few seconds only",
          "[app][batch]") {
    BatchFixture f;
    f.fill_disk(true);
    static_cast<void>(f.send(f.report(1)));
    const std::size_t tried = f.store.commits_tried;
    for (int i = 0; i < 100; ++i)
        static_cast<void>(f.send(f.report(1)));
    CHECK(f.store.commits_tried == tried);
    CHECK(f.said.size() == 1);
}

TEST_CASE("batch_engine: recovers by itself, and takes the same report then", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    f.fill_disk(true);
    CHECK_FALSE(f.send(f.sick_report(2)));
    f.pass(seconds{10});
    CHECK_FALSE(f.engine.is_writable());
    f.fill_disk(false);
    f.pass(seconds{4});
    CHECK(f.engine.is_writable());
    CHECK(f.board.read()->store_writable);
    CHECK(f.board.read()->not_ready_because.empty());
    CHECK(f.said.size() == 2);
    CHECK(f.send(f.sick_report(2)) == 2U);
    REQUIRE(f.stored().size() == 1);
    CHECK(f.stored()[0].symptoms[0].times_raised == 1);
}

TEST_CASE("batch_engine: a failed commit fails every report of its batch", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    f.store.full = true;  // samples would sync, the commit would not
    const auto answers = f.send(std::vector{f.report(2), f.report(3), f.report(1)});
    for (const auto& answer : answers) {
        REQUIRE(answer);
        CHECK_FALSE(*answer);
    }
    CHECK(f.counters.commits_failed == 1);
}

TEST_CASE("batch_engine: samples that cannot be synced are not acked", "[app][batch]") {
    BatchFixture f;
    f.history.full = true;
    CHECK_FALSE(f.send(f.report(1)));
    CHECK(f.store.hosts()->empty());
}

TEST_CASE("batch_engine: people's commands answer with the incident as it is stored",
          "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.sick_report(1)));
    const std::string id = f.stored()[0].id;
    const auto done = f.command(incidents::Acknowledged{f.clock.now(), id, "ann", "on it"});
    REQUIRE(done);
    CHECK(done->owner == "ann");
    CHECK(f.store.find(id)->owner == "ann");
    CHECK(f.command(incidents::NoteAdded{f.clock.now(), "inc-none", "ann", "x"}).error().code ==
          Errc::not_found);
    f.store.full = true;
    CHECK(f.command(incidents::NoteAdded{f.clock.now(), id, "ann", "x"}).error().code ==
          Errc::unavailable);
}

TEST_CASE("batch_engine: announcements are committed with the incident and wake the delivery",
          "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.sick_report(1)));
    f.pass(seconds{5});
    CHECK_FALSE(f.store.outbox().empty());
    CHECK(f.outbox_woken >= 1);
}

TEST_CASE("batch_engine: a host that falls silent is lost, stored so, and found again",
          "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    f.pass(minutes{3});
    CHECK(f.store.hosts()->front().presence == incidents::Presence::lost);
    REQUIRE(f.stored().size() == 1);
    CHECK(f.stored()[0].symptoms[0].symptom.kind == "agent.lost");
    CHECK(f.board.read()->hosts.at(incidents::Presence::lost) == 1);
    REQUIRE(f.send(f.report(2)));
    CHECK(f.store.hosts()->front().presence == incidents::Presence::present);
    CHECK(f.stored()[0].symptoms[0].cleared_at);
}

TEST_CASE("batch_engine: another host is asked about a silent one, and what it sees is told",
          "[app][batch]") {
    BatchFixture f;
    wire::Report first = f.report(1);
    first.facts.push_back({"address.10.0.0.5", "eth0"});
    wire::Report other = f.report(1);
    other.agent_id = "id-2";
    other.host_name = "web-2";
    f.send(std::vector{first, other});
    CHECK(f.engine.witness_board().of("id-2").empty());
    for (std::uint64_t n = 2; n < 32; ++n) {
        f.pass(seconds{5});
        other.sequence = n;
        if (!f.engine.witness_board().of("id-2").empty()) {
            other.sightings = {{"web-1", Sight::answered, "ICMP echo to 10.0.0.5"}};
        }
        REQUIRE(f.send(other));
    }
    CHECK(f.engine.witness_board().of("id-2") ==
          std::vector<SightingQuestion>{{"web-1", {"10.0.0.5"}}});
    REQUIRE(f.stored().size() == 1);
    const Symptom lost = f.stored()[0].symptoms[0].symptom;
    CHECK(lost.reason == "host_answers_others");
    CHECK(lost.severity == Severity::warning);
}

TEST_CASE("batch_engine: a goodbye is no loss", "[app][batch]") {
    BatchFixture f;
    wire::Report last = f.report(1);
    last.goodbye = Goodbye::stop;
    REQUIRE(f.send(last));
    f.pass(minutes{3});
    CHECK(f.store.hosts()->front().presence == incidents::Presence::expected_away);
    CHECK(f.stored().empty());
}

TEST_CASE("batch_engine: events are published after the commit with the store's numbers",
          "[app][batch]") {
    BatchFixture f;
    const auto stream = *f.hub.open();
    stream->begin({});
    REQUIRE(f.send(f.sick_report(1)));
    const std::string text = stream->take();
    const std::uint64_t newest = f.store.events_after(0, 1000)->back().sequence;
    CHECK_THAT(text, Catch::Contains("id: " + std::to_string(newest) + "\nevent: incident\n"));
    CHECK_THAT(text, Catch::Contains("event: host\n"));
    f.fill_disk(true);
    static_cast<void>(f.send(f.sick_report(2)));
    CHECK(stream->take().empty());
}

TEST_CASE("batch_engine: a restart goes on where the store is", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.sick_report(1)));
    BatchEngine second{{}, f.ports()};
    REQUIRE(second.load(f.clock.now()));
    std::optional<Result<std::uint64_t>> answer;
    std::vector<Command> batch;
    batch.push_back(ReportCommand{{"web-1", f.sick_report(1), f.clock.now()},
                                  [&](Result<std::uint64_t> got) { answer = std::move(got); }});
    second.process(std::move(batch), f.clock.now());
    REQUIRE(answer);
    CHECK(*answer == 1U);
    CHECK(f.stored().size() == 1);
    CHECK(f.count(http::ReportOutcome::repeated) == 1);
}

TEST_CASE("batch_engine: beyond the bound of open incidents reports are acked, symptoms counted",
          "[app][batch]") {
    BatchSettings settings;
    settings.incidents.open_incidents_max = 1;
    BatchFixture f{settings};
    REQUIRE(f.send(f.sick_report(1)));
    CHECK(f.counters.symptoms_refused == 0);
    wire::Report other = f.sick_report(1);
    other.agent_id = other.host_name = "db-1";
    other.symptoms[0].id = "episode-2";
    other.symptoms[0].kind = "process.files.exhaustion";
    other.symptoms[0].category = "process";
    other.symptoms[0].subject.component = "process shop";
    CHECK(f.send(other) == 1U);
    CHECK(f.counters.symptoms_refused == 1);
    CHECK(f.stored().size() == 1);
}

TEST_CASE("batch engine: hosts are compared by what they report, also after a restart",
          "[app][incidents]") {
    BatchFixture fixture;
    const auto report_of = [&](const std::string& host, std::uint64_t sequence) {
        wire::Report report = fixture.report(sequence);
        report.agent_id = report.host_name = host;
        return report;
    };
    for (const std::string rack : {"r1", "r2", "r3"}) {
        for (const std::string number : {"1", "2", "3", "4"}) {
            wire::Report report = report_of(rack + "-" + number, 1);
            report.facts = {{"label.rack", rack}};
            REQUIRE(fixture.send(report));
        }
    }
    REQUIRE(fixture.engine.load(fixture.clock.now()));
    for (const std::string host : {"r1-1", "r1-2", "r1-3", "r1-4"}) {
        wire::Report report = report_of(host, 2);
        report.symptoms = {test::disk_symptom("episode-" + host, fixture.clock.now())};
        REQUIRE(fixture.send(report));
    }
    std::size_t open = 0;
    for (const incidents::Incident& incident : fixture.stored())
        open += incident.is_open() ? 1 : 0;
    CHECK(open == 1);
}

}  // namespace
}  // namespace foreshock::app
