#include "server/oncall/care_settings.hpp"

#include <algorithm>

namespace foreshock::oncall {

using std::chrono::hours;
using std::chrono::minutes;

ClockRules::ClockRules()
    : response{minutes{15}, hours{1}, hours{2}, hours{3}, hours{3}},
      resolution{hours{4}, hours{8}, hours{24}, hours{24}, hours{24}} {}

const BusinessCalendar* CareSettings::calendar(std::string_view name) const {
    const auto found =
        std::find_if(calendars.begin(), calendars.end(),
                     [&](const BusinessCalendar& one) { return one.name() == name; });
    return found == calendars.end() ? nullptr : &*found;
}

const EscalationPolicy* CareSettings::policy(std::string_view name) const {
    const auto found = std::find_if(policies.begin(), policies.end(),
                                    [&](const EscalationPolicy& one) { return one.name == name; });
    return found == policies.end() ? nullptr : &*found;
}

}  // namespace foreshock::oncall
