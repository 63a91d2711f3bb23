#include "collectors/system/units.hpp"

#include <array>
#include <map>

#include "collectors/entity_map.hpp"
#include "collectors/entity_series.hpp"
#include "collectors/system/background_round.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"systemd.units.total_count", gauge, "count", "Units that are loaded."},
    SignalDescription{"systemd.units.active_count", gauge, "count", "Units that are active."},
    SignalDescription{"systemd.units.failed_count", gauge, "count", "Units that have failed."},
    SignalDescription{"systemd.units.left_out_count", gauge, "count",
                      "Units, timers and sockets beyond the bound that have no series."},
    SignalDescription{"systemd.boot.finished", gauge, "boolean",
                      "1 when the start of the host is complete, failures or not."},
    SignalDescription{"systemd.state.degraded", gauge, "boolean",
                      "1 while systemd calls the host degraded or in maintenance."},
    SignalDescription{"systemd.jobs.queued_count", gauge, "count",
                      "Starts, stops and reloads that have not ended."},
    SignalDescription{"systemd.jobs.oldest_seconds", gauge, "seconds",
                      "How long the oldest of them has been seen; 0 when there is none."},
    SignalDescription{"unit.state.active", gauge, "boolean", "1 while the unit is active."},
    SignalDescription{"unit.state.failed", gauge, "boolean", "1 while the unit has failed."},
    SignalDescription{"unit.state.starting_seconds", gauge, "seconds",
                      "How long the unit has been starting, restarts included; 0 when it is not."},
    SignalDescription{"unit.restarts.total_count", counter, "count",
                      "How often systemd has restarted the service by itself."},
    SignalDescription{"timer.schedule.since_last_seconds", gauge, "seconds",
                      "How long ago the timer last elapsed; absent when it never did."},
    SignalDescription{"timer.schedule.until_next_seconds", gauge, "seconds",
                      "How long until the timer elapses; 0 when that is over."},
    SignalDescription{"timer.schedule.overdue_seconds", gauge, "seconds",
                      "How long ago the timer should have elapsed; 0 when it is on time."},
    SignalDescription{"socket_unit.connections.accepted_count", counter, "count",
                      "Connections that the socket unit has accepted."},
    SignalDescription{"socket_unit.connections.refused_count", counter, "count",
                      "Connections refused because too many were open."},
    SignalDescription{"socket_unit.connections.used_count", gauge, "count",
                      "Connections open now, of a socket with a service for each."},
    SignalDescription{"socket_unit.connections.limit_count", gauge, "count",
                      "How many of them may be open (MaxConnections)."},
};

enum HostRow : std::size_t {
    units_total,
    units_active,
    units_failed,
    units_left_out,
    boot_finished,
    state_degraded,
    jobs_queued,
    jobs_oldest,
    host_rows
};

enum UnitSignal : std::size_t { is_active, has_failed, starting, restarts, unit_rows };

enum TimerSignal : std::size_t { since_last, until_next, overdue, timer_rows };

enum SocketSignal : std::size_t { accepted, refused, used, limit, socket_rows };

constexpr std::size_t before_timers = std::size_t{host_rows} + unit_rows;

static_assert(signals.size() == before_timers + timer_rows + socket_rows);

constexpr auto host_signals = std::span{signals}.first<host_rows>();
constexpr auto unit_signals = std::span{signals}.subspan<host_rows, unit_rows>();
constexpr auto timer_signals = std::span{signals}.subspan<before_timers, timer_rows>();
constexpr auto socket_signals = std::span{signals}.last<socket_rows>();

constexpr Duration ask_every = std::chrono::seconds{10};

struct UnitSeries {
    explicit UnitSeries(std::string_view name)
        : series(unit_signals, {{"unit", label_text(name)}}) {}

    EntitySeries series;
    std::optional<TimePoint> starting_since;
};

struct TimerSeries {
    explicit TimerSeries(std::string_view name)
        : series(timer_signals, {{"timer", label_text(name)}}) {}

    EntitySeries series;
};

struct SocketSeries {
    explicit SocketSeries(std::string_view name)
        : series(socket_signals, {{"unit", label_text(name)}}) {}

    EntitySeries series;
};

std::optional<double> as_double(std::optional<std::uint64_t> value) {
    return value ? std::optional<double>{static_cast<double>(*value)} : std::nullopt;
}

/// How long the jobs of systemd have been seen.
class JobAges {
public:
    double oldest_seconds(const std::vector<JobRow>& jobs, TimePoint now) {
        std::map<std::uint32_t, TimePoint> seen;
        double oldest = 0;
        for (const JobRow& job : jobs) {
            const auto before = seen_.find(job.id);
            const TimePoint since = before == seen_.end() ? now : before->second;
            seen.emplace(job.id, since);
            oldest = std::max(oldest, to_seconds(now - since));
        }
        seen_ = std::move(seen);
        return oldest;
    }

private:
    std::map<std::uint32_t, TimePoint> seen_;  // at most UnitsReading::jobs_max
};

class UnitsCollector final : public Collector {
public:
    UnitsCollector(const CollectorContext& context, UnitBusSource open_bus)
        : host_(context.host),
          open_bus_(std::move(open_bus)),
          round_(context.background, "units", ask_every) {}

    Result<void> collect(TimePoint now, SampleSink& out) override {
        const auto booted = host_.count("run/systemd/system");
        if (!booted) return fail(Errc::no_data, "systemd did not start this host");
        auto found = round_.step(now, [open = open_bus_, enabled = enabled_] {
            auto bus = open();
            if (!bus) return Result<UnitsReading>{fail(std::move(bus).error())};
            return read_units(**bus, *enabled, monotonic_microseconds());
        });
        if (!found) return fail(std::move(found).error());
        if (*found) emit(**found, now, out);
        return {};
    }

    void add_facts(std::vector<Fact>& out) const override {
        out.insert(out.end(), facts_.begin(), facts_.end());
    }

private:
    void emit(const UnitsReading& reading, TimePoint now, SampleSink& out) {
        emit_host(reading, now, out);
        emit_units(reading, now, out);
        emit_timers(reading, now, out);
        emit_sockets(reading, out);
        keep_facts(reading);
    }

    void emit_host(const UnitsReading& reading, TimePoint now, SampleSink& out) {
        host_series_.add(out, units_total, static_cast<double>(reading.total));
        host_series_.add(out, units_active, static_cast<double>(reading.active));
        host_series_.add(out, units_failed, static_cast<double>(reading.failed));
        host_series_.add(out, units_left_out, static_cast<double>(reading.left_out));
        host_series_.add(out, jobs_queued, static_cast<double>(reading.jobs.size()));
        host_series_.add(out, jobs_oldest, ages_.oldest_seconds(reading.jobs, now));
        const std::string& state = reading.system_state;
        if (state.empty()) return;
        const bool is_starting = state == "initializing" || state == "starting";
        host_series_.add(out, boot_finished, is_starting ? 0.0 : 1.0);
        const bool degraded = state == "degraded" || state == "maintenance";
        host_series_.add(out, state_degraded, degraded ? 1.0 : 0.0);
    }

    void emit_units(const UnitsReading& reading, TimePoint now, SampleSink& out) {
        for (const WatchedUnit& unit : reading.units) {
            UnitSeries* known = units_.see(unit.name);
            if (!known) continue;
            const bool active = unit.active_state == "active" || unit.active_state == "reloading";
            known->series.add(out, is_active, active ? 1.0 : 0.0);
            known->series.add(out, has_failed, unit.active_state == "failed" ? 1.0 : 0.0);
            if (unit.active_state != "activating") known->starting_since.reset();
            if (unit.active_state == "activating" && !known->starting_since) {
                known->starting_since = now;
            }
            const TimePoint since = known->starting_since.value_or(now);
            known->series.add(out, starting, to_seconds(now - since));
            known->series.add(out, restarts, as_double(unit.restarts));
        }
        units_.forget_unseen();
    }

    void emit_timers(const UnitsReading& reading, TimePoint now, SampleSink& out) {
        for (const TimerTimes& timer : reading.timers) {
            TimerSeries* known = timers_.see(timer.name);
            if (!known) continue;
            const double now_seconds = static_cast<double>(to_unix_ms(now)) / 1e3;
            const double last = static_cast<double>(timer.last_us) / 1e6;
            if (timer.last_us != 0) {
                known->series.add(out, since_last, std::max(0.0, now_seconds - last));
            }
            const auto next = seconds_until_next(timer, now, reading.monotonic_us);
            if (next) known->series.add(out, until_next, std::max(0.0, *next));
            known->series.add(out, overdue, std::max(0.0, -next.value_or(0)));
        }
        timers_.forget_unseen();
    }

    void emit_sockets(const UnitsReading& reading, SampleSink& out) {
        for (const SocketCounts& counts : reading.sockets) {
            SocketSeries* known = sockets_.see(counts.name);
            if (!known) continue;
            known->series.add(out, accepted, as_double(counts.accepted));
            known->series.add(out, refused, as_double(counts.refused));
            known->series.add(out, used, as_double(counts.connections));
            known->series.add(out, limit, as_double(counts.connections_max));
        }
        sockets_.forget_unseen();
    }

    void keep_facts(const UnitsReading& reading) {
        facts_.clear();
        for (const WatchedUnit& unit : reading.units) {
            if (facts_.size() + reading.timers.size() >= facts_max) break;
            facts_.push_back({"unit." + label_text(unit.name), label_text(state_text(unit))});
        }
        for (const TimerTimes& timer : reading.timers)
            facts_.push_back({"unit." + label_text(timer.name), "active"});
    }

    const HostFs& host_;
    UnitBusSource open_bus_;
    BackgroundRound<UnitsReading> round_;
    // Shared with the work in the background, which runs once at a time.
    std::shared_ptr<EnabledServices> enabled_ = std::make_shared<EnabledServices>();
    EntitySeries host_series_{host_signals};
    EntityMap<UnitSeries> units_{UnitsReading::units_max};
    EntityMap<TimerSeries> timers_{UnitsReading::timers_max};
    EntityMap<SocketSeries> sockets_{UnitsReading::sockets_max};
    JobAges ages_;
    std::vector<Fact> facts_;
};

}  // namespace

std::span<const SignalDescription> units_signals() {
    return signals;
}

Result<std::unique_ptr<Collector>> make_units(const CollectorContext& context) {
    return make_units_with(context, open_systemd_bus);
}

Result<std::unique_ptr<Collector>> make_units_with(const CollectorContext& context,
                                                   UnitBusSource open_bus) {
    return std::make_unique<UnitsCollector>(context, std::move(open_bus));
}

}  // namespace foreshock::collectors
