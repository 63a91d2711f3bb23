#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/incidents/fleet.hpp"

namespace foreshock::incidents {

/// What the affected hosts share and the rest of the fleet does not.
struct CommonFactor {
    std::string name;
    std::string value;
    bool is_change = false;         ///< made within the window before
    std::size_t sharing = 0;        ///< of the affected hosts
    std::size_t affected = 0;       ///< hosts that were looked at
    std::size_t fleet_sharing = 0;  ///< of the whole fleet
    std::size_t fleet = 0;
    double chance = 1;  ///< that a random draw of as many hosts shares it as much
};

/// Whose common factor is looked for; all distinct.
struct AffectedHosts {
    std::string_view fresh;              ///< the one that came now
    std::vector<std::string_view> kin;   ///< of one incident: at least four in five must share it
    std::vector<std::string_view> rest;  ///< others that have the same trouble
};

/// The trait that the fresh host shares with its kin and that the affected hosts, all of them, are
/// the least likely to share as much by chance (`chance_of_at_least`); of equals a change just
/// made, then by name. What more than nine in ten of the fleet have is none; hosts that the fleet
/// does not know share nothing. A change counts on hosts where it was made within `change_window`
/// before `now`.
std::optional<CommonFactor> common_factor(const Fleet& fleet, const AffectedHosts& affected,
                                          TimePoint now, Duration change_window);

/// "kernel = 6.1.0-13: 4 of 4 hosts here, 4 of 200 in the fleet; by chance 1 in 10 000".
std::string describe(const CommonFactor& factor);

}  // namespace foreshock::incidents
