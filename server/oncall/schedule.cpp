#include "server/oncall/schedule.hpp"

#include <algorithm>
#include <set>

namespace foreshock::oncall {
namespace {

using incidents::TimeSpan;

std::vector<TimeSpan> restricted_spans(const Layer& layer, const desk::Zone& zone,
                                       const TimeSpan& within) {
    if (layer.restrictions.empty()) return {within};
    const desk::WeeklyHours hours{{}, layer.restrictions, zone.name()};
    return desk::resolve_hours(hours, within).value_or(std::vector<TimeSpan>{});
}

/// Turns of the layer within the span, whatever restricts them.
std::vector<Shift> turns_within(const Layer& layer, const desk::Zone& zone,
                                const TimeSpan& within) {
    std::vector<Shift> turns;
    const TimePoint last = layer.ends ? zone.moment_of(*layer.ends).at : within.end;
    const TimePoint end = std::min(within.end, last);
    std::int64_t turn = turn_at(layer, zone, within.begin).value_or(0);
    TimePoint begin = begin_of_turn(layer, zone, turn);
    while (begin < end) {
        const TimePoint next = begin_of_turn(layer, zone, ++turn);
        const auto who = static_cast<std::size_t>(turn - 1) % layer.people.size();
        const TimeSpan cut{std::max(begin, within.begin), std::min(next, end)};
        if (cut.begin < cut.end) {
            turns.push_back({cut.begin, cut.end, layer.people[who], layer.name, ""});
        }
        begin = next;
    }
    return turns;
}

std::vector<Shift> shifts_of(const Layer& layer, const desk::Zone& zone, const TimeSpan& within) {
    std::vector<Shift> shifts;
    const std::vector<TimeSpan> allowed = restricted_spans(layer, zone, within);
    auto span = allowed.begin();
    for (const Shift& turn : turns_within(layer, zone, within)) {
        while (span != allowed.end() && span->end <= turn.begin)
            ++span;
        for (auto one = span; one != allowed.end() && one->begin < turn.end; ++one) {
            Shift shift = turn;
            shift.begin = std::max(turn.begin, one->begin);
            shift.end = std::min(turn.end, one->end);
            if (shift.begin < shift.end) shifts.push_back(std::move(shift));
        }
    }
    return shifts;
}

/// Rows of shifts, each ascending and apart; a later one lies above an earlier one.
struct Rows {
    std::vector<std::vector<Shift>> shifts;
    std::vector<std::size_t> at;
    std::size_t layers = 0;  ///< so many of the rows; the rest are overrides

    void add(std::vector<Shift> row) {
        shifts.push_back(std::move(row));
        at.push_back(0);
    }

    /// The shift of the row at a moment, which never goes back between calls.
    const Shift* covering(std::size_t row, TimePoint moment) {
        const std::vector<Shift>& all = shifts[row];
        while (at[row] < all.size() && all[at[row]].end <= moment)
            ++at[row];
        const bool covers = at[row] < all.size() && all[at[row]].begin <= moment;
        return covers ? &all[at[row]] : nullptr;
    }
};

Rows rows_of(const Schedule& schedule, const std::vector<Override>& overrides,
             const TimeSpan& within) {
    Rows rows;
    for (const Layer& layer : schedule.layers)
        rows.add(shifts_of(layer, schedule.zone, within));
    rows.layers = rows.shifts.size();
    for (const Override& one : overrides) {
        if (one.schedule != schedule.name) continue;
        const TimeSpan cut{std::max(one.begin, within.begin), std::min(one.end, within.end)};
        if (cut.begin < cut.end) {
            rows.add({{cut.begin, cut.end, one.person, "override", one.id}});
        }
    }
    return rows;
}

std::set<TimePoint> boundaries_of(const Rows& rows, const TimeSpan& within) {
    std::set<TimePoint> moments{within.begin, within.end};
    for (const std::vector<Shift>& row : rows.shifts) {
        for (const Shift& shift : row) {
            moments.insert(shift.begin);
            moments.insert(shift.end);
        }
    }
    return moments;
}

void add_shift(std::vector<Shift>& shifts, const Shift& from, const TimeSpan& span) {
    if (!shifts.empty()) {
        Shift& last = shifts.back();
        const bool is_same = last.end == span.begin && last.person == from.person &&
                             last.layer == from.layer && last.override == from.override;
        if (is_same) {
            last.end = span.end;
            return;
        }
    }
    shifts.push_back({span.begin, span.end, from.person, from.layer, from.override});
}

void add_gap(std::vector<TimeSpan>& gaps, const TimeSpan& span) {
    if (!gaps.empty() && gaps.back().end == span.begin) {
        gaps.back().end = span.end;
    } else {
        gaps.push_back(span);
    }
}

void add_overlap(std::vector<Overlap>& overlaps, const Overlap& one) {
    if (!overlaps.empty()) {
        Overlap& last = overlaps.back();
        if (last.span.end == one.span.begin && last.below == one.below && last.above == one.above) {
            last.span.end = one.span.end;
            return;
        }
    }
    overlaps.push_back(one);
}

/// What holds during a span in which nothing changes.
void take_span(Rows& rows, const TimeSpan& span, Cover& cover) {
    const Shift* top = nullptr;
    const Shift* below = nullptr;
    for (std::size_t row = 0; row < rows.shifts.size(); ++row) {
        const Shift* shift = rows.covering(row, span.begin);
        if (!shift) continue;
        // An override is meant to replace what is below, so only equals overlap.
        const bool are_equals = top && (row < rows.layers || !top->override.empty());
        below = are_equals ? top : nullptr;
        top = shift;
    }
    if (!top) return add_gap(cover.gaps, span);
    add_shift(cover.shifts, *top, span);
    if (below && below->person != top->person) {
        add_overlap(cover.overlaps, {span, below->person, top->person});
    }
}

}  // namespace

TimePoint begin_of_turn(const Layer& layer, const desk::Zone& zone, std::int64_t turn) {
    return zone.moment_of(layer.starts + turn * layer.turn).at;
}

std::optional<std::int64_t> turn_at(const Layer& layer, const desk::Zone& zone, TimePoint at) {
    if (at < begin_of_turn(layer, zone, 0)) return std::nullopt;
    const auto since = zone.local_of(at) - layer.starts;
    auto turn = std::max<std::int64_t>(0, since / std::chrono::seconds{layer.turn});
    // Where clocks change, the wall alone does not tell which turn it is.
    while (begin_of_turn(layer, zone, turn + 1) <= at)
        ++turn;
    while (turn > 0 && begin_of_turn(layer, zone, turn) > at)
        --turn;
    return turn;
}

Result<Cover> cover(const Schedule& schedule, const std::vector<Override>& overrides,
                    const TimeSpan& within) {
    if (within.begin >= within.end) return fail(Errc::invalid, "to: a time after from");
    if (within.end - within.begin > cover_max) {
        return fail(Errc::invalid, "to: at most 400 days after from");
    }
    Rows rows = rows_of(schedule, overrides, within);
    const std::set<TimePoint> moments = boundaries_of(rows, within);
    Cover found;
    for (auto moment = moments.begin(); std::next(moment) != moments.end(); ++moment)
        take_span(rows, {*moment, *std::next(moment)}, found);
    return found;
}

OnCall on_call(const Schedule& schedule, const std::vector<Override>& overrides, TimePoint at) {
    OnCall found;
    const auto around = cover(schedule, overrides, {at - ahead_max, at + ahead_max});
    if (!around) return found;
    for (const Shift& shift : around->shifts) {
        if (shift.end <= at) continue;
        if (shift.begin <= at) {
            found.now = shift;
            continue;
        }
        const bool goes_on =
            found.now && shift.person == found.now->person && shift.begin == found.now->end;
        if (goes_on) {
            found.now->end = shift.end;
            continue;
        }
        found.next = shift;
        break;
    }
    return found;
}

const Schedule* Rota::find(std::string_view name) const {
    const auto found = std::find_if(schedules.begin(), schedules.end(),
                                    [&](const Schedule& one) { return one.name == name; });
    return found == schedules.end() ? nullptr : &*found;
}

std::string Rota::on_call_at(std::string_view schedule, TimePoint at) const {
    const Schedule* found = find(schedule);
    if (!found) return {};
    const auto now = cover(*found, overrides, {at, at + Duration{1}});
    return now && !now->shifts.empty() ? now->shifts.front().person : std::string{};
}

}  // namespace foreshock::oncall
