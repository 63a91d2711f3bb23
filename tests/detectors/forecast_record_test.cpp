#include "detectors/forecast_record.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const std::string disk = "filesystem.space.exhaustion";

TimePoint at(int minute) {
    return from_unix_ms(1'790'000'000'000 + 60'000LL * minute);
}

Symptom raised(int minute) {
    Symptom symptom;
    symptom.id = "s" + std::to_string(minute);
    symptom.kind = disk;
    symptom.subject.component = "filesystem /var";
    symptom.severity = Severity::critical;
    symptom.onset = symptom.observed_at = at(minute);
    symptom.reason = "slopes_agree";
    Forecast forecast;
    forecast.earliest = at(minute + 10);
    forecast.latest = at(minute + 30);
    forecast.confidence = 0.9;
    forecast.level = 60;
    forecast.limit = 100;
    symptom.forecast = forecast;
    symptom.evidence = {{"filesystem.space.used_bytes", {}, 60, 100, {}, "grew 1 MiB/s"}};
    return symptom;
}

Symptom followed_by(Symptom symptom, int minutes_later) {
    symptom.status = SymptomStatus::updated;
    symptom.observed_at += minutes{minutes_later};
    symptom.forecast.reset();
    return symptom;
}

/// One announcement, from its first word until it is settled: two hours.
void cry_wolf(ForecastRecord& record, int minute) {
    Symptom symptom = raised(minute);
    record.hear(symptom);
    Symptom last = followed_by(symptom, 20);
    last.status = SymptomStatus::cleared;
    last.reason = "growth_stopped";
    last.evidence.front().value = 70;
    record.hear(last);
    record.advance(at(minute + 110));
}

void come_true(ForecastRecord& record, int minute, int lead = 20) {
    Symptom symptom = raised(minute);
    record.hear(symptom);
    Symptom met = followed_by(symptom, lead);
    met.phase = Phase::occurring;
    met.reason = "limit_met";
    record.hear(met);
    met.status = SymptomStatus::cleared;
    record.hear(met);
}

Symptom heard(ForecastRecord& record, int minute) {
    Symptom symptom = raised(minute);
    record.hear(symptom);
    return symptom;
}

ScoredForecast settled(ForecastVerdict verdict, TimePoint when) {
    ScoredForecast announcement;
    announcement.raised_at = when - minutes{5};
    announcement.happened_at = announcement.settled_at = when;
    announcement.verdict = verdict;
    return announcement;
}

}  // namespace

TEST_CASE("forecast record: without a record a forecast leaves as it came",
          "[detectors][forecast]") {
    ForecastRecord record;
    const Symptom symptom = heard(record, 0);
    CHECK(symptom.forecast->confidence == 0.9);
    CHECK(symptom.severity == Severity::critical);
    CHECK(symptom.evidence.front().note == "grew 1 MiB/s");
}

TEST_CASE("forecast record: a kind that cried wolf thrice is less sure, milder, and says why",
          "[detectors][forecast]") {
    ForecastRecord record;
    cry_wolf(record, 0);
    CHECK(heard(record, 150).severity == Severity::critical);
    ForecastRecord worse;
    for (int i = 0; i < 3; ++i)
        cry_wolf(worse, 150 * i);
    const Symptom symptom = heard(worse, 600);
    // Beta(4, 1) and three false alarms: 4 of 8 where 4 of 5 was presumed.
    CHECK(symptom.forecast->confidence == Approx(0.9 * 0.5 / 0.8).epsilon(0.01));
    CHECK(symptom.severity == Severity::warning);
    CHECK(symptom.evidence.front().note ==
          "grew 1 MiB/s; this kind was right 0 of 3 times here, so it is taken one step less "
          "seriously");
}

TEST_CASE("forecast record: what happens is as severe as it is, whatever the record says",
          "[detectors][forecast]") {
    ForecastRecord record;
    for (int i = 0; i < 5; ++i)
        cry_wolf(record, 150 * i);
    Symptom met = raised(900);
    met.phase = Phase::occurring;
    met.forecast.reset();
    record.hear(met);
    CHECK(met.severity == Severity::critical);
    CHECK(met.evidence.front().note == "grew 1 MiB/s");
}

TEST_CASE("forecast record: a good record never raises the confidence above the detector's",
          "[detectors][forecast]") {
    ForecastRecord record;
    for (int i = 0; i < 10; ++i)
        come_true(record, 150 * i);
    CHECK(heard(record, 2000).forecast->confidence == 0.9);
    CHECK(record.kinds().at(disk).precision({}, at(2000)) > 0.9);
}

TEST_CASE("forecast record: other kinds are not blamed", "[detectors][forecast]") {
    ForecastRecord record;
    for (int i = 0; i < 5; ++i)
        cry_wolf(record, 150 * i);
    Symptom other = raised(900);
    other.kind = "memory.exhaustion";
    record.hear(other);
    CHECK(other.forecast->confidence == 0.9);
}

TEST_CASE("forecast record: relief and withdrawal are counted, and no trial of precision",
          "[detectors][forecast]") {
    ForecastRecord record;
    Symptom symptom = heard(record, 0);
    Symptom last = followed_by(symptom, 10);
    last.status = SymptomStatus::cleared;
    last.reason = "growth_reversed";
    record.hear(last);
    record.advance(at(100));
    symptom = heard(record, 200);
    record.lose_sight(at(205));
    record.advance(at(300));
    const KindRecord& kind = record.kinds().at(disk);
    CHECK(kind.total(ForecastVerdict::prevented) == 1);
    CHECK(kind.total(ForecastVerdict::withdrawn) == 1);
    CHECK(kind.precision({}, at(300)) == 0.8);
}

TEST_CASE("forecast record: the pack says what is presumed of a kind", "[detectors][forecast]") {
    ForecastRecord record;
    Pack pack;
    pack.kinds.resize(1);
    pack.kinds[0].kind = disk;
    pack.kinds[0].forecast_prior = {0.5, 2};
    record.expect(pack);
    CHECK(record.prior(disk).precision == 0.5);
    CHECK(record.prior("other.kind").precision == 0.8);
    cry_wolf(record, 0);
    CHECK(heard(record, 200).forecast->confidence == Approx(0.9 * (1.0 / 3) / 0.5).epsilon(0.01));
}

TEST_CASE("kind record: old outcomes count half as much after each half-life",
          "[detectors][forecast]") {
    KindRecord record;
    record.count(settled(ForecastVerdict::never, at(0)));
    CHECK(record.wrong(at(0)) == 1);
    CHECK(record.wrong(at(0) + KindRecord::half_life) == Approx(0.5));
    record.count(settled(ForecastVerdict::never, at(0) + KindRecord::half_life));
    CHECK(record.wrong(at(0) + KindRecord::half_life) == Approx(1.5));
    CHECK(record.total(ForecastVerdict::never) == 2);
    CHECK(record.precision({}, at(0) + 20 * KindRecord::half_life) == Approx(0.8).epsilon(0.001));
}

TEST_CASE("kind record: the median lead is that of the newest", "[detectors][forecast]") {
    KindRecord record;
    CHECK_FALSE(record.median_lead());
    ForecastRecord host;
    come_true(host, 0, 12);
    come_true(host, 100, 20);
    CHECK(host.kinds().at(disk).median_lead() == minutes{16});
    come_true(host, 200, 29);
    CHECK(host.kinds().at(disk).median_lead() == minutes{20});
    for (std::size_t i = 0; i < KindRecord::leads_max; ++i)
        come_true(host, 300 + 100 * static_cast<int>(i), 11);
    CHECK(host.kinds().at(disk).median_lead() == minutes{11});
}

TEST_CASE("kind record: a constant rate of false alarms stays itself, in the first week and later",
          "[detectors][forecast]") {
    KindRecord record;
    TimePoint now = at(0);
    record.watch(now);
    record.count(settled(ForecastVerdict::never, now + hours{1}));
    CHECK(record.false_alarms_per_week(now + hours{1}) == Approx(1).epsilon(0.01));
    for (int week = 1; week < 80; ++week) {
        now = at(0) + week * hours{24 * 7};
        record.count(settled(ForecastVerdict::never, now));
        if (week > 4) CHECK(record.false_alarms_per_week(now) == Approx(1).margin(0.25));
    }
    CHECK(record.false_alarms_per_week(now) == Approx(1).margin(0.1));
}

TEST_CASE("forecast record: what was learned survives save and restore", "[detectors][forecast]") {
    ForecastRecord record;
    come_true(record, 0, 20);
    cry_wolf(record, 150);
    std::vector<Learned> saved;
    record.save(saved);
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].kind == disk);
    CHECK(saved[0].summary == "forecasts: 1 of 2 came true");
    ForecastRecord after;
    REQUIRE(after.restore(saved[0]));
    const KindRecord& kind = after.kinds().at(disk);
    CHECK(kind.total(ForecastVerdict::hit) == 1);
    CHECK(kind.total(ForecastVerdict::never) == 1);
    CHECK(kind.median_lead() == minutes{20});
    CHECK(kind.wrong(at(500)) == record.kinds().at(disk).wrong(at(500)));
    CHECK(kind.false_alarms_per_week(at(500)) ==
          record.kinds().at(disk).false_alarms_per_week(at(500)));
}

TEST_CASE("forecast record: damaged, foreign and newer bytes are left alone",
          "[detectors][forecast]") {
    ForecastRecord record;
    cry_wolf(record, 0);
    std::vector<Learned> saved;
    record.save(saved);
    ForecastRecord after;
    Learned cut = saved.at(0);
    cut.state.pop_back();
    CHECK(after.restore(cut));
    Learned newer = saved.at(0);
    newer.version = ForecastRecord::version + 1;
    CHECK(after.restore(newer));
    Learned foreign = saved.at(0);
    foreign.subject.signal = "filesystem.space.used_bytes";
    CHECK_FALSE(after.restore(foreign));
    CHECK(after.kinds().empty());
}

TEST_CASE("forecast record: beyond kinds_max kinds are refused and counted",
          "[detectors][forecast]") {
    ForecastRecord record;
    for (std::size_t i = 0; i <= ForecastRecord::kinds_max; ++i) {
        Symptom symptom = raised(0);
        symptom.kind = "kind." + std::to_string(i);
        if (i == ForecastRecord::kinds_max) CHECK(record.refused() == 0);
        record.hear(symptom);
    }
    CHECK(record.kinds().size() == ForecastRecord::kinds_max);
    CHECK(record.refused() == 1);
}
