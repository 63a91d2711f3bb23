#pragma once

#include <bitset>
#include <optional>
#include <string_view>

#include "core/result.hpp"
#include "server/desk/zone.hpp"

namespace foreshock::desk {

/// Five fields: minute, hour, day of month, month, day of week; each `*`, numbers, ranges (`1-5`),
/// steps (`*/15`, `8-18/2`) and lists of those; names of months and weekdays; 7 is Sunday too. As
/// in cron(8), when both kinds of day are restricted one of them is enough.
class Cron {
public:
    /// malformed, naming the field.
    static Result<Cron> parse(std::string_view text);

    /// The first minute that matches, not before `from`; none within `horizon`.
    [[nodiscard]] std::optional<LocalTime> next(LocalTime from) const;

    /// A 29 February is at most eight years after the one before.
    static constexpr std::chrono::days horizon{366 * 9};

private:
    [[nodiscard]] bool has_day(std::chrono::local_days day) const;
    [[nodiscard]] std::optional<LocalTime> next_within(std::chrono::local_days day,
                                                       std::chrono::minutes from) const;

    std::bitset<60> minutes_;
    std::bitset<24> hours_;
    std::bitset<32> days_;
    std::bitset<13> months_;
    std::bitset<7> weekdays_;
    bool any_day_ = false;
    bool any_weekday_ = false;
};

}  // namespace foreshock::desk
