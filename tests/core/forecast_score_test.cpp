#include "core/forecast_score.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

TimePoint at(int minute) {
    return from_unix_ms(1'790'000'000'000 + 60'000LL * minute);
}

/// 60 of 100 now; full between minute 40 and 80.
Forecast forecast() {
    Forecast forecast;
    forecast.made_at = at(0);
    forecast.earliest = at(40);
    forecast.expected = at(60);
    forecast.latest = at(80);
    forecast.level = 60;
    forecast.limit = 100;
    return forecast;
}

Symptom word(SymptomStatus status, int minute, const std::string& id = "s1") {
    Symptom symptom;
    symptom.id = id;
    symptom.kind = "filesystem.space.exhaustion";
    symptom.subject = {"web-1", "filesystem /var"};
    symptom.status = status;
    symptom.onset = symptom.observed_at = at(minute);
    return symptom;
}

Symptom raised(int minute = 0, const std::string& id = "s1") {
    Symptom symptom = word(SymptomStatus::raised, minute, id);
    symptom.reason = "slopes_agree";
    symptom.forecast = forecast();
    return symptom;
}

Symptom met(int minute, SymptomStatus status = SymptomStatus::updated,
            const std::string& id = "s1") {
    Symptom symptom = word(status, minute, id);
    symptom.phase = Phase::occurring;
    symptom.reason = "limit_met";
    return symptom;
}

Symptom cleared(int minute, const std::string& reason, double level = 80, double limit = 100) {
    Symptom symptom = word(SymptomStatus::cleared, minute);
    symptom.reason = reason;
    symptom.evidence = {{"filesystem.space.used_bytes", {}, level, limit, {}, {}}};
    return symptom;
}

/// The verdict once all was said and time has passed.
ForecastVerdict verdict_after(const std::vector<Symptom>& words, TimePoint end = at(10'000)) {
    ForecastScorer scorer;
    ForecastVerdict last = ForecastVerdict::pending;
    for (const Symptom& symptom : words)
        for (const ScoredForecast& each : scorer.hear(symptom))
            last = each.verdict;
    for (const ScoredForecast& each : scorer.advance(end))
        last = each.verdict;
    return last;
}

}  // namespace

TEST_CASE("forecast score: a disruption inside the first interval is a hit, its edges included",
          "[core][forecast]") {
    CHECK(verdict_after({raised(), met(40)}) == ForecastVerdict::hit);
    CHECK(verdict_after({raised(), met(60)}) == ForecastVerdict::hit);
    CHECK(verdict_after({raised(), met(80)}) == ForecastVerdict::hit);
}

TEST_CASE("forecast score: late named a time after the disruption, early one before it",
          "[core][forecast]") {
    CHECK(verdict_after({raised(), met(39)}) == ForecastVerdict::late);
    CHECK(verdict_after({raised(), met(81)}) == ForecastVerdict::early);
    Symptom just_noticed = met(80);
    just_noticed.observed_at += seconds{15};
    CHECK(verdict_after({raised(), just_noticed}) == ForecastVerdict::hit);
    just_noticed.observed_at += seconds{1};
    CHECK(verdict_after({raised(), just_noticed}) == ForecastVerdict::early);
}

TEST_CASE("forecast score: it is the first interval that counts, however often it was corrected",
          "[core][forecast]") {
    Symptom corrected = raised(20);
    corrected.status = SymptomStatus::updated;
    corrected.forecast->earliest = at(25);
    corrected.forecast->latest = at(35);
    ForecastScorer scorer;
    scorer.hear(raised());
    const auto told = scorer.hear(corrected);
    REQUIRE(told.size() == 1);
    CHECK(told[0].newest.latest == at(35));
    const auto ended = scorer.hear(met(30));
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].verdict == ForecastVerdict::late);
    CHECK(ended[0].lead() == minutes{30});
}

TEST_CASE("forecast score: a growth that died away by itself is a false alarm",
          "[core][forecast]") {
    CHECK(verdict_after({raised(), cleared(30, "growth_stopped")}) == ForecastVerdict::never);
    CHECK(verdict_after({raised(), cleared(30, "forecast_receded")}) == ForecastVerdict::never);
}

TEST_CASE("forecast score: what was relieved is prevented, not a false alarm", "[core][forecast]") {
    CHECK(verdict_after({raised(), cleared(30, "growth_reversed", 70)}) ==
          ForecastVerdict::prevented);
    // Room was made, whatever the engine calls it: files were removed, the disk was enlarged.
    CHECK(verdict_after({raised(), cleared(30, "growth_stopped", 59)}) ==
          ForecastVerdict::prevented);
    CHECK(verdict_after({raised(), cleared(30, "forecast_receded", 80, 200)}) ==
          ForecastVerdict::prevented);
    CHECK(verdict_after({raised(), cleared(30, "growth_stopped", 61)}) == ForecastVerdict::never);
}

TEST_CASE("forecast score: room is counted downwards where the limit lies below",
          "[core][forecast]") {
    Symptom falling = raised();
    falling.forecast->level = 50;
    falling.forecast->limit = 10;
    CHECK(verdict_after({falling, cleared(30, "settled", 55, 10)}) == ForecastVerdict::prevented);
    CHECK(verdict_after({falling, cleared(30, "settled", 45, 10)}) == ForecastVerdict::never);
}

TEST_CASE("forecast score: nobody can know what became of a subject that went away",
          "[core][forecast]") {
    CHECK(verdict_after({raised(), cleared(30, "subject_gone")}) == ForecastVerdict::withdrawn);
    CHECK(verdict_after({raised(), cleared(30, "pack_changed")}) == ForecastVerdict::withdrawn);
}

TEST_CASE("forecast score: what is taken back is judged only after second thoughts",
          "[core][forecast]") {
    ForecastScorer scorer;
    scorer.hear(raised());
    const auto back = scorer.hear(cleared(30, "growth_stopped"));
    REQUIRE(back.size() == 1);
    CHECK(back[0].verdict == ForecastVerdict::pending);
    CHECK(back[0].taken_back_at == at(30));
    CHECK(scorer.advance(at(59)).empty());
    const auto over = scorer.advance(at(60));
    REQUIRE(over.size() == 1);
    CHECK(over[0].verdict == ForecastVerdict::never);
    CHECK(scorer.size() == 0);
}

TEST_CASE("forecast score: what is forgotten is never judged", "[core][forecast]") {
    ForecastScorer scorer;
    REQUIRE_FALSE(scorer.hear(raised()).empty());
    scorer.forget({"web-1", "filesystem /srv"}, raised().kind);
    CHECK(scorer.open().size() == 1);
    scorer.forget(raised().subject, raised().kind);
    CHECK(scorer.open().empty());
    CHECK(scorer.advance(at(10000)).empty());
}

TEST_CASE("forecast score: a pause in a growth does not make two announcements of it",
          "[core][forecast]") {
    ForecastScorer scorer;
    scorer.hear(raised());
    scorer.hear(cleared(30, "growth_stopped"));
    const auto again = scorer.hear(raised(45, "s2"));
    REQUIRE(again.size() == 1);
    CHECK(again[0].id == "s1");
    CHECK_FALSE(again[0].taken_back_at);
    const auto ended = scorer.hear(met(70, SymptomStatus::updated, "s2"));
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].verdict == ForecastVerdict::hit);
    CHECK(ended[0].lead() == minutes{70});
    // After second thoughts it is another one.
    CHECK(verdict_after({raised(), cleared(30, "growth_stopped"), raised(60, "s2")}, at(61)) ==
          ForecastVerdict::pending);
}

TEST_CASE("forecast score: what was taken back and comes all the same was right",
          "[core][forecast]") {
    CHECK(verdict_after({raised(), cleared(30, "growth_stopped"),
                         met(55, SymptomStatus::raised, "s2")}) == ForecastVerdict::hit);
    CHECK(verdict_after({raised(), cleared(30, "growth_reversed"),
                         met(35, SymptomStatus::raised, "s2")}) == ForecastVerdict::late);
}

TEST_CASE("forecast score: an open forecast is waited for as long again as it looked ahead",
          "[core][forecast]") {
    ForecastScorer scorer;
    scorer.hear(raised());
    CHECK(scorer.advance(at(159)).empty());
    const auto over = scorer.advance(at(160));
    REQUIRE(over.size() == 1);
    CHECK(over[0].verdict == ForecastVerdict::never);
    // Its symptom is still open: more words about it change and begin nothing.
    CHECK(scorer.hear(met(170)).empty());
    CHECK(scorer.hear(cleared(180, "usage_fell")).empty());
    CHECK(scorer.size() == 0);
}

TEST_CASE("forecast score: patience has a floor and a ceiling", "[core][forecast]") {
    Symptom soon = raised();
    soon.forecast->earliest = soon.forecast->expected = soon.forecast->latest = at(1);
    CHECK(verdict_after({soon}, at(10)) == ForecastVerdict::pending);
    CHECK(verdict_after({soon}, at(11)) == ForecastVerdict::never);
    Symptom far = raised();
    far.forecast->latest = at(0) + hours{24 * 30};
    CHECK(verdict_after({far}, at(0) + hours{24 * 37} - minutes{1}) == ForecastVerdict::pending);
    CHECK(verdict_after({far}, at(0) + hours{24 * 37}) == ForecastVerdict::never);
}

TEST_CASE("forecast score: a limit met without a word before is unannounced, once",
          "[core][forecast]") {
    ForecastScorer scorer;
    const auto told = scorer.hear(met(5, SymptomStatus::raised));
    REQUIRE(told.size() == 1);
    CHECK(told[0].verdict == ForecastVerdict::unannounced);
    CHECK(told[0].lead() == Duration{0});
    CHECK(scorer.hear(met(6)).empty());
    CHECK(scorer.hear(cleared(7, "usage_fell")).empty());
    CHECK(scorer.hear(met(8, SymptomStatus::raised, "s2")).size() == 1);
}

TEST_CASE("forecast score: symptoms that forecast nothing are left alone", "[core][forecast]") {
    ForecastScorer scorer;
    Symptom state = word(SymptomStatus::raised, 0);
    state.phase = Phase::occurring;
    state.reason = "band_entered";
    CHECK(scorer.hear(state).empty());
    state.phase = Phase::impending;
    CHECK(scorer.hear(state).empty());
    CHECK(scorer.size() == 0);
}

TEST_CASE("forecast score: hosts, kinds and components are kept apart", "[core][forecast]") {
    ForecastScorer scorer;
    Symptom other = raised(0, "s2");
    other.subject.host = "web-2";
    scorer.hear(raised());
    scorer.hear(other);
    const auto ended = scorer.hear(met(50));
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].subject.host == "web-1");
    CHECK(scorer.size() == 2);
}

TEST_CASE("forecast score: when a host is lost from sight its forecasts are withdrawn in the end",
          "[core][forecast]") {
    ForecastScorer scorer;
    scorer.hear(raised());
    CHECK(scorer.lose_sight("web-2", at(10)).empty());
    CHECK(scorer.lose_sight("web-1", at(10)).size() == 1);
    SECTION("nothing more is heard") {
        const auto over = scorer.advance(at(40));
        REQUIRE(over.size() == 1);
        CHECK(over[0].verdict == ForecastVerdict::withdrawn);
    }
    SECTION("it is announced again") {
        scorer.hear(raised(20, "s2"));
        CHECK(scorer.advance(at(40)).empty());
        CHECK(scorer.hear(met(50, SymptomStatus::updated, "s2")).at(0).verdict ==
              ForecastVerdict::hit);
    }
}

TEST_CASE("forecast score: a pending announcement is taken up by the next run",
          "[core][forecast]") {
    ForecastScorer before;
    const ScoredForecast pending = before.hear(raised()).at(0);
    ForecastScorer after;
    after.resume(pending);
    const auto ended = after.hear(met(50));
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].id == "s1");
    CHECK(ended[0].verdict == ForecastVerdict::hit);
}

TEST_CASE("forecast score: beyond the bound settled ones give way, else new ones are refused",
          "[core][forecast]") {
    ForecastScoring scoring;
    scoring.forecasts_max = 2;
    ForecastScorer scorer{scoring};
    const auto on = [](const std::string& component, Symptom symptom) {
        symptom.subject.component = component;
        symptom.id = component;
        return symptom;
    };
    scorer.hear(on("a", raised()));
    scorer.hear(on("b", raised()));
    CHECK(scorer.refused() == 0);
    CHECK(scorer.hear(on("c", raised())).empty());
    CHECK(scorer.refused() == 1);
    scorer.hear(on("a", met(50)));
    CHECK(scorer.hear(on("c", raised())).size() == 1);
    CHECK(scorer.size() == 2);
}

TEST_CASE("forecast score: every verdict has a name that can be read back", "[core][forecast]") {
    for (int i = 0; i <= static_cast<int>(ForecastVerdict::unannounced); ++i) {
        const auto verdict = static_cast<ForecastVerdict>(i);
        CHECK(parse_forecast_verdict(to_string(verdict)) == verdict);
    }
    CHECK(parse_forecast_verdict("maybe") == std::nullopt);
}
