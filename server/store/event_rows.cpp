#include "server/store/event_rows.hpp"

namespace foreshock::store {

using incidents::Event;

Result<Event> event_from(const Row& row) {
    const auto kind = incidents::parse_event_kind(row.text(3));
    if (!kind) return fail(kind.error());
    Event event;
    event.sequence = static_cast<std::uint64_t>(row.integer(0));
    event.incident_id = row.text(1);
    event.at = from_unix_ms(row.integer(2));
    event.kind = *kind;
    event.actor = row.text(4);
    event.reason = {row.text(5), row.text(6)};
    event.from = row.text(7);
    event.to = row.text(8);
    event.text = row.text(9);
    return event;
}

Result<std::uint64_t> append_event(Connection& connection, const Event& event) {
    auto done = connection.execute(
        "INSERT INTO event (incident_id, at, kind, actor, reason_code, reason_text, was, became, "
        "words) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        {event.incident_id, to_unix_ms(event.at), std::string{to_string(event.kind)}, event.actor,
         event.reason.code, event.reason.text, event.from, event.to, event.text});
    if (!done) return fail(std::move(done).error());
    return static_cast<std::uint64_t>(connection.last_rowid());
}

}  // namespace foreshock::store
