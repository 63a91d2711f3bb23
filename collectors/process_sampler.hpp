#pragma once

#include <span>
#include <string>

#include "collectors/entity_series.hpp"
#include "collectors/host_units.hpp"
#include "collectors/kernel_file.hpp"
#include "collectors/process_sweep.hpp"
#include "collectors/rate.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> process_signals();

/// The row of process_signals() that belongs to a name and not to one process.
inline constexpr std::size_t process_restarts_row = 6;
inline constexpr std::size_t process_recent_restarts_row = 7;

/// One process that is looked at every tick.
class ProcessSampler {
public:
    /// Descriptors are counted every tick up to this many; with each further as many, one tick
    /// more is left out, at most nine: before Linux 6.2 counting means listing.
    static constexpr std::size_t files_every_tick_max = 4096;

    /// Younger processes have no series yet: those that live for a moment would use up the
    /// numbers of the series.
    static constexpr double age_min_seconds = 3;

    /// `name` is the `process` label.
    ProcessSampler(const HostFs& host, const ProcessIdentity& identity, std::string_view name);

    /// False when the process is gone, dead, or another one has its id: nothing was added.
    /// `uptime_seconds` is the host's, none when unknown: then every process is old enough.
    bool sample(TimePoint now, const HostUnits& units, std::optional<double> uptime_seconds,
                SampleSink& out);

    [[nodiscard]] const ProcessIdentity& identity() const { return identity_; }

private:
    void add_files(SampleSink& out);

    const HostFs& host_;
    ProcessIdentity identity_;
    std::string files_path_;
    KernelFile stat_;
    KernelFile limits_;
    EntitySeries series_;
    Interval interval_;
    Increase cpu_ticks_;
    std::optional<double> files_limit_;
    std::size_t ticks_to_files_ = 0;
    std::size_t ticks_to_limit_ = 0;
};

}  // namespace foreshock::collectors
