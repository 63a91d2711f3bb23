#pragma once

#include <vector>

#include "server/incidents/member.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// Within a transaction in which the incident was saved before.
Result<void> save_member_change(Connection& connection, const incidents::MemberChange& change);

/// Those of incidents that are not closed.
Result<std::vector<incidents::Member>> members_of_unfinished(Connection& connection);

Result<incidents::MemberSummary> member_summary(Connection& connection, std::uint64_t incident);

}  // namespace foreshock::store
