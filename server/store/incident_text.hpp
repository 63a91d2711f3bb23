#pragma once

#include <vector>

#include "server/incidents/similar.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// Makes a resolved incident findable by its words and kinds, with those of its timeline that say
/// how it was resolved; takes it out again when it was reopened. Within the caller's transaction,
/// after its events were written.
Result<void> index_text(Connection& connection, const incidents::Incident& incident);

/// Resolved incidents that share words, kinds or components with this one: the best `limit` by
/// bm25, in which kinds weigh eight times as much as a sentence's words.
Result<std::vector<incidents::PastIncident>> past_like(Connection& connection,
                                                       const incidents::Incident& incident,
                                                       std::size_t limit);

}  // namespace foreshock::store
