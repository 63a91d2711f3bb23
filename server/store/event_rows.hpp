#pragma once

#include "server/incidents/incident.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// The columns that `event_from` reads, in its order.
inline constexpr std::string_view event_columns =
    "sequence, incident_id, at, kind, actor, reason_code, reason_text, was, became, words";

/// malformed for a kind that this version does not know.
Result<incidents::Event> event_from(const Row& row);

/// Appends the event and gives the sequence it got. Inside the caller's transaction.
Result<std::uint64_t> append_event(Connection& connection, const incidents::Event& event);

}  // namespace foreshock::store
