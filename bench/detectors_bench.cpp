// What judging costs: the whole stock pack over 2,000 series at 1 s, in virtual time. The series
// are those of a healthy host (tests/detectors/healthy_week.cpp), with as many disks, interfaces,
// filesystems, cgroups, processes and units as make up the number. Values are made before the
// clock runs; logs and changes are left out.
//   build/release/detectors_bench

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <vector>

#include "healthy_week.hpp"
#include <malloc.h>

#include "agent/budget.hpp"
#include "collectors/all/catalog.hpp"
#include "detectors/catalog.hpp"

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::seconds;

constexpr std::size_t series_wanted = 2000;
constexpr TimePoint monday = from_unix_ms(1'790'553'600'000);
constexpr int warm_ticks = 14 * 60;  // a night and a morning, by the minute
constexpr int measured_ticks = 600;

/// Things of which a big host has many: by the first word of the signal, and their label.
struct Area {
    std::string_view prefix;
    const char* label;
};

constexpr std::array areas{
    Area{"disk.", "disk"},       Area{"network.", "interface"}, Area{"filesystem.", "mount"},
    Area{"cgroup.", "cgroup"},   Area{"process.", "process"},   Area{"unit.", "unit"},
    Area{"cpu.core.", "core"},   Area{"listen.", "address"},    Area{"smart.", "disk"},
    Area{"thermal.", "sensor"},  Area{"check.", "check"},       Area{"slab.cache.", "cache"},
    Area{"log.unit.", "unit"},   Area{"timer.", "timer"},       Area{"certificate.", "path"},
    Area{"memory.zone.", "zone"}};

const Area* area_of(std::string_view signal) {
    for (const Area& area : areas)
        if (signal.starts_with(area.prefix)) return &area;
    return nullptr;
}

struct Nobody final : SymptomSink {
    void say(Symptom /*symptom*/) override { ++said; }

    std::size_t said = 0;
};

struct Series {
    SeriesKey key;
    test::HealthyCurve curve;
};

test::HealthyCurve curve_of(std::string_view signal) {
    for (const test::HealthySeries& each : test::healthy_week())
        if (each.signal == signal) return each.curve;
    return test::default_curve(signal);
}

/// Each signal once, then more of what a host may have many of, until they are enough.
std::vector<Series> make_series() {
    std::vector<Series> all;
    std::vector<Series> many;
    for (const auto& collector : collectors::collector_catalog()) {
        for (const SignalDescription& signal : collector.signals) {
            test::HealthyCurve curve = curve_of(signal.name);
            if (!curve) continue;
            auto& kind = area_of(signal.name) ? many : all;
            kind.push_back({{std::string{signal.name}, {}}, std::move(curve)});
        }
    }
    for (int number = 0; !many.empty() && all.size() < series_wanted; ++number) {
        for (const Series& one : many) {
            const std::string name = "thing-" + std::to_string(number);
            Labels labels{{area_of(one.key.signal)->label, name}};
            all.push_back({{one.key.signal, std::move(labels)}, one.curve});
        }
    }
    if (all.size() > series_wanted) all.resize(series_wanted);
    return all;
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

class Bench {
public:
    explicit Bench(const Pack& pack) : series_(make_series()), values_(series_.size()) {
        const std::size_t before = mallinfo2().uordblks;
        detector_ = make_detectors(pack);
        for (std::size_t i = 0; i < series_.size(); ++i)
            wanted_.push_back(detector_->attach(id(i), series_[i].key));
        heap_before_ = before;
    }

    void tick(Duration length) {
        now_ += length;
        test::HostMoment moment;
        moment.hour = to_seconds(now_ - monday) / 3600;
        for (std::size_t i = 0; i < series_.size(); ++i) {
            moment.noise = noise_.next();
            values_[i] = series_[i].curve(moment);
        }
        const std::clock_t from = std::clock();
        for (std::size_t i = 0; i < series_.size(); ++i)
            if (wanted_[i]) detector_->observe({id(i), now_, values_[i]}, sink_);
        detector_->advance(now_, sink_);
        cpu_ += std::clock() - from;
    }

    void begin_measuring() { cpu_ = 0; }

    [[nodiscard]] double cpu_seconds() const { return static_cast<double>(cpu_) / CLOCKS_PER_SEC; }

    [[nodiscard]] double bytes() const {
        return static_cast<double>(mallinfo2().uordblks - heap_before_);
    }

    [[nodiscard]] std::size_t said() const { return sink_.said; }

    [[nodiscard]] std::size_t size() const { return series_.size(); }

    [[nodiscard]] std::size_t judged() const {
        return static_cast<std::size_t>(std::count(wanted_.begin(), wanted_.end(), true));
    }

private:
    static SeriesId id(std::size_t number) { return SeriesId{static_cast<std::uint32_t>(number)}; }

    std::vector<Series> series_;
    std::vector<double> values_;
    std::vector<bool> wanted_;
    std::unique_ptr<Detector> detector_;
    std::size_t heap_before_ = 0;
    TimePoint now_ = monday;
    Noise noise_;
    Nobody sink_;
    std::clock_t cpu_ = 0;
};

}  // namespace

int main() {
    const auto pack = load_packs({stock_pack()});
    if (!pack) {
        std::fprintf(stderr, "%s\n", pack.error().what.c_str());
        return 1;
    }
    Bench bench{*pack};
    for (int i = 0; i < warm_ticks; ++i)
        bench.tick(seconds{60});
    bench.begin_measuring();
    for (int i = 0; i < measured_ticks; ++i)
        bench.tick(seconds{1});
    const double each = bench.cpu_seconds() / measured_ticks;
    const auto count = static_cast<double>(bench.size());
    std::printf(
        "| series | of them judged | kinds | ns per sample | %% of a core at 1 s "
        "| bytes per series | said |\n|---|---|---|---|---|---|---|\n");
    std::printf("| %zu | %zu | %zu | %.0f | %.3f | %.0f | %zu |\n\n", bench.size(), bench.judged(),
                pack->kinds.size(), each / count * 1e9, each * 100, bench.bytes() / count,
                bench.said());
    const double budget = agent::BudgetSettings{}.cpu_ratio;
    std::printf("verdict: %.3f %% of a core for %zu series at 1 s; the agent's budget is %.1f %%\n",
                each * 100, bench.size(), budget * 100);
    return each <= budget ? 0 : 1;
}
