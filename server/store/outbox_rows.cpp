#include "server/store/outbox_rows.hpp"

#include <map>
#include <optional>

namespace foreshock::store {
namespace {

using incidents::Event;
using incidents::EventKind;
using incidents::OutboxEntry;

/// Does it end the pages of its incident, or begin new ones? Nothing: neither.
std::optional<bool> ends_pages(EventKind kind) {
    if (kind == EventKind::reopened) return false;
    const bool ends =
        kind == EventKind::acknowledged || kind == EventKind::resolved || kind == EventKind::closed;
    return ends ? std::optional{true} : std::nullopt;
}

}  // namespace

Result<OutboxEntry> outbox_entry_from(const Row& row) {
    const auto transition = incidents::parse_transition(row.text(2));
    if (!transition) return fail(transition.error());
    OutboxEntry entry;
    entry.id = row.text(0);
    entry.incident_id = row.text(1);
    entry.transition = *transition;
    entry.channel = row.text(3);
    entry.recipient = row.text(4);
    entry.body = row.text(5);
    entry.created_at = from_unix_ms(row.integer(6));
    entry.due_at = from_unix_ms(row.integer(7));
    entry.attempts = static_cast<int>(row.integer(8));
    entry.last_error = row.text(9);
    entry.is_page = row.integer(10) != 0;
    entry.is_replaceable = row.integer(11) != 0;
    return entry;
}

Result<void> save_outbox_entry(Connection& connection, const OutboxEntry& entry) {
    const auto saved = connection.execute(
        "INSERT INTO outbox (id, incident_id, transition, channel, recipient, body, created_at, "
        "due_at, attempts, last_error, is_page, is_replaceable) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (id) DO NOTHING",
        {entry.id, entry.incident_id, std::string{to_string(entry.transition)}, entry.channel,
         entry.recipient, entry.body, to_unix_ms(entry.created_at), to_unix_ms(entry.due_at),
         std::int64_t{entry.attempts}, entry.last_error, std::int64_t{entry.is_page ? 1 : 0},
         std::int64_t{entry.is_replaceable ? 1 : 0}});
    if (!saved) return fail(saved.error());
    return {};
}

Result<void> void_pages(Connection& connection, const std::vector<Event>& events) {
    std::map<std::string_view, bool> ended;
    for (const Event& event : events) {
        const std::optional<bool> ends = ends_pages(event.kind);
        if (ends) ended[event.incident_id] = *ends;
    }
    for (const auto& [incident_id, is_ended] : ended) {
        if (!is_ended) continue;
        const auto removed =
            connection.execute("DELETE FROM outbox WHERE incident_id = $1 AND is_page = 1",
                               {std::string{incident_id}});
        if (!removed) return fail(removed.error());
    }
    return {};
}

}  // namespace foreshock::store
