#include "collectors/system/time.hpp"

#include <array>

#include "collectors/entity_series.hpp"
#include "collectors/system/chrony.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"time.clock.offset_seconds", gauge, "seconds",
                      "What the kernel still has to correct of its clock."},
    SignalDescription{"time.clock.estimated_error_seconds", gauge, "seconds",
                      "How wrong the clock is likely to be."},
    SignalDescription{"time.clock.maximum_error_seconds", gauge, "seconds",
                      "How wrong the clock may be; grows while nobody corrects it."},
    SignalDescription{"time.clock.frequency_ratio", gauge, "ratio",
                      "Correction of the clock's pace; 0.000001 is one part per million."},
    SignalDescription{"time.clock.synchronised", gauge, "boolean",
                      "1 while somebody keeps the kernel's clock right."},
    SignalDescription{"time.clock.leap_pending", gauge, "boolean",
                      "1 when this day ends with a leap second."},
    SignalDescription{"time.clock.step_seconds", gauge, "seconds",
                      "How much the clock was set forward or back since the last sample."},
    SignalDescription{"time.reference.stratum_count", gauge, "count",
                      "Steps between this host and a reference clock, as chrony says; 0: none."},
    SignalDescription{"time.reference.offset_seconds", gauge, "seconds",
                      "System clock against the time of the network, as chrony says."},
    SignalDescription{"time.reference.root_delay_seconds", gauge, "seconds",
                      "Network delay to the reference clock, as chrony says."},
    SignalDescription{"time.reference.root_dispersion_seconds", gauge, "seconds",
                      "Error gathered on the way to the reference clock, as chrony says."},
    SignalDescription{"time.reference.synchronised", gauge, "boolean",
                      "1 while chrony calls the clock synchronised."},
    SignalDescription{"time.sources.configured_count", gauge, "count",
                      "Time sources that chrony knows."},
    SignalDescription{"time.sources.reachable_count", gauge, "count",
                      "Time sources that answered one of the last eight questions."},
    SignalDescription{"time.sources.selected_count", gauge, "count",
                      "Time sources good enough to be used."},
    SignalDescription{"time.sources.false_count", gauge, "count",
                      "Time sources that disagree with the majority."},
    SignalDescription{"time.timesyncd.synchronised", gauge, "boolean",
                      "1 when systemd-timesyncd has set the clock since the host was started."},
};

enum Row : std::size_t {
    clock_offset,
    estimated_error,
    maximum_error,
    frequency,
    synchronised,
    leap_pending,
    step,
    stratum,
    reference_offset,
    root_delay,
    root_dispersion,
    reference_synchronised,
    sources_configured,
    sources_reachable,
    sources_selected,
    sources_false,
    timesyncd,
    rows
};

static_assert(signals.size() == rows);

constexpr Duration ask_every = std::chrono::minutes{1};

/// One question to chronyc, again and again. Who has no chronyc is asked all the same: it may come.
class ChronyQuestion {
public:
    explicit ChronyQuestion(std::string topic) : topic_(std::move(topic)) {}

    /// The answer in the tick after it came. no_data: there is no chronyc, or no chronyd.
    Result<std::string> step(CommandRunner* commands, TimePoint now) {
        if (!commands) return fail(Errc::no_data, "no programs can be run");
        if (running_) return take();
        if (asked_ && now >= *asked_ && now - *asked_ < ask_every) {
            return fail(Errc::no_data, "not yet");
        }
        asked_ = now;
        auto started = commands->start({{"chronyc", "-c", "-n", topic_}});
        if (!started) return fail(std::move(started).error());
        running_ = std::move(*started);
        return take();
    }

private:
    Result<std::string> take() {
        auto outcome = running_->poll();
        if (!outcome) return fail(Errc::no_data, "it runs");
        running_.reset();
        if (!*outcome) return fail(std::move(*outcome).error());
        // "506 Cannot talk to daemon": chrony is installed and does not run.
        if ((*outcome)->exit_code != 0) return fail(Errc::no_data, "chronyd does not answer");
        return std::move((*outcome)->output);
    }

    std::string topic_;
    std::unique_ptr<RunningCommand> running_;
    std::optional<TimePoint> asked_;
};

class TimeCollector final : public Collector {
public:
    TimeCollector(const CollectorContext& context, std::unique_ptr<KernelClock> clock)
        : host_(context.host), commands_(context.commands), clock_(std::move(clock)) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        collect_timesyncd(out);
        const auto tracking = collect_tracking(now, out);
        const auto sources = collect_sources(now, out);
        const auto clock = collect_clock(out);
        for (const Result<void>* outcome : {&clock, &tracking, &sources}) {
            if (!*outcome && outcome->error().code != Errc::no_data) return *outcome;
        }
        return {};
    }

private:
    Result<void> collect_clock(SampleSink& out) {
        const auto reading = clock_->read();
        if (!reading) return fail(reading.error());
        series_.add(out, clock_offset, reading->offset_seconds);
        series_.add(out, estimated_error, reading->estimated_error_seconds);
        series_.add(out, maximum_error, reading->maximum_error_seconds);
        series_.add(out, frequency, reading->frequency_ratio);
        series_.add(out, synchronised, reading->synchronised ? 1.0 : 0.0);
        series_.add(out, leap_pending, reading->leap_pending ? 1.0 : 0.0);
        if (before_) {
            const double real = reading->realtime_seconds - before_->realtime_seconds;
            const double true_seconds = reading->boottime_seconds - before_->boottime_seconds;
            series_.add(out, step, real - true_seconds);
        }
        before_ = *reading;
        return {};
    }

    void collect_timesyncd(SampleSink& out) {
        if (!host_.count("run/systemd/timesync")) return;
        const bool is_set = host_.read("run/systemd/timesync/synchronized").has_value();
        series_.add(out, timesyncd, is_set ? 1.0 : 0.0);
    }

    Result<void> collect_tracking(TimePoint now, SampleSink& out) {
        const auto text = tracking_.step(commands_, now);
        if (!text) return fail(text.error());
        const auto reading = parse_chrony_tracking(*text);
        if (!reading) return fail(reading.error());
        series_.add(out, stratum, static_cast<double>(reading->stratum));
        series_.add(out, reference_offset, reading->offset_seconds);
        series_.add(out, root_delay, reading->root_delay_seconds);
        series_.add(out, root_dispersion, reading->root_dispersion_seconds);
        series_.add(out, reference_synchronised, reading->synchronised ? 1.0 : 0.0);
        return {};
    }

    Result<void> collect_sources(TimePoint now, SampleSink& out) {
        const auto text = sources_.step(commands_, now);
        if (!text) return fail(text.error());
        const auto reading = parse_chrony_sources(*text);
        if (!reading) return fail(reading.error());
        series_.add(out, sources_configured, static_cast<double>(reading->configured));
        series_.add(out, sources_reachable, static_cast<double>(reading->reachable));
        series_.add(out, sources_selected, static_cast<double>(reading->selected));
        series_.add(out, sources_false, static_cast<double>(reading->false_ones));
        return {};
    }

    const HostFs& host_;
    CommandRunner* commands_;
    std::unique_ptr<KernelClock> clock_;
    EntitySeries series_{signals};
    ChronyQuestion tracking_{"tracking"};
    ChronyQuestion sources_{"sources"};
    std::optional<ClockReading> before_;
};

}  // namespace

std::span<const SignalDescription> time_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_time(const CollectorContext& context) {
    return make_time_with(context, running_kernel_clock());
}

Result<std::unique_ptr<Collector>> make_time_with(const CollectorContext& context,
                                                  std::unique_ptr<KernelClock> clock) {
    return std::make_unique<TimeCollector>(context, std::move(clock));
}

}  // namespace foreshock::collectors
