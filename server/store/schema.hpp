#pragma once

#include "server/store/database.hpp"

namespace foreshock::store {

/// Brings the database to the newest version, each step in a transaction of its own. refused when
/// the file was written by a newer Foreshock, with both versions named.
Result<void> migrate(Connection& connection);

}  // namespace foreshock::store
