#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace date {
class time_zone;
}

namespace foreshock::desk {

/// What a clock on the wall shows, with no zone to it.
using LocalTime = std::chrono::local_seconds;

/// A zone of the host's IANA database ("Europe/Berlin"). A value; any thread.
class Zone {
public:
    /// invalid when the database has no such zone, unavailable when there is no database.
    static Result<Zone> find(std::string_view name);

    enum class Fit : std::uint8_t {
        once,
        skipped,  ///< clocks jumped over it: taken by the offset before the jump, so it moves later
        twice,    ///< clocks were set back over it: its first pass is meant
    };

    struct Moment {
        TimePoint at;
        Fit fit = Fit::once;
    };

    /// As RFC 5545 §3.3.5 reads a local time.
    [[nodiscard]] Moment moment_of(LocalTime local) const;
    [[nodiscard]] LocalTime local_of(TimePoint at) const;
    /// "2026-03-29T03:30:00+02:00"
    [[nodiscard]] std::string text_of(TimePoint at) const;

    [[nodiscard]] const std::string& name() const { return name_; }

private:
    Zone(std::string name, const date::time_zone* zone) : name_(std::move(name)), zone_(zone) {}

    std::string name_;
    const date::time_zone* zone_;  // the library's, for the life of the program
};

/// "2026-03-29T02:30" or with ":00" behind; malformed otherwise.
Result<LocalTime> parse_local_time(std::string_view text);
/// "2026-03-29"
Result<std::chrono::local_days> parse_local_date(std::string_view text);
/// "2026-03-29T02:30:00"
std::string format_local_time(LocalTime local);

}  // namespace foreshock::desk
