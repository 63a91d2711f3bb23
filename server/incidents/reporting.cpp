#include "server/incidents/reporting.hpp"

#include <algorithm>

#include "server/incidents/enum_names.hpp"

namespace foreshock::incidents {
namespace {

constexpr EnumNames<Confirmation, 4> confirmations{
    "confirmation", {"not_asked", "asked", "confirmed", "not_fixed"}};

template <class Reports>
auto find_in(Reports& reports, std::string_view id) {
    const auto found = std::find_if(reports.begin(), reports.end(),
                                    [&](const IncidentReport& one) { return one.id == id; });
    return found == reports.end() ? nullptr : &*found;
}

}  // namespace

IncidentReport* Reporting::find(std::string_view report_id) {
    return find_in(reports, report_id);
}

const IncidentReport* Reporting::find(std::string_view report_id) const {
    return find_in(reports, report_id);
}

bool Reporting::is_confirmed_by_all() const {
    const auto count = [this](Confirmation wanted) {
        return std::count_if(reports.begin(), reports.end(),
                             [&](const IncidentReport& one) { return one.confirmation == wanted; });
    };
    return count(Confirmation::confirmed) > 0 && count(Confirmation::asked) == 0;
}

std::string_view to_string(Confirmation confirmation) {
    return confirmations.text(confirmation);
}

Result<Confirmation> parse_confirmation(std::string_view text) {
    return confirmations.parse(text);
}

}  // namespace foreshock::incidents
