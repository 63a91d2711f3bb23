#pragma once

#include <vector>

#include "server/incidents/ports.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// All that Ledger::load_farewells promises, the forgotten first.
Result<std::vector<incidents::Farewell>> farewells(Connection& connection);

// Within a transaction.

/// Replaces what was said of the host before.
Result<void> save_farewell(Connection& connection, const incidents::Farewell& farewell);
Result<void> remove_host(Connection& connection, const incidents::HostGone& host);
Result<void> end_farewell(Connection& connection, const std::string& host_id);

}  // namespace foreshock::store
