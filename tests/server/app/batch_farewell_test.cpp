#include "batch_fixture.hpp"

namespace foreshock::app {
namespace {

using incidents::Farewell;
using incidents::Presence;
using std::chrono::minutes;
using std::chrono::seconds;

const std::string agent = test::small_report(1, TimePoint{}).agent_id;

Farewell farewell(const BatchFixture& f, Farewell::Kind kind, bool deletes_history = false) {
    Farewell one;
    one.host_id = agent;
    one.kind = kind;
    one.at = f.clock.now();
    one.actor = kind == Farewell::Kind::forgotten ? "ann" : "";
    one.deletes_history = deletes_history;
    return one;
}

/// Written down, and the engine told, as the API does.
Result<void> send_away(BatchFixture& f, const Farewell& one) {
    f.store.farewells.push_back(one);
    std::optional<Result<void>> answer;
    std::vector<Command> batch;
    batch.push_back(FarewellCommand{[&](Result<void> got) { answer = std::move(got); }});
    f.engine.process(std::move(batch), f.clock.now());
    REQUIRE(answer);
    return *answer;
}

TEST_CASE("farewell: a forgotten host leaves nothing but its samples", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.sick_report(1)));
    f.pass(seconds{5});
    REQUIRE(send_away(f, farewell(f, Farewell::Kind::forgotten)));
    CHECK(f.store.hosts()->empty());
    CHECK(f.store.farewells.empty());
    REQUIRE(f.stored().size() == 1);
    CHECK(f.stored()[0].state == incidents::IncidentState::resolved);
    CHECK(f.stored()[0].outcome == incidents::Outcome::dismissed);
    CHECK_FALSE(f.history.series(agent)->empty());
    f.pass(minutes{5});
    // No more is waited for what it announced: half an hour later it is withdrawn.
    CHECK(f.store.load_pending_forecasts()->size() == 1);
    f.pass(minutes{30});
    CHECK(f.store.load_pending_forecasts()->empty());
    CHECK(f.board.read()->hosts.empty());
    CHECK(f.stored().size() == 1);
    CHECK(f.board.read()->forecasts_open.empty());
}

TEST_CASE("farewell: a lost host that is forgotten is missed no more", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    f.pass(minutes{3});
    REQUIRE(f.stored().at(0).is_open());
    REQUIRE(send_away(f, farewell(f, Farewell::Kind::forgotten)));
    CHECK(f.stored()[0].state == incidents::IncidentState::resolved);
    CHECK(f.stored()[0].hosts() == std::vector<std::string>{"web-1"});
    f.pass(minutes{10});
    CHECK(f.stored().size() == 1);
}

TEST_CASE("farewell: what is forgotten while the disk is full is forgotten afterwards",
          "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.sick_report(1)));
    f.fill_disk(true);
    CHECK_FALSE(send_away(f, farewell(f, Farewell::Kind::forgotten)));
    CHECK(f.store.hosts()->size() == 1);
    f.fill_disk(false);
    f.pass(seconds{10});
    CHECK(f.store.hosts()->empty());
    CHECK_FALSE(f.stored().at(0).is_open());
}

TEST_CASE("farewell: what was cut short by a crash is done at the next start", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.sick_report(1)));
    f.store.farewells.push_back(farewell(f, Farewell::Kind::forgotten));
    BatchEngine next{{}, f.ports()};
    REQUIRE(next.load(f.clock.now()));
    next.process({}, f.clock.now() + seconds{1});
    CHECK(f.store.hosts()->empty());
    CHECK(f.store.farewells.empty());
    CHECK_FALSE(f.stored().at(0).is_open());
}

TEST_CASE("farewell: a forgotten host that reports again is a new one", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.sick_report(1)));
    f.pass(minutes{1});
    REQUIRE(send_away(f, farewell(f, Farewell::Kind::forgotten)));
    f.pass(minutes{1});
    // What it sent before is heard once; its series are to be told anew.
    CHECK(f.send(f.report(1)) == 1);
    CHECK(f.count(http::ReportOutcome::repeated) == 1);
    CHECK(f.store.hosts()->empty());
    REQUIRE(f.send(f.sick_report(2)));
    REQUIRE(f.store.hosts()->size() == 1);
    CHECK(f.store.hosts()->at(0).first_seen == f.clock.now());
    CHECK(f.stored().at(0).is_open());
    f.pass(minutes{1});
    CHECK(f.store.hosts()->size() == 1);
}

TEST_CASE("farewell: a host that came back before it was forgotten for good stays",
          "[app][batch]") {
    BatchFixture f;
    const Farewell long_ago = farewell(f, Farewell::Kind::forgotten);
    f.clock.advance(minutes{1});
    REQUIRE(f.send(f.report(1)));
    REQUIRE(send_away(f, long_ago));
    CHECK(f.store.hosts()->size() == 1);
    CHECK(f.store.farewells.empty());
}

TEST_CASE("farewell: samples are deleted too where that was asked for, step by step",
          "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    const std::size_t series = f.history.series(agent)->size();
    REQUIRE(series > 0);
    REQUIRE(send_away(f, farewell(f, Farewell::Kind::forgotten, true)));
    CHECK(f.history.series(agent)->size() == series - 1);
    CHECK(f.store.hosts()->empty());
    f.pass(seconds{static_cast<int>(series) + 1});
    CHECK(f.history.series(agent)->empty());
    CHECK(f.store.farewells.empty());
}

TEST_CASE("farewell: a revoked host is not lost, and nobody is told", "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    REQUIRE(send_away(f, farewell(f, Farewell::Kind::revoked)));
    CHECK(f.store.hosts()->at(0).presence == Presence::revoked);
    f.pass(minutes{60});
    CHECK(f.stored().empty());
    CHECK(f.store.outbox().empty());
    BatchEngine next{{}, f.ports()};
    REQUIRE(next.load(f.clock.now()));
    for (int i = 1; i < 300; ++i)
        next.process({}, f.clock.now() + seconds{i});
    CHECK(f.stored().empty());
    CHECK(f.board.read()->hosts.at(Presence::revoked) == 1);
}

TEST_CASE("farewell: a host that was lost already is missed no more once it is revoked",
          "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    f.pass(minutes{3});
    REQUIRE(f.stored().at(0).has_active_symptoms());
    REQUIRE(send_away(f, farewell(f, Farewell::Kind::revoked)));
    CHECK_FALSE(f.stored().at(0).has_active_symptoms());
    CHECK(f.store.hosts()->at(0).presence == Presence::revoked);
}

TEST_CASE("farewell: a host that enrolled anew is there when it reports, and waited for again",
          "[app][batch]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    REQUIRE(send_away(f, farewell(f, Farewell::Kind::revoked)));
    f.store.farewells.clear();
    f.pass(minutes{5});
    CHECK(f.store.hosts()->at(0).presence == Presence::revoked);
    REQUIRE(f.send(f.report(2)));
    CHECK(f.store.hosts()->at(0).presence == Presence::present);
    f.pass(minutes{3});
    CHECK(f.store.hosts()->at(0).presence == Presence::lost);
}

}  // namespace
}  // namespace foreshock::app
