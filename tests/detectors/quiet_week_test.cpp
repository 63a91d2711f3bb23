#include <algorithm>
#include <set>
#include <sstream>

#include "healthy_logs.hpp"
#include "healthy_week.hpp"
#include "symptom_memory.hpp"
#include <catch2/catch.hpp>

#include "detectors/catalog.hpp"

using namespace foreshock;
using namespace foreshock::detectors;
using namespace foreshock::test;

namespace {

using std::chrono::hours;
using std::chrono::seconds;

const TimePoint monday = from_unix_ms(1'789'948'800'000);
constexpr Duration every = seconds{20};
// A tick comes late by so much: the host was suspended.
constexpr Duration step_at = hours{123};
constexpr Duration step = seconds{120};

std::string stock_folder() {
    return FORESHOCK_SOURCE_DIR "/packaging/packs/stock";
}

/// "area.thing.aspect"
bool is_signal_name(std::string_view text) {
    return std::count(text.begin(), text.end(), '.') == 2 && text.front() != '.' &&
           text.back() != '.' && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
           });
}

/// What stands in quotes in a line of settings; comments hold none.
void add_signals_of(std::string_view line, const Pack& pack, std::set<std::string>& signals) {
    if (line.starts_with('#')) return;
    while (true) {
        const std::size_t open = line.find('"');
        const std::size_t close = open == line.npos ? line.npos : line.find('"', open + 1);
        if (close == line.npos) return;
        const std::string name{line.substr(open + 1, close - open - 1)};
        if (is_signal_name(name) && !pack.find(name)) signals.insert(name);
        line.remove_prefix(close + 1);
    }
}

/// Every name of a signal in the pack, of whatever engine.
std::set<std::string> signals_of(const Pack& pack) {
    std::set<std::string> signals;
    const std::vector<PackText> texts = read_pack_texts({stock_folder()}).value();
    for (const PackText& text : texts) {
        std::istringstream lines{text.toml};
        for (std::string line; std::getline(lines, line);)
            add_signals_of(line, pack, signals);
    }
    return signals;
}

struct Series {
    SeriesKey key;
    HealthyCurve curve;
};

/// The curves of the table, and default ones for what else the pack names.
std::vector<Series> series_for(const std::set<std::string>& signals) {
    std::vector<Series> all;
    std::set<std::string> fed;
    for (const HealthySeries& each : healthy_week()) {
        const auto labels = Labels::parse(each.labels);
        REQUIRE(labels);
        all.push_back({{std::string{each.signal}, *labels}, each.curve});
        fed.emplace(each.signal);
    }
    for (const std::string& signal : signals) {
        if (fed.contains(signal)) continue;
        INFO("a curve for " << signal << " is missing: add a line to healthy_week.cpp");
        HealthyCurve curve = default_curve(signal);
        REQUIRE(curve);
        all.push_back({{signal, {}}, std::move(curve)});
    }
    return all;
}

/// -1 to 1, by series and tick. Source: splitmix64, Steele, Lea, Flood, OOPSLA 2014.
double noise(std::uint64_t series, std::uint64_t tick) {
    std::uint64_t z = (series * 1'000'003 + tick) * 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<double>((z ^ (z >> 31U)) >> 11U) / 4503599627370496.0 - 1.0;
}

struct Week {
    Week() : pack(load_packs({stock_folder()}).value()) {
        detector = make_detectors(pack);
        logs = std::make_unique<HealthyLogs>(*detector);
        all = series_for(signals_of(pack));
        for (std::size_t i = 0; i < all.size(); ++i)
            detector->attach(SeriesId{static_cast<std::uint32_t>(i)}, all[i].key);
    }

    void play(Duration length) {
        for (Duration t{0}; t < length; t += every, ++tick) {
            HostMoment now;
            now.hour = to_seconds(t) / 3600;
            const TimePoint at = monday + t + (t >= step_at ? step : Duration{0});
            if (now.is_down()) continue;
            for (std::size_t i = 0; i < all.size(); ++i) {
                now.noise = noise(i, tick);
                detector->observe({SeriesId{static_cast<std::uint32_t>(i)}, at, all[i].curve(now)},
                                  memory);
            }
            logs->tell(now, at, memory);
            detector->advance(at, memory);
        }
    }

    Pack pack;
    std::unique_ptr<Detector> detector;
    std::unique_ptr<HealthyLogs> logs;
    std::vector<Series> all;
    SymptomMemory memory;
    std::uint64_t tick = 0;
};

}  // namespace

TEST_CASE("quiet week: a busy healthy host says next to nothing through the whole stock pack",
          "[detectors][quiet-week]") {
    Week week;
    CHECK(week.all.size() >= 100);
    week.play(hours{24 * 7});
    std::string story;
    for (const Symptom& symptom : week.memory.said)
        story += format_duration(symptom.observed_at - monday) + " " +
                 std::string{to_string(symptom.status)} + " " + symptom.kind + " " +
                 symptom.sentence + "\n";
    INFO(story);
    CHECK(week.memory.count(SymptomStatus::raised) <= 1);
    for (const Symptom& symptom : week.memory.said)
        CHECK(symptom.severity != Severity::critical);
}

TEST_CASE("quiet week: the same host is heard when a disk fills", "[detectors][quiet-week]") {
    Week week;
    for (Series& series : week.all)
        if (series.key.signal == "filesystem.space.used_bytes")
            series.curve = [](const HostMoment& now) { return (60 + 4 * now.hour) * 1e9; };
    week.play(hours{8});
    const auto& said = week.memory.said;
    CHECK(std::count_if(said.begin(), said.end(), [](const Symptom& symptom) {
              return symptom.kind == "filesystem.space.exhaustion" &&
                     symptom.status == SymptomStatus::raised;
          }) == 1);
}

TEST_CASE("quiet week: every signal that the stock pack names has a curve",
          "[detectors][quiet-week]") {
    const Pack pack = load_packs({stock_folder()}).value();
    const std::set<std::string> signals = signals_of(pack);
    CHECK(signals.size() >= 70);
    for (const char* signal : {"memory.ram.used_bytes", "load.average.per_core_ratio"})
        CHECK(signals.contains(signal));
    std::set<std::string> fed;
    for (const Series& series : series_for(signals))
        fed.insert(series.key.signal);
    for (const std::string& signal : signals) {
        INFO(signal);
        CHECK(fed.contains(signal));
    }
}
