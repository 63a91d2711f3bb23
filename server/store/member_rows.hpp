#pragma once

#include <functional>
#include <vector>

#include "server/incidents/member.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// Within a transaction in which the incidents were saved before. One row for each incident, not
/// for each member; small rows are gathered, and what is superseded is dropped once it is more than
/// what is not.
Result<void> save_member_changes(Connection& connection,
                                 const std::vector<incidents::MemberChange>& changes);

/// Those of incidents that are not closed, by incident and fingerprint.
Result<void> tell_members_of_unfinished(
    Connection& connection, const std::function<void(const incidents::MemberChange&)>& take);

Result<incidents::MemberSummary> member_summary(Connection& connection, std::uint64_t incident);

}  // namespace foreshock::store
