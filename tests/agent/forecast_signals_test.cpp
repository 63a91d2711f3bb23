#include "agent/forecast_signals.hpp"

#include <map>

#include <catch2/catch.hpp>

#include "agent/sample_buffer.hpp"

using namespace foreshock;
using namespace foreshock::agent;

namespace {

TimePoint at(int minute) {
    return from_unix_ms(1'790'000'000'000 + 60'000LL * minute);
}

std::map<std::string, double> signals_of(const detectors::ForecastRecord& record) {
    SampleBuffer buffer;
    buffer.begin_tick(at(500));
    add_forecast_signals(record, at(500), buffer);
    std::map<std::string, double> found;
    for (const Sample& sample : buffer.tick_samples()) {
        const SeriesKey& key = buffer.table().key(sample.series);
        found[key.signal + " " + std::string{key.labels.get("verdict")}] = sample.value;
        CHECK(key.labels.get("kind") == "memory.exhaustion");
    }
    return found;
}

Symptom word(SymptomStatus status, Phase phase, int minute) {
    Symptom symptom;
    symptom.id = "s";
    symptom.kind = "memory.exhaustion";
    symptom.status = status;
    symptom.phase = phase;
    symptom.onset = symptom.observed_at = at(minute);
    if (phase == Phase::occurring) return symptom;
    symptom.forecast.emplace();
    symptom.forecast->earliest = at(5);
    symptom.forecast->latest = at(15);
    return symptom;
}

}  // namespace

TEST_CASE("forecast signals: a host that never forecast anything has none", "[agent][forecast]") {
    CHECK(signals_of({}).empty());
}

TEST_CASE("forecast signals: verdicts, precision, lead and false alarms of a kind",
          "[agent][forecast]") {
    detectors::ForecastRecord record;
    Symptom announced = word(SymptomStatus::raised, Phase::impending, 0);
    record.hear(announced);
    CHECK(signals_of(record).count("agent.forecast.lead_seconds ") == 0);
    Symptom met = word(SymptomStatus::updated, Phase::occurring, 10);
    record.hear(met);
    const auto found = signals_of(record);
    CHECK(found.at("agent.forecast.scored_count hit") == 1);
    CHECK(found.at("agent.forecast.scored_count never") == 0);
    CHECK(found.at("agent.forecast.precision_ratio ") == Approx(5.0 / 6).epsilon(0.01));
    CHECK(found.at("agent.forecast.lead_seconds ") == 600);
    CHECK(found.at("agent.forecast.false_alarms_count ") == 0);
}
