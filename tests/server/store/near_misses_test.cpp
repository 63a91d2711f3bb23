#include <catch2/catch.hpp>

#include "server/store/incident_codec.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/sample_incident.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using test::at_second;

namespace {

ScoredForecast settled(std::string id, ForecastVerdict verdict, int second,
                       std::string host = "web-1") {
    ScoredForecast one;
    one.id = std::move(id);
    one.kind = "filesystem.space.exhaustion";
    one.subject = {std::move(host), "filesystem /var"};
    one.raised_at = at_second(0);
    one.first.expected = at_second(600);
    one.newest = one.first;
    one.verdict = verdict;
    if (verdict == ForecastVerdict::unannounced) one.happened_at = at_second(second);
    if (verdict != ForecastVerdict::pending) one.settled_at = at_second(second);
    return one;
}

TEST_CASE("near misses: those settled since then, newest first, counted beyond what is listed",
          "[store]") {
    const test::TemporaryFolder folder;
    const auto store = store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    incidents::Commit commit;
    commit.forecasts = {settled("old", ForecastVerdict::prevented, 9),
                        settled("a", ForecastVerdict::prevented, 10),
                        settled("b", ForecastVerdict::hit, 20),
                        settled("c", ForecastVerdict::unannounced, 30),
                        settled("d", ForecastVerdict::never, 40, "db-1"),
                        settled("e", ForecastVerdict::pending, 50)};
    REQUIRE(store->ledger().commit(commit));
    auto ledger = store->near_misses().near_misses({"", "", at_second(10), 2});
    REQUIRE(ledger);
    REQUIRE(ledger->entries.size() == 2);
    CHECK(ledger->entries[0].id == "d");
    CHECK(ledger->entries[1].id == "c");
    CHECK(ledger->entries[1].happened_at == at_second(30));
    CHECK(ledger->entries[1].verdict == ForecastVerdict::unannounced);
    CHECK(ledger->prevented == 1);
    CHECK(ledger->unannounced == 1);
    CHECK(ledger->never == 1);
    ledger = store->near_misses().near_misses(
        {"web-1", "filesystem.space.exhaustion", at_second(0), 10});
    CHECK(ledger->entries.size() == 3);
    CHECK(ledger->never == 0);
    CHECK(store->near_misses().near_misses({"", "other", at_second(0), 10})->entries.empty());
}

TEST_CASE("incident codec: hypotheses are kept, and a body of before has none", "[store][codec]") {
    incidents::Incident incident = test::leaking_incident();
    CHECK(store::decode_incident(store::encode_incident(incident))->hypotheses.empty());
    incident.hypotheses = {
        {"h1",
         "a leak",
         "ann",
         at_second(9),
         incidents::HypothesisState::accepted,
         {{at_second(10), "bob", "lsof", incidents::HypothesisState::supported}}}};
    CHECK(store::decode_incident(store::encode_incident(incident))->hypotheses ==
          incident.hypotheses);
}

}  // namespace
