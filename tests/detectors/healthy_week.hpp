#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace foreshock::test {

/// What a busy healthy host does at one moment of a week that begins on a Monday, 00:00.
struct HostMoment {
    double hour = 0;   ///< since the week began
    double noise = 0;  ///< -1 to 1, another for every series and tick

    [[nodiscard]] double hour_of_day() const { return std::fmod(hour, 24); }

    [[nodiscard]] int day() const { return static_cast<int>(hour / 24); }

    /// 0 to 1: low at night, high in office hours, half of that at the weekend.
    [[nodiscard]] double activity() const {
        const double wave = 0.5 - 0.5 * std::cos((hour_of_day() - 3) / 24 * 2 * std::numbers::pi);
        return (day() >= 5 ? 0.5 : 1.0) * (0.15 + 0.75 * wave) * (1 + 0.1 * noise);
    }

    [[nodiscard]] bool is_between(double from, double to) const {
        return from <= hour_of_day() && hour_of_day() < to;
    }

    /// Every night, 02:00 to 03:10.
    [[nodiscard]] bool is_backup() const { return is_between(2, 3.17); }

    /// Wednesday, 06:10, six minutes.
    [[nodiscard]] bool is_upgrade() const { return day() == 2 && is_between(6.17, 6.27); }

    /// Tuesday and Thursday at 14:00: hours since the last one.
    [[nodiscard]] double since_deploy() const {
        double since = hour + 200;
        for (const double at : {24 + 14.0, 72 + 14.0, reboot_at})
            if (hour >= at) since = hour - at;
        return since;
    }

    /// Friday, 04:00, gone for 90 s.
    static constexpr double reboot_at = 4 * 24 + 4.0;

    [[nodiscard]] bool is_down() const {
        return reboot_at <= hour && hour < reboot_at + 90 / 3600.0;
    }

    [[nodiscard]] double since_boot() const {
        return hour >= reboot_at ? hour - reboot_at : hour + 500;
    }

    [[nodiscard]] bool is_booting() const { return since_boot() < 0.05; }

    /// From empty to full in `hours` after the start of a program.
    [[nodiscard]] double warm_up(double hours) const {
        return 1 - std::exp(-since_deploy() / hours);
    }
};

using HealthyCurve = std::function<double(const HostMoment&)>;

/// Series of a signal: one label set and its values.
struct HealthySeries {
    std::string_view signal;
    std::string_view labels;
    HealthyCurve curve;
};

namespace healthy {

inline HealthyCurve flat(double value) {
    return [value](const HostMoment&) { return value; };
}

/// Around `night` at night, up to `day` in office hours.
inline HealthyCurve busy(double night, double day) {
    return [=](const HostMoment& now) {
        const double base = night + (day - night) * now.activity();
        return base * (1 + 0.05 * now.noise);
    };
}

/// The same in whole numbers.
inline HealthyCurve counted(double night, double day) {
    return [=](const HostMoment& now) { return std::floor(busy(night, day)(now)); };
}

/// Works much harder in the nightly backup, in an upgrade and at boot.
inline HealthyCurve jobs(double usual, double backup) {
    return [=](const HostMoment& now) {
        const bool works = now.is_backup() || now.is_upgrade() || now.is_booting();
        return (works ? backup : usual * now.activity()) * (1 + 0.2 * now.noise);
    };
}

/// Nothing nearly always; one tick of `value` now and then.
inline HealthyCurve rare(double value) {
    return [value](const HostMoment& now) { return std::abs(now.noise) > 0.9997 ? value : 0; };
}

/// `usual`, and `restart` for the forty seconds in which a deploy has nobody answer.
inline HealthyCurve deploys(double usual, double restart) {
    return [=](const HostMoment& now) {
        const bool answers_again = now.since_deploy() * 3600 > 39 || now.is_booting();
        return (answers_again ? usual * now.activity() : restart) * (1 + 0.2 * now.noise);
    };
}

/// Garbage collector: from `low` to `high` within `minutes`, faster by day.
inline HealthyCurve collected(double low, double high, double minutes) {
    return [=](const HostMoment& now) {
        const double share = std::fmod(now.hour * 60 / minutes, 1);
        return (low + (high - low) * share) * (0.4 + 0.6 * now.warm_up(0.2));
    };
}

/// Grows from one value to another over the week.
inline HealthyCurve grows(double from, double to) {
    return [=](const HostMoment& now) { return from + (to - from) * now.hour / 168; };
}

/// A cache or heap that fills after each start and then levels off.
inline HealthyCurve warms(double empty, double full, double hours) {
    return [=](const HostMoment& now) {
        return empty + (full - empty) * now.warm_up(hours) + 0.01 * full * now.noise;
    };
}

/// Counts down from so many days.
inline HealthyCurve expires(double days) {
    return [=](const HostMoment& now) { return (days * 24 - now.hour) * 3600; };
}

/// The root file system: logs by day, rotated at midnight, the dump of the night, an upgrade.
inline double root_used_bytes(const HostMoment& now) {
    constexpr double gib = 1024.0 * 1024 * 1024;
    double used = 40 + 0.02 * now.hour + 1.2 * now.hour_of_day() / 24;
    if (now.is_backup()) used += 9 * std::min(1.0, (now.hour_of_day() - 2) / 0.9);
    if (now.is_upgrade()) used += 1.5;
    return used * gib + 4e6 * now.noise;
}

inline double uptime_seconds(const HostMoment& now) {
    return now.since_boot() * 3600;
}

inline double program_uptime_seconds(const HostMoment& now) {
    return now.since_deploy() * 3600;
}

}  // namespace healthy

/// Values of a signal that the table does not name, by its last word: rates of trouble are zero,
/// truths are what they should be, the rest is a fraction of a busy day. Empty: nobody knows.
HealthyCurve default_curve(std::string_view signal);

/// Every signal that a healthy week has a curve of its own for.
const std::vector<HealthySeries>& healthy_week();

}  // namespace foreshock::test
