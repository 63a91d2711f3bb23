#pragma once

#include "server/people/audit.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// Inside the transaction of what it tells of.
Result<void> insert_audit(Connection& connection, const people::AuditEntry& entry);

/// Newest first.
Result<std::vector<people::AuditEntry>> select_audit(Connection& connection,
                                                     const people::AuditQuery& query);

}  // namespace foreshock::store
