#include "server/app/forecast_book.hpp"

#include "batch_fixture.hpp"

#include "tests/support/sample_incident.hpp"

namespace foreshock::app {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

Symptom met(const Symptom& announced, TimePoint at) {
    Symptom symptom = announced;
    symptom.status = SymptomStatus::updated;
    symptom.phase = Phase::occurring;
    symptom.reason = "limit_met";
    symptom.observed_at = at;
    symptom.forecast.reset();
    return symptom;
}

wire::Report report_of(const BatchFixture& f, std::uint64_t sequence, const Symptom& symptom) {
    wire::Report report = f.report(sequence);
    report.symptoms = {symptom};
    return report;
}

std::uint64_t scored(const BatchFixture& f, ForecastVerdict verdict) {
    const auto status = f.board.read();
    const auto found = status->forecasts_scored.find({"filesystem.space.exhaustion", verdict});
    return found == status->forecasts_scored.end() ? 0 : found->second;
}

TEST_CASE("forecast book: a forecast is open until the disruption comes, then it is a hit",
          "[app][forecast]") {
    BatchFixture f;
    const Symptom announced = test::disk_symptom("e1", f.clock.now());
    REQUIRE(f.send(report_of(f, 1, announced)));
    f.pass(seconds{2});
    REQUIRE(f.board.read()->forecasts_open.size() == 1);
    CHECK(f.board.read()->forecasts_open[0].subject.host == "web-1");
    f.clock.advance(minutes{10});
    REQUIRE(f.send(report_of(f, 2, met(announced, f.clock.now()))));
    f.pass(seconds{2});
    CHECK(f.board.read()->forecasts_open.empty());
    CHECK(scored(f, ForecastVerdict::hit) == 1);
    const auto status = f.board.read();
    REQUIRE(status->forecast_accuracy->size() == 2);
    CHECK(status->forecast_accuracy->at(0).precision == 1.0);
    CHECK(status->forecast_accuracy->at(1).host == "web-1");
    CHECK(status->forecast_accuracy->at(1).median_lead > minutes{10});
}

TEST_CASE("forecast book: a forecast that nothing came of is a false alarm when its time is over",
          "[app][forecast]") {
    BatchFixture f;
    const Symptom announced = test::disk_symptom("e1", f.clock.now());
    REQUIRE(f.send(report_of(f, 1, announced)));
    Symptom cleared = announced;
    cleared.status = SymptomStatus::cleared;
    cleared.reason = "growth_stopped";
    cleared.observed_at += minutes{4};
    cleared.evidence.front().value = 90;
    f.clock.advance(minutes{4});
    REQUIRE(f.send(report_of(f, 2, cleared)));
    f.pass(seconds{2});
    CHECK(f.board.read()->forecasts_open.empty());
    CHECK(scored(f, ForecastVerdict::never) == 0);
    f.clock.advance(minutes{30});
    f.engine.process({}, f.clock.now());
    CHECK(scored(f, ForecastVerdict::never) == 1);
    CHECK(f.board.read()->forecast_accuracy->at(0).precision == 0.0);
    CHECK(f.board.read()->forecast_accuracy->at(0).false_alarms_per_host_week == 1);
}

TEST_CASE("forecast book: what the store holds is followed after a restart", "[app][forecast]") {
    BatchFixture f;
    const Symptom announced = test::disk_symptom("e1", f.clock.now());
    REQUIRE(f.send(report_of(f, 1, announced)));
    REQUIRE(f.engine.load(f.clock.now()));
    CHECK(f.board.read()->forecasts_open.size() == 1);
    f.clock.advance(minutes{10});
    REQUIRE(f.send(report_of(f, 2, met(announced, f.clock.now()))));
    const auto outcomes = f.store.load_forecast_outcomes({});
    REQUIRE(outcomes->size() == 1);
    CHECK(outcomes->at(0).verdict == ForecastVerdict::hit);
}

TEST_CASE("forecast book: a verdict that was not made durable is not counted, but found again",
          "[app][forecast]") {
    BatchFixture f;
    const Symptom announced = test::disk_symptom("e1", f.clock.now());
    REQUIRE(f.send(report_of(f, 1, announced)));
    f.clock.advance(minutes{10});
    f.fill_disk(true);
    CHECK_FALSE(f.send(report_of(f, 2, met(announced, f.clock.now()))));
    f.fill_disk(false);
    f.clock.advance(seconds{10});
    REQUIRE(f.send(report_of(f, 2, met(announced, f.clock.now()))));
    f.pass(seconds{2});
    CHECK(scored(f, ForecastVerdict::hit) == 1);
}

TEST_CASE("forecast book: when the agent begins anew its forecasts are withdrawn in the end",
          "[app][forecast]") {
    BatchFixture f;
    REQUIRE(f.send(report_of(f, 1, test::disk_symptom("e1", f.clock.now()))));
    f.clock.advance(minutes{1});
    wire::Report anew = f.report(1);
    anew.run_id = "another run";
    REQUIRE(f.send(anew));
    f.clock.advance(minutes{31});
    f.engine.process({}, f.clock.now());
    CHECK(scored(f, ForecastVerdict::withdrawn) == 1);
    CHECK(scored(f, ForecastVerdict::never) == 0);
}

TEST_CASE("forecast book: what waited in a spool is not settled before the rest of it has come",
          "[app][forecast]") {
    ForecastBook book;
    const TimePoint then = from_unix_ms(1'790'000'000'000);
    const TimePoint now = then + std::chrono::hours{5};
    const Symptom announced = test::disk_symptom("e1", then);
    book.hear({now, announced, true});
    book.advance(now + seconds{59});
    CHECK(book.take_changed().at(0).verdict == ForecastVerdict::pending);
    book.hear({now + seconds{59}, met(announced, then + minutes{10}), true});
    CHECK(book.take_changed().at(0).verdict == ForecastVerdict::hit);
    book.hear({now + seconds{59}, test::disk_symptom("e2", then + minutes{30}), true});
    CHECK(book.take_changed().at(0).verdict == ForecastVerdict::pending);
    book.advance(now + minutes{2});
    CHECK(book.take_changed().at(0).verdict == ForecastVerdict::never);
}

TEST_CASE("forecast book: what is kept elsewhere is no business of it", "[app][forecast]") {
    const Symptom announced = test::disk_symptom("episode-1", test::at_second(0));
    ForecastBook book;
    book.hear({test::at_second(0), announced});
    http::Status status;
    book.show(status);
    REQUIRE(status.forecasts_open.size() == 1);
    book.forget(announced);
    book.show(status);
    CHECK(status.forecasts_open.empty());
    CHECK(book.take_changed().empty());
}

TEST_CASE("forecast book: beyond the bound of kinds new ones are not counted", "[app][forecast]") {
    ForecastBook book;
    std::vector<ScoredForecast> forecasts(ForecastBook::kinds_max + 1);
    for (std::size_t i = 0; i < forecasts.size(); ++i) {
        forecasts[i].kind = "kind." + std::to_string(i);
        forecasts[i].verdict = ForecastVerdict::hit;
    }
    book.committed(forecasts);
    http::Status status;
    book.show(status);
    CHECK(status.forecasts_scored.size() == ForecastBook::kinds_max);
}

}  // namespace
}  // namespace foreshock::app
