#pragma once

#include <string>
#include <variant>
#include <vector>

#include "server/desk/cron.hpp"
#include "server/desk/recurrence_rule.hpp"
#include "server/desk/zone.hpp"

namespace foreshock::desk {

/// As it was written.
struct RecurrenceText {
    std::string rrule;  ///< "FREQ=MONTHLY;BYDAY=-1SU"; or empty, and then
    std::string cron;   ///< "30 2 * * sun"
    std::string zone;   ///< IANA: "Europe/Berlin"
    std::string first;  ///< "2026-03-01T02:30": none begins before it; needed for an rrule
    std::vector<std::string> except;  ///< local dates "2026-12-25" or times "2026-12-25T02:30"

    bool operator==(const RecurrenceText&) const = default;
};

struct Occurrence {
    TimePoint starts_at;
    std::string local;  ///< "2026-03-29T03:30:00+02:00"
    std::string note;   ///< for people, when clocks were set at that time; else empty
};

/// When something comes again, by the clocks of one zone. A value; pure but for the zone database.
class Recurrence {
public:
    static constexpr std::size_t except_max = 100;

    /// Errors name the field: invalid or malformed.
    static Result<Recurrence> parse(const RecurrenceText& text);

    /// The first `count` that start at `from` or later, in order and each moment once. A local time
    /// that does not exist is as much later as the clocks jumped; of one that comes twice only the
    /// first pass counts.
    [[nodiscard]] std::vector<Occurrence> next(TimePoint from, std::size_t count) const;

    [[nodiscard]] const Zone& zone() const { return zone_; }

private:
    Recurrence(Zone zone, LocalTime first) : zone_(std::move(zone)), first_(first) {}

    Result<void> read_except(const std::vector<std::string>& texts);
    [[nodiscard]] std::vector<LocalTime> locals(LocalTime from, std::size_t count) const;
    [[nodiscard]] bool is_excepted(LocalTime local) const;
    [[nodiscard]] bool is_beyond(LocalTime local, TimePoint at) const;

    Zone zone_;
    LocalTime first_;
    std::variant<std::monostate, RecurrenceRule, Cron> rule_;
    std::vector<LocalTime> except_;
    std::vector<std::chrono::local_days> except_days_;
};

}  // namespace foreshock::desk
