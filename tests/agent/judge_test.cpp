#include "agent/judge.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using foreshock::agent::Judge;

namespace {

TimePoint at(int second) {
    return from_unix_ms(1'790'000'000'000 + 1000 * second);
}

/// Writes down what it is asked, and wants only series of "disk".
class Scribe final : public detectors::Detector {
public:
    explicit Scribe(std::vector<std::string>& script) : script_(script) {}

    bool attach(SeriesId, const SeriesKey& key) override {
        script_.push_back("attach " + key.signal);
        return key.signal.starts_with("disk");
    }

    void observe(const Sample& sample, detectors::SymptomSink& out) override {
        script_.push_back("observe");
        if (sample.value < 1) return;
        Symptom symptom;
        symptom.id = "s";
        out.say(symptom);
    }

    void advance(TimePoint, detectors::SymptomSink&) override { script_.push_back("advance"); }

private:
    std::vector<std::string>& script_;
};

/// Makes so many forecasts, one at each value.
class Prophet final : public detectors::Detector {
public:
    explicit Prophet(int forecasts) : left_(forecasts) {}

    bool attach(SeriesId, const SeriesKey&) override { return true; }

    void observe(const Sample& sample, detectors::SymptomSink& out) override {
        if (left_-- <= 0) return;
        Symptom symptom;
        symptom.id = "s";
        symptom.kind = "disk.fills";
        symptom.onset = symptom.observed_at = sample.at;
        symptom.forecast.emplace();
        symptom.forecast->earliest = symptom.forecast->latest = sample.at + std::chrono::hours{1};
        out.say(symptom);
    }

    void advance(TimePoint, detectors::SymptomSink&) override {}

private:
    int left_;
};

Symptom symptom_of(const std::string& id, SymptomStatus status, int second = 0) {
    Symptom symptom;
    symptom.id = id;
    symptom.status = status;
    symptom.observed_at = at(second);
    return symptom;
}

}  // namespace

TEST_CASE("judge: all samples are observed before time passes, new series are shown first",
          "[agent][judge]") {
    std::vector<std::string> script;
    Judge judge{std::make_unique<Scribe>(script)};
    SeriesTable table;
    const SeriesId disk = table.intern("disk.a.b", {});
    const SeriesId cpu = table.intern("cpu.a.b", {});
    judge.feed(table, {{disk, at(0), 0}, {cpu, at(0), 0}, {disk, at(0), 0}}, at(0));
    CHECK(script == std::vector<std::string>{"attach disk.a.b", "attach cpu.a.b", "observe",
                                             "observe", "advance"});
    script.clear();
    table.intern("disk.c.d", {});
    judge.feed(table, {}, at(1));
    CHECK(script == std::vector<std::string>{"attach disk.c.d", "advance"});
}

TEST_CASE("judge: what was said comes out once", "[agent][judge]") {
    std::vector<std::string> script;
    Judge judge{std::make_unique<Scribe>(script)};
    SeriesTable table;
    const SeriesId disk = table.intern("disk.a.b", {});
    CHECK(judge.feed(table, {{disk, at(0), 1}}, at(0)).size() == 1);
    CHECK(judge.feed(table, {}, at(1)).empty());
}

TEST_CASE("judge: open symptoms are told again as updated, until they are cleared",
          "[agent][judge]") {
    Judge judge{nullptr};
    Symptom raised = symptom_of("a", SymptomStatus::raised, 1);
    raised.snapshot = HostSnapshot{at(1), {}};
    judge.remember(raised);
    judge.remember(symptom_of("a", SymptomStatus::updated, 2));
    judge.remember(symptom_of("b", SymptomStatus::raised, 3));
    const auto open = judge.open(at(9));
    REQUIRE(open.size() == 2);
    CHECK(open[0].id == "a");
    CHECK(open[0].status == SymptomStatus::updated);
    CHECK(open[0].observed_at == at(9));
    CHECK(open[0].snapshot.has_value());
    CHECK(judge.find_open("b") != nullptr);
    judge.remember(symptom_of("a", SymptomStatus::cleared, 4));
    CHECK(judge.open_count() == 1);
    CHECK(judge.find_open("a") == nullptr);
}

TEST_CASE("judge: of too many open symptoms the one silent longest is forgotten",
          "[agent][judge]") {
    Judge judge{nullptr};
    for (std::size_t i = 0; i < Judge::open_max; ++i) {
        judge.remember(symptom_of(std::to_string(i), SymptomStatus::raised, static_cast<int>(i)));
    }
    CHECK(judge.open_count() == Judge::open_max);
    CHECK(judge.find_open("0") != nullptr);
    judge.remember(symptom_of("more", SymptomStatus::raised, 9999));
    CHECK(judge.open_count() == Judge::open_max);
    CHECK(judge.find_open("0") == nullptr);
}

TEST_CASE("judge: another pack takes back what the old one said", "[agent][judge]") {
    std::vector<std::string> script;
    Judge judge{nullptr};
    judge.remember(symptom_of("a", SymptomStatus::raised, 1));
    const auto back = judge.replace(std::make_unique<Scribe>(script), at(5));
    REQUIRE(back.size() == 1);
    CHECK(back[0].status == SymptomStatus::cleared);
    CHECK(back[0].reason == "pack_changed");
    CHECK(judge.open_count() == 0);
    SeriesTable table;
    table.intern("disk.a.b", {});
    judge.feed(table, {}, at(6));
    CHECK(script.front() == "attach disk.a.b");
}

TEST_CASE("judge: forecasts are scored on their way out, and the record survives another pack",
          "[agent][judge]") {
    Judge judge{std::make_unique<Prophet>(1)};
    SeriesTable table;
    const SeriesId disk = table.intern("disk.a.b", {});
    judge.feed(table, {{disk, at(0), 1}}, at(0));
    judge.feed(table, {}, at(1));
    REQUIRE(judge.forecasts().kinds().contains("disk.fills"));
    judge.replace(std::make_unique<Prophet>(0), at(2));
    judge.feed(table, {}, at(3600));
    const auto& record = judge.forecasts().kinds().at("disk.fills");
    CHECK(record.total(ForecastVerdict::withdrawn) == 1);
    CHECK(record.total(ForecastVerdict::never) == 0);
}
