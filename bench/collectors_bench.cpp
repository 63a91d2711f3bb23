#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <sys/statvfs.h>
#include <time.h>

#include "collectors/all/catalog.hpp"
#include "collectors/tick_readings.hpp"
#include "core/clock.hpp"
#include "core/directory_host_fs.hpp"

// What each collector costs on this very host: processor time of this process, per tick and per
// sample. As in the agent a tick runs them all one after another; ticks are a second apart in the
// collectors' eyes, and in truth a pause in which caches go cold.

namespace {

using namespace foreshock;

constexpr int warm_up_ticks = 15;
constexpr int ticks = 120;
constexpr auto pause_between = std::chrono::milliseconds{20};

double cpu_us() {
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

class DirectSpaceProbe final : public collectors::SpaceProbe {
public:
    Result<collectors::Space> space(std::string_view mount_point) override {
        struct statvfs found {};

        const std::string path{mount_point};
        if (::statvfs(path.c_str(), &found) != 0) return fail(Errc::no_data, path);
        const auto block = static_cast<double>(found.f_frsize);
        return collectors::Space{
            static_cast<double>(found.f_blocks) * block, static_cast<double>(found.f_bfree) * block,
            static_cast<double>(found.f_bavail) * block, static_cast<double>(found.f_files),
            static_cast<double>(found.f_ffree),          (found.f_flag & ST_RDONLY) != 0};
    }
};

class CountingSink final : public SampleSink {
public:
    SeriesId series(const SignalDescription& signal, const Labels& labels) override {
        return table_.intern(signal.name, labels);
    }

    void add(SeriesId, double value) override { samples += std::isfinite(value) ? 1 : 0; }

    std::size_t samples = 0;

private:
    SeriesTable table_;
};

struct Bench {
    std::string_view name;
    std::unique_ptr<collectors::Collector> collector;
    CountingSink sink;
    Duration every{};
    TimePoint due{};
    double spent_us = 0;
    double most_us = 0;  ///< in one tick
};

/// Collects when it is time to, as often as the catalogue says.
void tick(Bench& bench, TimePoint now) {
    if (now < bench.due) return;
    bench.due = now + bench.every;
    const double before = cpu_us();
    const auto collected = bench.collector->collect(now, bench.sink);
    const double spent_us = cpu_us() - before;
    bench.spent_us += spent_us;
    bench.most_us = std::max(bench.most_us, spent_us);
    if (!collected && collected.error().code != Errc::no_data) {
        std::fprintf(stderr, "%s\n", collected.error().what.c_str());
    }
}

void run(std::vector<Bench>& benches, int count, TimePoint& now) {
    for (int i = 0; i < count; ++i, now += std::chrono::seconds{1}) {
        std::this_thread::sleep_for(pause_between);
        for (Bench& bench : benches)
            tick(bench, now);
    }
}

void print_row(const char* name, double samples, double spent_us, double most_us) {
    const double each = samples > 0 ? spent_us / samples : 0;
    std::printf("| %s | %.1f | %.1f | %.2f | %.0f |\n", name, samples / ticks, spent_us / ticks,
                each, most_us);
}

}  // namespace

int main() {
    const DirectoryHostFs host{"/"};
    DirectSpaceProbe space;
    const collectors::WatchSettings watch;
    const auto readings = std::make_shared<collectors::TickReadings>(host);
    std::vector<Bench> benches;
    for (const collectors::CollectorEntry& entry : collectors::collector_catalog()) {
        auto made =
            entry.make({.host = host, .space = space, .watch = watch, .readings = readings});
        if (!made) return 1;
        benches.push_back({entry.name, std::move(*made), {}, entry.default_every});
    }
    TimePoint now = SystemClock{}.now();
    run(benches, warm_up_ticks, now);
    for (Bench& bench : benches)
        bench.sink.samples = 0, bench.spent_us = bench.most_us = 0;
    run(benches, ticks, now);
    double samples = 0;
    double spent_us = 0;
    double most_us = 0;
    std::printf("| collector | samples per tick | µs per tick | µs per sample | most µs |\n");
    std::printf("|---|---:|---:|---:|---:|\n");
    for (const Bench& bench : benches) {
        print_row(std::string{bench.name}.c_str(), static_cast<double>(bench.sink.samples),
                  bench.spent_us, bench.most_us);
        samples += static_cast<double>(bench.sink.samples);
        spent_us += bench.spent_us;
        most_us += bench.most_us;
    }
    print_row("**all**", samples, spent_us, most_us);
    std::printf("\nverdict: %.2f us/sample\n", spent_us / samples);
    return 0;
}
