#include "server/oncall/escalation_policy.hpp"

#include "server/desk/weekly_hours.hpp"

namespace foreshock::oncall {
namespace {

constexpr std::string_view kinds[] = {"person", "schedule", "team"};

}  // namespace

Result<Target> parse_target(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view kind = text.substr(0, colon);
    for (std::size_t i = 0; colon != std::string_view::npos && i < std::size(kinds); ++i) {
        if (kinds[i] == kind && colon + 1 < text.size()) {
            return Target{static_cast<Target::Kind>(i), std::string{text.substr(colon + 1)}};
        }
    }
    return fail(Errc::malformed,
                "'" + std::string{text.substr(0, 100)} +
                    "' names nobody; write \"person:ann\", \"schedule:primary\" or "
                    "\"team:storage\"");
}

std::string to_string(const Target& target) {
    return std::string{kinds[static_cast<std::size_t>(target.kind)]} + ":" + target.name;
}

Result<QuietHours> parse_quiet_hours(std::string_view text) {
    const auto daily = desk::parse_daily_hours("daily " + std::string{text});
    if (!daily || daily->begin == daily->end) {
        return fail(Errc::malformed, "'" + std::string{text.substr(0, 40)} +
                                         "' are no hours of a day; write \"22:00-07:00\"");
    }
    return QuietHours{daily->begin, daily->end};
}

std::optional<TimePoint> QuietHours::end_of_quiet(const desk::Zone& zone, TimePoint at) const {
    const auto today = std::chrono::floor<std::chrono::days>(zone.local_of(at));
    const std::chrono::days over{end > begin ? 0 : 1};
    for (const auto day : {today - std::chrono::days{1}, today}) {
        const TimePoint from = zone.moment_of(day + begin).at;
        const TimePoint to = zone.moment_of(day + over + end).at;
        if (from <= at && at < to) return to;
    }
    return std::nullopt;
}

}  // namespace foreshock::oncall
