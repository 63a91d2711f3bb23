#include "collectors/system/unit_reading.hpp"

#include <algorithm>
#include <limits>

namespace foreshock::collectors {
namespace {

constexpr std::uint64_t us_per_ms = 1000;
constexpr const char* manager_path = "/org/freedesktop/systemd1";

bool is_of_login(std::string_view name) {
    return name.starts_with("user@") || name.starts_with("user-runtime-dir@");
}

bool runs(const UnitRow& row) {
    return row.active_state == "active" || row.active_state == "reloading";
}

template <class T>
std::optional<T> value_of(Result<T> answer) {
    return answer ? std::optional<T>{std::move(*answer)} : std::nullopt;
}

/// One round of questions.
class Round {
public:
    Round(UnitBus& bus, EnabledServices& enabled, std::uint64_t monotonic_us)
        : bus_(bus), enabled_(enabled) {
        reading.monotonic_us = monotonic_us;
        const std::uint64_t kept_us =
            static_cast<std::uint64_t>(EnabledServices::kept_for.count()) * us_per_ms;
        if (enabled.asked_at_us && monotonic_us - *enabled.asked_at_us < kept_us) return;
        enabled = {};
        enabled.asked_at_us = monotonic_us;
    }

    void see(const UnitRow& row) {
        ++reading.total;
        if (runs(row)) ++reading.active;
        const bool has_failed = row.active_state == "failed";
        if (has_failed) ++reading.failed;
        const bool is_service = row.name.ends_with(".service");
        if (has_failed || (is_service && is_worth_watching(row))) see_unit(row, is_service);
        if (row.name.ends_with(".timer") && runs(row)) see_timer(row);
        if (row.name.ends_with(".socket") && runs(row)) see_socket(row);
    }

    void see_manager() {
        reading.system_state =
            value_of(bus_.text(manager_path, "Manager", "SystemState")).value_or("");
        auto jobs = bus_.list_jobs();
        if (!jobs) return;
        reading.jobs = std::move(*jobs);
        if (reading.jobs.size() > UnitsReading::jobs_max) {
            reading.jobs.resize(UnitsReading::jobs_max);
        }
    }

    UnitsReading reading;

private:
    bool is_worth_watching(const UnitRow& row) {
        return !is_of_login(row.name) && (runs(row) || is_enabled(row));
    }

    bool is_enabled(const UnitRow& row) {
        if (enabled_.enabled.contains(row.name)) return true;
        if (enabled_.others.contains(row.name)) return false;
        const auto state = bus_.text(row.path, "Unit", "UnitFileState");
        const bool is = state && state->starts_with("enabled");
        (is ? enabled_.enabled : enabled_.others).insert(row.name);
        return is;
    }

    template <class List>
    bool has_room(const List& list, std::size_t count_max) {
        if (list.size() < count_max) return true;
        ++reading.left_out;
        return false;
    }

    void see_unit(const UnitRow& row, bool is_service) {
        if (!has_room(reading.units, UnitsReading::units_max)) return;
        WatchedUnit unit{row.name, row.active_state, row.sub_state, {}};
        if (is_service) unit.restarts = value_of(bus_.number(row.path, "Service", "NRestarts"));
        reading.units.push_back(std::move(unit));
    }

    void see_timer(const UnitRow& row) {
        if (!has_room(reading.timers, UnitsReading::timers_max)) return;
        const auto ask = [&](const char* property) {
            return value_of(bus_.number(row.path, "Timer", property)).value_or(0);
        };
        reading.timers.push_back({row.name, row.sub_state == "waiting", ask("LastTriggerUSec"),
                                  ask("NextElapseUSecRealtime"), ask("NextElapseUSecMonotonic")});
    }

    void see_socket(const UnitRow& row) {
        if (!has_room(reading.sockets, UnitsReading::sockets_max)) return;
        const auto ask = [&](const char* property) {
            return value_of(bus_.number(row.path, "Socket", property));
        };
        SocketCounts counts{row.name, ask("NAccepted"), ask("NRefused"), {}, {}};
        // Without Accept= one service has the socket itself, and systemd counts no connections.
        if (ask("Accept").value_or(0) != 0) {
            counts.connections = ask("NConnections");
            counts.connections_max = ask("MaxConnections");
        }
        reading.sockets.push_back(std::move(counts));
    }

    UnitBus& bus_;
    EnabledServices& enabled_;
};

bool is_a_time(std::uint64_t us) {
    return us != 0 && us != std::numeric_limits<std::uint64_t>::max();
}

/// Signed, because either may be the later one.
double seconds_between(std::uint64_t from_us, std::uint64_t to_us) {
    return (static_cast<double>(to_us) - static_cast<double>(from_us)) / 1e6;
}

}  // namespace

Result<UnitsReading> read_units(UnitBus& bus, EnabledServices& enabled,
                                std::uint64_t monotonic_us) {
    const auto rows = bus.list_units();
    if (!rows) return fail(rows.error());
    Round round{bus, enabled, monotonic_us};
    for (const UnitRow& row : *rows)
        round.see(row);
    round.see_manager();
    return std::move(round.reading);
}

std::optional<double> seconds_until_next(const TimerTimes& timer, TimePoint now,
                                         std::uint64_t monotonic_us) {
    if (!timer.waits) return std::nullopt;
    std::optional<double> next;
    const auto take = [&next](double seconds) { next = next ? std::min(*next, seconds) : seconds; };
    const auto now_us = static_cast<std::uint64_t>(std::max<std::int64_t>(to_unix_ms(now), 0));
    if (is_a_time(timer.next_realtime_us)) {
        take(seconds_between(now_us * us_per_ms, timer.next_realtime_us));
    }
    if (is_a_time(timer.next_monotonic_us)) {
        take(seconds_between(monotonic_us, timer.next_monotonic_us));
    }
    return next;
}

std::string state_text(const WatchedUnit& unit) {
    const std::string& sub = unit.sub_state;
    const bool says_more =
        !sub.empty() && sub != "running" && sub != "dead" && sub != unit.active_state;
    return says_more ? unit.active_state + " (" + sub + ")" : unit.active_state;
}

}  // namespace foreshock::collectors
