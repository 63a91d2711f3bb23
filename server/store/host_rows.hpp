#pragma once

#include <vector>

#include "server/incidents/ports.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// Within a transaction.
Result<void> save_host(Connection& connection, const incidents::Host& host);
Result<void> save_mark(Connection& connection, const incidents::HostMark& mark);

/// All, by id, as of their newest marks.
Result<std::vector<incidents::Host>> all_hosts(Connection& connection);

}  // namespace foreshock::store
