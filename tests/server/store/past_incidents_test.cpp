#include <catch2/catch.hpp>

#include "server/store/sqlite_store.hpp"
#include "tests/support/sample_incident.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using incidents::EventKind;
using incidents::Incident;
using incidents::IncidentState;
using test::at_second;

namespace {

struct Fixture {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();

    void commit(Incident incident, std::vector<incidents::Event> events = {}) {
        incidents::Commit all;
        all.incidents = {std::move(incident)};
        all.events = std::move(events);
        REQUIRE(store->ledger().commit(all));
    }

    [[nodiscard]] incidents::DiagnosisContext context_of(const Incident& incident) const {
        auto context = store->diagnosis().context_of(incident);
        REQUIRE(context);
        return std::move(*context);
    }
};

Incident numbered(std::uint64_t number, std::string kind, IncidentState state) {
    Incident incident = test::leaking_incident();
    incident.id = "inc-" + std::to_string(number);
    incident.number = number;
    incident.state = state;
    incident.symptoms[0].symptom.kind = std::move(kind);
    if (state == IncidentState::resolved) incident.resolved_at = at_second(600);
    return incident;
}

incidents::Event event_of(const Incident& incident, EventKind kind, std::string actor,
                          std::string reason, std::string to = "") {
    incidents::Event event;
    event.incident_id = incident.id;
    event.at = at_second(600);
    event.kind = kind;
    event.actor = std::move(actor);
    event.reason = {"person", std::move(reason)};
    event.to = std::move(to);
    return event;
}

TEST_CASE("past incidents: a resolved one of the same kind is found, with how it was resolved",
          "[store][similar]") {
    Fixture f;
    const Incident past = numbered(1, "process.files.exhaustion", IncidentState::resolved);
    f.commit(past, {event_of(past, EventKind::resolved, "ann", "raised LimitNOFILE")});
    f.commit(numbered(2, "process.files.exhaustion", IncidentState::fresh));
    const Incident now = numbered(3, "process.files.exhaustion", IncidentState::fresh);
    const auto context = f.context_of(now);
    REQUIRE(context.past.size() == 1);
    CHECK(context.past[0].incident.id == "inc-1");
    CHECK(context.past[0].resolution == "raised LimitNOFILE");
    CHECK(context.past[0].text_rank == 1);
}

TEST_CASE("past incidents: the one with the same kind ranks before the one with the same words",
          "[store][similar]") {
    Fixture f;
    f.commit(numbered(1, "other.kind", IncidentState::resolved));
    f.commit(numbered(2, "process.files.exhaustion", IncidentState::closed));
    const auto context =
        f.context_of(numbered(9, "process.files.exhaustion", IncidentState::fresh));
    REQUIRE(context.past.size() == 2);
    CHECK(context.past[0].incident.id == "inc-2");
    CHECK(context.past[0].text_rank > context.past[1].text_rank);
}

TEST_CASE("past incidents: one that is reopened is past no more", "[store][similar]") {
    Fixture f;
    Incident incident = numbered(1, "a.kind", IncidentState::resolved);
    f.commit(incident);
    CHECK(f.context_of(numbered(9, "a.kind", IncidentState::fresh)).past.size() == 1);
    incident.state = IncidentState::in_progress;
    incident.times_reopened = 1;
    ++incident.revision;
    f.commit(incident);
    CHECK(f.context_of(numbered(9, "a.kind", IncidentState::fresh)).past.empty());
}

TEST_CASE("past incidents: words that FTS5 could take for its own syntax are only words",
          "[store][similar]") {
    Fixture f;
    Incident incident = numbered(9, "a\"b OR (c", IncidentState::fresh);
    incident.title = "NEAR( \" * : ^ AND title:";
    incident.sentence = "ดิสก์เต็ม \xff {x}";
    CHECK(f.context_of(incident).past.empty());
    CHECK(f.context_of(Incident{}).past.empty());
}

TEST_CASE("diagnosis reader: the touched hosts come with their changes", "[store]") {
    Fixture f;
    incidents::Commit all;
    for (const char* name : {"web-1", "db-1"}) {
        incidents::Host host;
        host.id = std::string{"id-"} + name;
        host.name = name;
        host.changes = {{at_second(-60), "kernel", "6.0", "6.1"}};
        all.hosts.push_back(host);
    }
    REQUIRE(f.store->ledger().commit(all));
    const auto context = f.context_of(numbered(1, "a", IncidentState::fresh));
    REQUIRE(context.hosts.size() == 1);
    CHECK(context.hosts[0].name == "web-1");
    CHECK(context.hosts[0].changes.at(0).to == "6.1");
}

incidents::KnownError raise_limit() {
    incidents::KnownError known;
    known.id = "ke-1";
    known.title = "Limit of files too low";
    known.kinds = {"a.kind", "process.files.exhaustion"};
    known.component = "process *";
    known.fix = "Raise LimitNOFILE";
    known.author = "ann";
    known.written_at = at_second(0);
    return known;
}

TEST_CASE("known errors: they are kept, replaced and removed", "[store][known_errors]") {
    Fixture f;
    incidents::KnownErrors& known = f.store->known_errors();
    REQUIRE(known.put(raise_limit()));
    incidents::KnownError better = raise_limit();
    better.fix = "Raise it to 65536";
    better.steps = {{"checked", "ls /proc/42/fd"}, {"changed", "systemctl edit \"shop\""}};
    REQUIRE(known.put(better));
    auto list = known.list().value();
    REQUIRE(list.size() == 1);
    CHECK(list[0].fix == "Raise it to 65536");
    CHECK(list[0].steps == better.steps);
    CHECK(list[0].kinds == raise_limit().kinds);
    CHECK(list[0].component == "process *");
    CHECK(f.context_of(numbered(1, "x", IncidentState::fresh)).known_errors.size() == 1);
    REQUIRE(known.record({"ke-1", "inc-1", "ann", true, std::chrono::minutes{1}, at_second(1)}));
    REQUIRE(known.remove("ke-1"));
    CHECK(known.remove("ke-1").error().code == Errc::not_found);
    CHECK(known.list()->empty());
}

TEST_CASE("known errors: the record counts each incident once and knows the median",
          "[store][known_errors]") {
    Fixture f;
    incidents::KnownErrors& known = f.store->known_errors();
    REQUIRE(known.put(raise_limit()));
    const auto record = [&](const std::string& incident, bool worked, int took) {
        REQUIRE(known.record(
            {"ke-1", incident, "ann", worked, std::chrono::minutes{took}, at_second(took)}));
    };
    record("inc-1", true, 10);
    record("inc-2", true, 12);
    record("inc-3", true, 40);
    record("inc-4", true, 5);
    record("inc-4", false, 5);
    const auto list = known.list().value();
    CHECK(list[0].tried == 4);
    CHECK(list[0].worked == 3);
    CHECK(list[0].median_took == std::chrono::minutes{12});
    CHECK(known.record({"ke-2", "inc-1", "ann", true, {}, {}}).error().code == Errc::not_found);
}

TEST_CASE("known errors: a resolution that names one counts, and no more when it is reopened",
          "[store][known_errors]") {
    Fixture f;
    REQUIRE(f.store->known_errors().put(raise_limit()));
    Incident incident = numbered(1, "a.kind", IncidentState::resolved);
    f.commit(incident, {event_of(incident, EventKind::fix_named, "ann", "followed", "ke-1"),
                        event_of(incident, EventKind::fix_named, "ann", "followed", "ke-gone")});
    auto list = f.store->known_errors().list().value();
    CHECK(list[0].worked == 1);
    CHECK(list[0].median_took == at_second(600) - incident.opened_at);
    ++incident.revision;
    f.commit(incident, {event_of(incident, EventKind::reopened, "engine", "again")});
    list = f.store->known_errors().list().value();
    CHECK(list[0].tried == 1);
    CHECK(list[0].worked == 0);
}

TEST_CASE("known errors: one that was applied and did not help counts as tried",
          "[store][known_errors][S21]") {
    Fixture f;
    REQUIRE(f.store->known_errors().put(raise_limit()));
    const Incident first = numbered(1, "a.kind", IncidentState::resolved);
    const Incident second = numbered(2, "a.kind", IncidentState::resolved);
    f.commit(first, {event_of(first, EventKind::fix_failed, "ann", "something else", "ke-1"),
                     event_of(first, EventKind::fix_failed, "ann", "something else", "ke-gone")});
    f.commit(second, {event_of(second, EventKind::fix_named, "ann", "it is over", "ke-1")});
    const auto list = f.store->known_errors().list().value();
    CHECK(list[0].tried == 2);
    CHECK(list[0].worked == 1);
}

TEST_CASE("known errors: beyond the bound a new one is refused, a known one is not",
          "[store][known_errors]") {
    Fixture f;
    incidents::KnownErrors& known = f.store->known_errors();
    incidents::KnownError one = raise_limit();
    for (std::size_t i = 0; i < incidents::known_errors_max; ++i) {
        one.id = "ke-" + std::to_string(i);
        REQUIRE(known.put(one));
    }
    one.id = "ke-more";
    CHECK(known.put(one).error().code == Errc::conflict);
    one.id = "ke-0";
    CHECK(known.put(one));
}

}  // namespace
