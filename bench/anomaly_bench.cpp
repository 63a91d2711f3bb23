// What the engine `anomaly` costs: CPU per sample and bytes per series, at several intervals. The
// series are the same mix: a constant, noise, a daily rhythm with noise, a walk.

#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

#include <malloc.h>

#include "detectors/engines/anomaly.hpp"

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::seconds;

constexpr int series = 2000;
constexpr double budget_core_share = 0.01;
constexpr TimePoint start = from_unix_ms(1'790'000'000'000);

struct Nobody final : SymptomSink {
    void say(Symptom /*symptom*/) override { ++said; }

    std::size_t said = 0;
};

KindSettings kind() {
    KindSettings kind;
    kind.kind = "bench";
    kind.component = "thing {id}";
    kind.occurring = "{component}: {value}, {why}";
    AnomalySettings settings;
    settings.signal = "bench";
    settings.series_max = series;
    kind.settings = settings;
    return kind;
}

/// Repeatable noise between -1 and 1.
class Noise {
public:
    double next() {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state_ >> 33) / 1073741824.0 - 1;
    }

private:
    std::uint64_t state_ = 1;
};

double value_of(int id, double at_seconds, double& walk, Noise& noise) {
    switch (id % 4) {
        case 0:
            return 42;
        case 1:
            return noise.next();
        case 2:
            return 100 + 40 * std::sin(at_seconds / 13750.987) + 5 * noise.next();
        default:
            return walk += noise.next();
    }
}

struct Row {
    seconds step;
    double ns_per_sample = 0;
    double bytes_per_series = 0;
    double core_share = 0;
    std::size_t symptoms = 0;
};

// Values are made before the clock runs.
Row measure(seconds step, int rows_warm, int ticks) {
    AnomalyEngine engine{kind()};
    Nobody sink;
    Noise noise;
    const std::size_t before = mallinfo2().uordblks;
    std::vector<std::uint32_t> slots;
    for (int id = 0; id < series; ++id)
        slots.push_back(*engine.attach({"bench", Labels{{"id", std::to_string(id)}}}));
    std::vector<double> walks(series);
    std::vector<double> values(series);
    TimePoint now = start;
    double cpu = 0;
    const auto tick = [&](seconds length) {
        now += length;
        for (int id = 0; id < series; ++id)
            values[static_cast<std::size_t>(id)] =
                value_of(id, to_seconds(now - start), walks[static_cast<std::size_t>(id)], noise);
        const std::clock_t from = std::clock();
        for (std::size_t id = 0; id < series; ++id)
            engine.observe(slots[id], {SeriesId{1}, now, values[id]}, sink);
        engine.advance(now, sink);
        cpu += static_cast<double>(std::clock() - from) / CLOCKS_PER_SEC;
    };
    for (int row = 0; row < rows_warm; ++row)
        tick(seconds{60});
    cpu = 0;
    const std::size_t said_before = sink.said;
    for (int i = 0; i < ticks; ++i)
        tick(step);
    Row row{step};
    row.ns_per_sample = cpu * 1e9 / ticks / series;
    row.bytes_per_series = static_cast<double>(mallinfo2().uordblks - before) / series;
    row.core_share = cpu / ticks / to_seconds(step);
    row.symptoms = sink.said - said_before;
    return row;
}

}  // namespace

int main() {
    std::vector<Row> rows;
    constexpr int warm = 800;  // all that is kept is full
    rows.push_back(measure(seconds{1}, warm, 300));
    rows.push_back(measure(seconds{10}, warm, 120));
    rows.push_back(measure(seconds{60}, warm, 100));
    rows.push_back(measure(seconds{300}, warm, 100));
    std::printf(
        "| interval s | ns per sample | bytes per series | %% of a core, %d series | said |\n",
        series);
    std::printf("|---|---|---|---|---|\n");
    for (const Row& row : rows)
        std::printf("| %lld | %.0f | %.0f | %.3f | %zu |\n",
                    static_cast<long long>(to_seconds(row.step)), row.ns_per_sample,
                    row.bytes_per_series, row.core_share * 100, row.symptoms);
    const Row& fastest = rows.front();
    std::printf("%.0f ns per sample at 1 s, %.0f bytes per series; budget: %.1f %% of a core\n",
                fastest.ns_per_sample, fastest.bytes_per_series, budget_core_share * 100);
    return fastest.core_share <= budget_core_share ? 0 : 1;
}
