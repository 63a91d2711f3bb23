#pragma once

#include <cstdint>
#include <vector>

#include "server/incidents/alert.hpp"
#include "server/store/database.hpp"

/// The table `foreign_alert`. Functions on a connection that the caller has to itself.
namespace foreshock::store {

/// Adds it, or replaces the one of its number.
Result<void> save_alert(Connection& connection, const incidents::ForeignAlert& alert);

/// It fires no more; one that was never saved is no error.
Result<void> remove_alert(Connection& connection, std::uint64_t number);

/// In the order of their numbers.
Result<std::vector<incidents::ForeignAlert>> firing_alerts(Connection& connection);

}  // namespace foreshock::store
