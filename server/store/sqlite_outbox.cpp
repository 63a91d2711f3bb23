#include "server/store/sqlite_outbox.hpp"

#include "server/store/event_rows.hpp"
#include "server/store/kept_apart_rows.hpp"
#include "server/store/outbox_rows.hpp"

namespace foreshock::store {
namespace {

using incidents::Event;
using incidents::OutboxEntry;
using incidents::OutboxLane;

// Of each thread (incident, channel, recipient) only the oldest entry is on its turn.
constexpr const char* heads =
    "FROM outbox WHERE NOT EXISTS (SELECT 1 FROM outbox AS earlier "
    "WHERE earlier.incident_id = outbox.incident_id AND earlier.channel = outbox.channel "
    "AND earlier.recipient = outbox.recipient AND earlier.position < outbox.position)";

/// The newest due entry that may take the place of $1 at $2: nothing that cannot be replaced lies
/// between them.
constexpr const char* newest =
    "FROM outbox, (SELECT position AS head, incident_id AS incident, channel AS way, "
    "recipient AS whom FROM outbox WHERE id = $1) "
    "WHERE incident_id = incident AND channel = way AND recipient = whom AND position >= head "
    "AND (position = head OR (due_at <= $2 AND NOT EXISTS (SELECT 1 FROM outbox AS between_them "
    "WHERE between_them.incident_id = incident AND between_them.channel = way "
    "AND between_them.recipient = whom AND between_them.position >= head "
    "AND between_them.position <= outbox.position AND between_them.is_replaceable = 0))) "
    "ORDER BY position DESC LIMIT 1";

/// " AND channel IN ($n, …)" with its values.
std::string lane_text(const OutboxLane& lane, std::vector<Value>& values) {
    if (lane.channels.empty()) return lane.is_rest ? "" : " AND 1 = 0";
    std::string list;
    for (const std::string& channel : lane.channels) {
        values.emplace_back(channel);
        list += (list.empty() ? "$" : ", $") + std::to_string(values.size());
    }
    return (lane.is_rest ? " AND channel NOT IN (" : " AND channel IN (") + list + ")";
}

Result<void> expect_one(const Result<std::vector<Row>>& returned, std::string_view id) {
    if (!returned) return fail(returned.error());
    if (returned->empty()) {
        return fail(Errc::not_found, "the outbox has no entry " + std::string{id});
    }
    return {};
}

Result<void> append(Connection& connection, const Event& event) {
    if (event.incident_id == incidents::self_test_incident) return {};
    const auto is_gone = is_kept_apart(connection, event.incident_id);
    if (!is_gone) return fail(is_gone.error());
    if (*is_gone) return {};
    const auto sequence = append_event(connection, event);
    if (!sequence) return fail(sequence.error());
    return {};
}

/// `kept` stands for the entries before it, from `head` on.
Result<void> drop_before(Connection& connection, const OutboxEntry& kept, std::int64_t position) {
    const auto inherited = connection.execute(
        "UPDATE outbox SET attempts = (SELECT max(attempts) FROM outbox WHERE incident_id = $1 "
        "AND channel = $2 AND recipient = $3 AND position <= $4) WHERE position = $4",
        {kept.incident_id, kept.channel, kept.recipient, position});
    if (!inherited) return fail(inherited.error());
    const auto dropped = connection.execute(
        "DELETE FROM outbox WHERE incident_id = $1 AND channel = $2 AND recipient = $3 "
        "AND position < $4",
        {kept.incident_id, kept.channel, kept.recipient, position});
    if (!dropped) return fail(dropped.error());
    return {};
}

}  // namespace

Result<std::vector<OutboxEntry>> SqliteOutbox::due_in(const OutboxLane& lane, TimePoint now,
                                                      std::size_t limit) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    std::vector<Value> values{to_unix_ms(now), static_cast<std::int64_t>(limit)};
    const std::string sql = std::string{"SELECT "} + outbox_columns + " " + heads +
                            lane_text(lane, values) +
                            " AND due_at <= $1 ORDER BY position LIMIT $2";
    const auto rows = (*reader)->execute(sql, values);
    if (!rows) return fail(rows.error());
    std::vector<OutboxEntry> entries;
    for (const Row& row : *rows) {
        auto entry = outbox_entry_from(row);
        if (!entry) return fail(std::move(entry).error());
        entries.push_back(std::move(*entry));
    }
    return entries;
}

Result<std::optional<TimePoint>> SqliteOutbox::next_due_in(const OutboxLane& lane) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    std::vector<Value> values;
    const std::string sql = std::string{"SELECT due_at "} + heads + lane_text(lane, values) +
                            " ORDER BY due_at LIMIT 1";
    const auto rows = (*reader)->execute(sql, values);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<TimePoint>{};
    return std::optional{from_unix_ms(rows->front().integer(0))};
}

Result<OutboxEntry> SqliteOutbox::take(std::string_view id, TimePoint now) {
    std::optional<OutboxEntry> taken;
    std::int64_t position = 0;
    {
        auto reader = readers_.lease();
        if (!reader) return fail(std::move(reader).error());
        const auto rows = (*reader)->execute(std::string{"SELECT "} + outbox_columns + " " + newest,
                                             {std::string{id}, to_unix_ms(now)});
        if (auto there = expect_one(rows, id); !there) return fail(std::move(there).error());
        auto entry = outbox_entry_from(rows->front());
        if (!entry) return fail(std::move(entry).error());
        taken = std::move(*entry);
        position = rows->front().integer(12);
    }
    if (taken->id == id) return std::move(*taken);
    const Result<void> dropped = writer_.transact(
        [&](Connection& connection) { return drop_before(connection, *taken, position); });
    if (!dropped) return fail(dropped.error());
    return take(taken->id, now);
}

Result<void> SqliteOutbox::settle(std::string_view id, const Event& event) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        auto removed = expect_one(
            connection.execute("DELETE FROM outbox WHERE id = $1 RETURNING id", {std::string{id}}),
            id);
        if (!removed) return removed;
        return append(connection, event);
    });
}

Result<void> SqliteOutbox::note(const Event& event) {
    return writer_.transact([&](Connection& connection) { return append(connection, event); });
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

Result<void> SqliteOutbox::hand_over(std::string_view id, const OutboxEntry& to,
                                     const Event& event) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        auto moved = expect_one(
            connection.execute(
                "UPDATE outbox SET channel = $1, recipient = $2, due_at = $3, attempts = 0 "
                "WHERE id = $4 RETURNING id",
                {to.channel, to.recipient, to_unix_ms(to.due_at), std::string{id}}),
            id);
        if (!moved) return moved;
        return append(connection, event);
    });
}

Result<void> SqliteOutbox::put(const std::vector<OutboxEntry>& entries) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        for (const OutboxEntry& entry : entries) {
            if (auto saved = save_outbox_entry(connection, entry); !saved) return saved;
        }
        return {};
    });
}

Result<std::size_t> SqliteOutbox::count() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT count(*) FROM outbox");
    if (!rows) return fail(rows.error());
    return static_cast<std::size_t>(rows->at(0).integer(0));
}

}  // namespace foreshock::store
