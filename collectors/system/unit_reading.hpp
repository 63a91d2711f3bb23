#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::collectors {

// What systemd says of its units, by the names of org.freedesktop.systemd1(5).

/// One element of ListUnits, what we use of it.
struct UnitRow {
    std::string name;          ///< "nginx.service"
    std::string active_state;  ///< active, reloading, inactive, failed, activating, deactivating
    std::string sub_state;     ///< "running", "exited", "dead", "auto-restart", "waiting" …
    std::string path;          ///< of its object: "/org/freedesktop/systemd1/unit/nginx_2eservice"
};

/// One element of ListJobs.
struct JobRow {
    std::uint32_t id = 0;
    std::string unit;
    std::string type;   ///< "start", "stop" …
    std::string state;  ///< "waiting", "running"
};

/// The questions that systemd is asked. They may block, up to a deadline each. no_data: there is
/// no such unit or property (any more). Implemented over D-Bus, and by tests.
class UnitBus {
public:
    virtual ~UnitBus() = default;
    virtual Result<std::vector<UnitRow>> list_units() = 0;
    virtual Result<std::vector<JobRow>> list_jobs() = 0;
    /// `interface` is the part behind "org.freedesktop.systemd1.": "Manager", "Timer".
    virtual Result<std::string> text(const std::string& path, std::string_view interface,
                                     const std::string& property) = 0;
    virtual Result<std::uint64_t> number(const std::string& path, std::string_view interface,
                                         const std::string& property) = 0;
};

struct WatchedUnit {
    std::string name;
    std::string active_state;
    std::string sub_state;
    std::optional<std::uint64_t> restarts;  ///< NRestarts: by systemd itself; services only
};

/// Zero is "never", and so is the greatest number.
struct TimerTimes {
    std::string name;
    bool waits = false;  ///< for its next time; else its unit runs, or it has elapsed for good
    std::uint64_t last_us = 0;
    std::uint64_t next_realtime_us = 0;
    std::uint64_t next_monotonic_us = 0;
};

struct SocketCounts {
    std::string name;
    std::optional<std::uint64_t> accepted;
    std::optional<std::uint64_t> refused;
    std::optional<std::uint64_t> connections;      ///< open now, of sockets that start one service
    std::optional<std::uint64_t> connections_max;  ///< for each
};

struct UnitsReading {
    static constexpr std::size_t units_max = 512;
    static constexpr std::size_t timers_max = 128;
    static constexpr std::size_t sockets_max = 128;
    static constexpr std::size_t jobs_max = 1024;

    std::string system_state;  ///< initializing, starting, running, degraded, maintenance, stopping
    std::size_t total = 0;     ///< loaded units of all types
    std::size_t active = 0;
    std::size_t failed = 0;
    std::size_t left_out = 0;           ///< beyond units_max, timers_max or sockets_max
    std::vector<WatchedUnit> units;     ///< services worth watching, and whatever failed
    std::vector<TimerTimes> timers;     ///< active ones
    std::vector<SocketCounts> sockets;  ///< active ones
    std::vector<JobRow> jobs;
    std::uint64_t monotonic_us = 0;  ///< CLOCK_MONOTONIC when the timers were read
};

/// Which services that do not run are to be: asked once and kept for `kept_for`.
struct EnabledServices {
    static constexpr Duration kept_for = std::chrono::minutes{5};

    std::set<std::string> enabled;
    std::set<std::string> others;
    std::optional<std::uint64_t> asked_at_us;  ///< CLOCK_MONOTONIC
};

/// Asks all that UnitsReading holds. A property that one unit lacks is left out; errors are those
/// of list_units. A service is worth watching when it is active, has failed, or is enabled; those
/// of logins (user@1000.service) come and go and are not.
Result<UnitsReading> read_units(UnitBus& bus, EnabledServices& enabled, std::uint64_t monotonic_us);

/// How long until the timer elapses; negative when that time is over; none when it does not wait
/// for any.
std::optional<double> seconds_until_next(const TimerTimes& timer, TimePoint now,
                                         std::uint64_t monotonic_us);

/// "active", "active (exited)", "failed", "activating (auto-restart)": as a fact.
std::string state_text(const WatchedUnit& unit);

}  // namespace foreshock::collectors
