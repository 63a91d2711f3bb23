#include "collectors/run_queue.hpp"

#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/rate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"load.queue.wait_ratio", gauge, "ratio",
                      "Seconds per second that ready tasks waited for a core, all together."},
    SignalDescription{"load.queue.latency_seconds", gauge, "seconds",
                      "Mean wait of a ready task for a core; absent when none was given one."},
};

enum Row : std::size_t { wait, latency };

static_assert(signals.size() == latency + 1);

constexpr std::uint64_t version_min = 15;
constexpr double nanoseconds_per_second = 1e9;

/// What follows "cpu0": seven numbers, then the wait and the timeslices.
bool add_core(std::string_view words, RunQueueReading& out) {
    for (int i = 0; i < 7; ++i)
        take_word(words);
    const auto waited = take_uint(words);
    const auto slices = take_uint(words);
    if (!waited || !slices) return false;
    out.waited_ns += *waited;
    out.timeslices += *slices;
    return true;
}

class RunQueueCollector final : public Collector {
public:
    explicit RunQueueCollector(const HostFs& host) : file_(host, "proc/schedstat") {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto text = file_.read();
        if (!text) return fail(text.error());
        const auto reading = parse_schedstat(*text);
        if (!reading) return fail(reading.error());
        const double seconds = interval_.to(now);
        const auto waited = waited_.to(reading->waited_ns);
        const auto slices = slices_.to(reading->timeslices);
        series_.add(out, wait, ratio(waited, seconds * nanoseconds_per_second));
        series_.add(out, latency, ratio(waited, slices.value_or(0) * nanoseconds_per_second));
        return {};
    }

private:
    KernelFile file_;
    Interval interval_;
    Increase waited_;
    Increase slices_;
    EntitySeries series_{signals};
};

}  // namespace

Result<RunQueueReading> parse_schedstat(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    const bool is_version = take_word(line) == "version";
    const auto version = take_uint(line);
    if (!is_version || !version || *version < version_min) {
        return fail(Errc::malformed, "schedstat: not of version 15 or later");
    }
    RunQueueReading reading;
    bool found = false;
    while (take_line(text, line)) {
        if (!take_word(line).starts_with("cpu")) continue;
        found = true;
        if (!add_core(line, reading)) {
            return fail(Errc::malformed, "schedstat: a core's line lacks numbers");
        }
    }
    if (!found) return fail(Errc::malformed, "schedstat: no cores");
    return reading;
}

std::span<const SignalDescription> run_queue_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_run_queue(const CollectorContext& context) {
    return std::make_unique<RunQueueCollector>(context.host);
}

}  // namespace foreshock::collectors
