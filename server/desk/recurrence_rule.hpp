#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "server/desk/zone.hpp"

namespace foreshock::desk {

/// A recurrence rule of RFC 5545 §3.3.10 in local time; libical works it out. FREQ from DAILY to
/// YEARLY, with INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYDAY (with
/// ordinals), BYHOUR, BYMINUTE, BYSETPOS and WKST.
class RecurrenceRule {
public:
    static constexpr std::size_t text_bytes_max = 500;
    static constexpr int count_max = 10000;  ///< of COUNT, and of the steps of one look-up
    static constexpr std::chrono::days horizon{366 * 9};  ///< how far a look-up goes

    /// `first` is DTSTART: what the rule counts from, and takes the time of day from where it says
    /// none. Malformed or invalid, naming the part.
    static Result<RecurrenceRule> parse(std::string_view text, LocalTime first);

    /// The first `count` ones not before `from`, in order; fewer when there are no more within the
    /// horizon.
    [[nodiscard]] std::vector<LocalTime> next(LocalTime from, std::size_t count) const;

    /// UNTIL, included, when the rule has it: a local time or, with a Z, one in UTC.
    [[nodiscard]] std::optional<LocalTime> until_local() const { return until_local_; }

    [[nodiscard]] std::optional<TimePoint> until_utc() const { return until_utc_; }

private:
    RecurrenceRule(std::string text, LocalTime first) : text_(std::move(text)), first_(first) {}

    Result<void> read_until(std::string_view text);

    std::string text_;  // without UNTIL, lists in order
    LocalTime first_;
    bool counts_ = false;
    std::optional<LocalTime> until_local_;
    std::optional<TimePoint> until_utc_;
};

}  // namespace foreshock::desk
