#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/desk/weekly_hours.hpp"
#include "server/desk/zone.hpp"
#include "server/incidents/service.hpp"

/// Who is on call when. Pure: the moment is handed in.
namespace foreshock::oncall {

/// People who take turns. A turn has a length on the wall clock: one that begins at 09:00 and takes
/// a day ends at 09:00, on the day of a clock change too.
struct Layer {
    std::string name;
    std::vector<std::string> people;  ///< in their turns, at least one
    desk::LocalTime starts;           ///< the first turn
    std::optional<desk::LocalTime> ends;
    std::chrono::minutes turn{7 * 24 * 60};        ///< at least `turn_min`
    std::vector<desk::DailyHours> restrictions{};  ///< on call in these hours only; none: always

    static constexpr std::chrono::minutes turn_min{60};
};

struct Schedule {
    std::string name;
    std::string title;
    std::string team;  ///< may be empty
    desk::Zone zone;
    std::vector<Layer> layers;  ///< where several cover a moment, the last one counts

    static constexpr std::size_t layers_max = 20;
    static constexpr std::size_t people_max = 100;  ///< of a layer
};

/// Somebody stands in, whatever the layers say. Of two, the one made later counts.
struct Override {
    std::string id;
    std::string schedule;
    std::string person;
    TimePoint begin;
    TimePoint end;
    std::string made_by;
    std::string reason;
    TimePoint made_at;

    bool operator==(const Override&) const = default;
};

struct Shift {
    TimePoint begin;
    TimePoint end;
    std::string person;
    std::string layer;     ///< its name; "override" for one
    std::string override;  ///< id

    bool operator==(const Shift&) const = default;
};

/// Two people are on call at once: the second one counts.
struct Overlap {
    incidents::TimeSpan span;
    std::string below;
    std::string above;

    bool operator==(const Overlap&) const = default;
};

struct Cover {
    std::vector<Shift> shifts;              ///< ascending, apart, those that touch made one
    std::vector<incidents::TimeSpan> gaps;  ///< nobody is on call
    std::vector<Overlap> overlaps;
};

/// Who is on call during `within`, cut to it. The schedule's own overrides are picked out of
/// `overrides`, which are in the order of their making. invalid for more than `cover_max`.
constexpr Duration cover_max = std::chrono::hours{24 * 400};
Result<Cover> cover(const Schedule& schedule, const std::vector<Override>& overrides,
                    const incidents::TimeSpan& within);

struct OnCall {
    std::optional<Shift> now;
    std::optional<Shift> next;  ///< the first by somebody else, or after a gap, within `ahead_max`
};

constexpr Duration ahead_max = std::chrono::hours{24 * 62};
OnCall on_call(const Schedule& schedule, const std::vector<Override>& overrides, TimePoint at);

/// All schedules with all overrides, at one moment: a value.
struct Rota {
    std::vector<Schedule> schedules;
    std::vector<Override> overrides;  ///< in the order of their making
    std::uint64_t revision = 0;       ///< grows whenever an override is made or taken back

    /// Null when there is none of that name.
    [[nodiscard]] const Schedule* find(std::string_view name) const;
    /// Empty: nobody, or no such schedule.
    [[nodiscard]] std::string on_call_at(std::string_view schedule, TimePoint at) const;
};

/// The turn that covers `at`: its number, counted from `starts`. None before the first one. Public
/// for its tests.
std::optional<std::int64_t> turn_at(const Layer& layer, const desk::Zone& zone, TimePoint at);
TimePoint begin_of_turn(const Layer& layer, const desk::Zone& zone, std::int64_t turn);

}  // namespace foreshock::oncall
