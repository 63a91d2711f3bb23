#include "fresh_store.hpp"

#include "tests/support/sample_incident.hpp"

namespace foreshock {
namespace {

using incidents::OutboxEntry;
using incidents::Transition;
using oncall::Override;

Override override_of(const std::string& id, TimePoint at) {
    return {id, "primary", "ann", at, at + std::chrono::hours{8}, "bo", "a wedding", at};
}

TEST_CASE("oncall store: overrides come back in the order of their making", "[store][oncall]") {
    test::FreshStore fresh;
    oncall::OncallStore& store = fresh.store->oncall();
    const TimePoint at = from_unix_ms(1'790'000'000'000);
    const Override first = override_of("ovr-2", at);
    const Override second = override_of("ovr-1", at);
    REQUIRE(store.add(first));
    REQUIRE(store.add(second));
    CHECK(store.overrides().value() == std::vector{first, second});
    CHECK(store.revision().value() == 2);
    REQUIRE(store.remove("ovr-2"));
    CHECK(store.remove("ovr-2").error().code == Errc::not_found);
    CHECK(store.overrides().value() == std::vector{second});
    CHECK(store.revision().value() == 3);
}

TEST_CASE("oncall store: what ended long ago is forgotten, and their number is bounded",
          "[store][oncall]") {
    test::FreshStore fresh;
    oncall::OncallStore& store = fresh.store->oncall();
    const TimePoint at = from_unix_ms(1'790'000'000'000);
    REQUIRE(store.add(override_of("old", at)));
    REQUIRE(store.add(override_of("new", at + std::chrono::hours{24 * 500})));
    CHECK(store.overrides().value().size() == 1);
    test::run_sql(fresh.path,
                  "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                  "INSERT INTO oncall_override (id, schedule, person, begins_at, ends_at, made_by, "
                  "reason, made_at) SELECT 'x' || i, 's', 'p', 0, 9e15, '', '', 0 FROM n");
    CHECK(store.add(override_of("one more", at)).error().code == Errc::conflict);
    REQUIRE(store.remove("x2"));
    CHECK(store.add(override_of("one more", at)));
}

TEST_CASE("oncall store: the secret is the first one, for ever", "[store][oncall]") {
    test::FreshStore fresh;
    CHECK(fresh.store->oncall().secret("first").value() == "first");
    CHECK(fresh.store->oncall().secret("second").value() == "first");
}

OutboxEntry entry(const std::string& id, const std::string& incident, Transition transition) {
    OutboxEntry made;
    made.id = id;
    made.incident_id = incident;
    made.transition = transition;
    made.channel = "mail";
    made.recipient = id + "@example.org";
    made.created_at = made.due_at = from_unix_ms(1'790'000'000'000);
    return made;
}

TEST_CASE("outbox: pages are withdrawn before others are written, words are not",
          "[store][oncall][outbox]") {
    test::FreshStore fresh;
    incidents::Commit first;
    first.outbox = {entry("word", "inc-1", Transition::opened),
                    entry("page", "inc-1", Transition::paged),
                    entry("other", "inc-2", Transition::paged)};
    REQUIRE(fresh.store->ledger().commit(first));
    incidents::Commit second;
    second.pages_withdrawn = {"inc-1"};
    second.outbox = {entry("new page", "inc-1", Transition::paged)};
    REQUIRE(fresh.store->ledger().commit(second));
    incidents::Outbox& outbox = fresh.store->outbox();
    const TimePoint now = from_unix_ms(1'790'000'000'000);
    for (const char* id : {"word", "other", "new page"}) {
        CAPTURE(id);
        CHECK(outbox.take(id, now).value().id == id);
    }
    const auto withdrawn = outbox.take("page", now);
    REQUIRE_FALSE(withdrawn);
    CHECK(withdrawn.error().code == Errc::not_found);
}

TEST_CASE("figures: of the incidents of a span, those merged into others left out",
          "[store][statistics]") {
    test::FreshStore fresh;
    incidents::Commit commit;
    const incidents::Incident sample = test::leaking_incident();
    for (std::uint64_t number = 1; number <= 450; ++number) {
        incidents::Incident one = sample;
        one.id = "inc-" + std::to_string(number);
        one.number = number;
        one.opened_at = from_unix_ms(1'790'000'000'000 + static_cast<std::int64_t>(number) * 1000);
        if (number == 7) one.outcome = incidents::Outcome::merged;
        commit.incidents.push_back(std::move(one));
    }
    REQUIRE(fresh.store->ledger().commit(commit));
    const auto at = [](std::int64_t number) {
        return from_unix_ms(1'790'000'000'000 + number * 1000);
    };
    CHECK(fresh.store->figures().figures(at(1), at(451)).value().size() == 449);
    CHECK(fresh.store->figures().figures(at(6), at(8)).value().size() == 1);
    CHECK(fresh.store->figures().figures(at(451), at(500)).value().empty());
}

TEST_CASE("incident codec: what the desk keeps survives", "[store][oncall][codec]") {
    test::FreshStore fresh;
    incidents::Incident incident = test::leaking_incident();
    incidents::Care& care = incident.handling.care;
    const TimePoint at = from_unix_ms(1'790'000'000'000);
    care.assignment = {people::Tier::l2, "storage", at, "skill", "disks", 3};
    care.clocks.calendar = "office";
    care.clocks.response = {
        std::chrono::hours{1}, at, std::chrono::minutes{3}, at, at, at, {}, at, true, "waits"};
    care.paging.policy = "standard";
    care.paging.called_for = "L2 storage/";
    care.paging.next_at = at;
    care.paging.pages = {{"id",
                          "ann",
                          {"mail", "a@b"},
                          1,
                          "step",
                          at,
                          at,
                          incidents::PageState::failed,
                          "404",
                          true}};
    care.bridge =
        incidents::Bridge{"https://x", "ann", "talk", at, {}, true, true, {"ann"}, {{"bo", at}}};
    care.services = {"shop"};
    incident.handling.spent.count(2, people::Tier::l2, true, at);
    incident.handling.spent.count(4, people::Tier::l2, true, at + std::chrono::hours{1});
    incident.handling.first_response_at = at;
    incident.handling.first_response_by = "ann";
    incident.handling.occurred_at = at;
    incident.handling.owner_active_at = at;
    incidents::Commit commit;
    commit.incidents = {incident};
    REQUIRE(fresh.store->ledger().commit(commit));
    const auto read = fresh.store->ledger().load_unfinished().value().at(0).handling;
    CHECK(read.care == care);
    CHECK(read.spent == incident.handling.spent);
    CHECK(read.first_response_by == "ann");
    CHECK(read.first_response_at == at);
    CHECK(read.occurred_at == at);
    CHECK(read.owner_active_at == at);
}

}  // namespace
}  // namespace foreshock
