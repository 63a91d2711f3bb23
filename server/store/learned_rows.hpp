#pragma once

#include <vector>

#include "server/incidents/learned.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// Within a transaction; what is too old by their times is forgotten.
Result<void> save_learned(Connection& connection,
                          const std::vector<incidents::LearnedOfHost>& learned);

/// Saved since then, by host.
Result<std::vector<incidents::LearnedOfHost>> learned_since(Connection& connection,
                                                            TimePoint since);

}  // namespace foreshock::store
