#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/desk/matcher.hpp"
#include "server/desk/recurrence.hpp"
#include "server/desk/silence.hpp"

namespace foreshock::desk {

/// A silence that comes again: planned work.
struct MaintenanceWindow {
    static constexpr Duration duration_least = std::chrono::minutes{1};
    static constexpr Duration duration_max = std::chrono::hours{24 * 7};
    static constexpr Duration until_max = std::chrono::hours{24 * 366 * 5};

    std::string id;  ///< a UUID, given when it is added
    std::vector<Matcher> matchers;
    std::string owner;
    std::string reason;
    RecurrenceText recurrence;
    Duration duration{0};  ///< that passes, whatever clocks are set to meanwhile
    TimePoint until;       ///< nothing of it lasts beyond
    TimePoint created_at;
    TimePoint updated_at;
    std::optional<Duration> end_when_quiet;  ///< of an occurrence, as Silence has it
    Duration warn_before = warn_before_default;
    std::optional<TimePoint> warned_of;  ///< start of the newest occurrence whose end was warned of
    std::optional<TimePoint> ended_occurrence;  ///< start of the newest that ended early …
    std::optional<TimePoint> ended_at;          ///< … and when
    EndedBy ended_by = EndedBy::nobody;         ///< of that occurrence

    bool operator==(const MaintenanceWindow&) const = default;
};

/// One time that a window is open: from `starts_at` until `ends_at`, which is not included.
struct WindowSpan {
    TimePoint starts_at;
    TimePoint ends_at;
    std::string local;  ///< its start, on the clocks of the window's zone
    std::string note;

    [[nodiscard]] bool covers(TimePoint at) const { return starts_at <= at && at < ends_at; }
};

/// The spans that end after `at`, the one that is open first; early ends and `until` count.
std::vector<WindowSpan> spans_after(const MaintenanceWindow& window, const Recurrence& recurrence,
                                    TimePoint at, std::size_t count);

/// invalid or malformed, naming the field and what to do: what a new window must be at `now`. Its
/// spans must not overlap, and one at least must lie ahead.
Result<void> check(const MaintenanceWindow& window, TimePoint now);

}  // namespace foreshock::desk
