#pragma once

#include "server/incidents/ports.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// The columns that `outbox_entry_from` reads, in their order.
inline constexpr const char* outbox_columns =
    "id, incident_id, transition, channel, recipient, body, created_at, due_at, attempts, "
    "last_error, is_page, is_replaceable, position";

Result<incidents::OutboxEntry> outbox_entry_from(const Row& row);

/// Inside a transaction. An entry that is there already stays as it is.
Result<void> save_outbox_entry(Connection& connection, const incidents::OutboxEntry& entry);

/// Inside a transaction, after what else belongs to it: pages about incidents that these events
/// say are taken care of, or over, are void. Those of one that returned in the same breath stay.
Result<void> void_pages(Connection& connection, const std::vector<incidents::Event>& events);

}  // namespace foreshock::store
