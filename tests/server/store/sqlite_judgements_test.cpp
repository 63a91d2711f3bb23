#include "server/store/sqlite_judgements.hpp"

#include "fresh_store.hpp"
#include <catch2/catch.hpp>

namespace foreshock::store {
namespace {

const TimePoint now = from_unix_ms(1'790'000'000'000);

LearnedLimits limits_with(double limit) {
    LimitNumbers numbers;
    numbers.is_above_bad = false;
    numbers.now = limit;
    numbers.usual_high = 7.25;
    numbers.seen = std::chrono::hours{50};
    return {now,
            {{"disk.slow",
              {"disk.read.latency", Labels{{"disk", "s\"da"}}},
              "seconds",
              now,
              3,
              numbers}},
            4,
            5};
}

struct Bench : test::FreshStore {
    void tell(const std::string& host, double limit, const std::string& pack) {
        incidents::Commit commit;
        incidents::Host known;
        known.id = known.name = host;
        commit.hosts = {known};
        commit.limits = {{host, limits_with(limit)}};
        commit.packs = {{host, now, {pack, "1.2.0", 303, {{"stock", "ab"}, {"x.toml", "cd"}}}}};
        REQUIRE(store->ledger().commit(commit));
    }
};

TEST_CASE("judgements: what an agent told of its limits is read again", "[store][judgements]") {
    Bench bench;
    bench.tell("web-1", 0.1, "p1");
    const auto limits = bench.store->judgements().limits_of("web-1");
    REQUIRE(limits);
    REQUIRE(*limits);
    CHECK(**limits == limits_with(0.1));
}

TEST_CASE("judgements: the newest of a host replaces what was there", "[store][judgements]") {
    Bench bench;
    bench.tell("web-1", 0.1, "p1");
    bench.tell("web-1", 0.2, "p2");
    CHECK(**bench.store->judgements().limits_of("web-1") == limits_with(0.2));
    const auto packs = bench.store->judgements().packs();
    REQUIRE(packs);
    REQUIRE(packs->size() == 1);
    CHECK(packs->front().pack.id == "p2");
    CHECK(packs->front().pack.parts.at(1) == PackPart{"x.toml", "cd"});
    CHECK(packs->front().told_at == now);
}

TEST_CASE("judgements: a host that told nothing has none", "[store][judgements]") {
    Bench bench;
    bench.tell("web-1", 0.1, "p1");
    CHECK_FALSE(*bench.store->judgements().limits_of("db-1"));
    CHECK_FALSE(*bench.store->judgements().pack_of("db-1"));
    CHECK((*bench.store->judgements().pack_of("web-1"))->pack.version == "1.2.0");
}

TEST_CASE("judgements: they go with their host", "[store][judgements]") {
    Bench bench;
    bench.tell("web-1", 0.1, "p1");
    bench.tell("db-1", 0.1, "p1");
    test::run_sql(bench.path, "DELETE FROM host WHERE id = 'web-1'");
    CHECK_FALSE(*bench.store->judgements().limits_of("web-1"));
    REQUIRE(bench.store->judgements().packs()->size() == 1);
    CHECK(bench.store->judgements().packs()->front().host == "db-1");
}

}  // namespace
}  // namespace foreshock::store
