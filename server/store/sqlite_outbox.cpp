#include "server/store/sqlite_outbox.hpp"

#include "server/store/event_rows.hpp"

namespace foreshock::store {
namespace {

using incidents::Event;
using incidents::OutboxEntry;

// Of each thread (incident, channel, recipient) only the oldest entry is on its turn.
constexpr const char* heads =
    "FROM outbox WHERE NOT EXISTS (SELECT 1 FROM outbox AS earlier "
    "WHERE earlier.incident_id = outbox.incident_id AND earlier.channel = outbox.channel "
    "AND earlier.recipient = outbox.recipient AND earlier.position < outbox.position)";

Result<OutboxEntry> entry_from(const Row& row) {
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
    return entry;
}

Result<void> expect_one(const Result<std::vector<Row>>& returned, std::string_view id) {
    if (!returned) return fail(returned.error());
    if (returned->empty()) {
        return fail(Errc::not_found, "the outbox has no entry " + std::string{id});
    }
    return {};
}

}  // namespace

Result<std::vector<OutboxEntry>> SqliteOutbox::due(TimePoint now, std::size_t limit) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const std::string sql =
        "SELECT id, incident_id, transition, channel, recipient, body, created_at, due_at, "
        "attempts, last_error " +
        std::string{heads} + " AND due_at <= $1 ORDER BY position LIMIT $2";
    const auto rows = (*reader)->execute(sql, {to_unix_ms(now), static_cast<std::int64_t>(limit)});
    if (!rows) return fail(rows.error());
    std::vector<OutboxEntry> entries;
    for (const Row& row : *rows) {
        auto entry = entry_from(row);
        if (!entry) return fail(std::move(entry).error());
        entries.push_back(std::move(*entry));
    }
    return entries;
}

Result<std::optional<TimePoint>> SqliteOutbox::next_due() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const std::string sql = "SELECT due_at " + std::string{heads} + " ORDER BY due_at LIMIT 1";
    const auto rows = (*reader)->execute(sql);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<TimePoint>{};
    return std::optional{from_unix_ms(rows->front().integer(0))};
}

Result<bool> SqliteOutbox::waits(std::string_view id) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT 1 FROM outbox WHERE id = $1", {std::string{id}});
    if (!rows) return fail(rows.error());
    return !rows->empty();
}

Result<void> SqliteOutbox::settle(std::string_view id, const Event& event) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        auto removed = expect_one(
            connection.execute("DELETE FROM outbox WHERE id = $1 RETURNING id", {std::string{id}}),
            id);
        if (!removed) return removed;
        const auto sequence = append_event(connection, event);
        if (!sequence) return fail(sequence.error());
        return {};
    });
}

Result<void> SqliteOutbox::postpone(std::string_view id, TimePoint due_at, std::string_view error) {
    return writer_.transact([&](Connection& connection) {
        return expect_one(
            connection.execute("UPDATE outbox SET due_at = $1, last_error = $2, "
                               "attempts = attempts + 1 WHERE id = $3 RETURNING id",
                               {to_unix_ms(due_at), std::string{error}, std::string{id}}),
            id);
    });
}

}  // namespace foreshock::store
