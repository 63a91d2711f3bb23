#include "server/store/sqlite_external_threads.hpp"

namespace foreshock::store {

using desk::ExternalThread;

Result<std::optional<std::string>> SqliteExternalThreads::find(std::string_view channel,
                                                               std::string_view recipient,
                                                               std::string_view incident_id) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT record FROM external_thread "
        "WHERE channel = $1 AND recipient = $2 AND incident_id = $3",
        {std::string{channel}, std::string{recipient}, std::string{incident_id}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<std::string>{};
    return std::optional{rows->front().text(0)};
}

Result<void> SqliteExternalThreads::keep(const ExternalThread& thread) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const auto kept = connection.execute(
            "INSERT INTO external_thread (channel, recipient, incident_id, record) "
            "VALUES ($1, $2, $3, $4) ON CONFLICT (channel, recipient, incident_id) "
            "DO UPDATE SET record = excluded.record",
            {thread.channel, thread.recipient, thread.incident_id, thread.record});
        if (!kept) return fail(kept.error());
        return {};
    });
}

Result<std::vector<ExternalThread>> SqliteExternalThreads::unfinished(std::string_view channel,
                                                                      std::size_t limit) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT channel, recipient, incident_id, record FROM external_thread "
        "JOIN incident ON incident.id = incident_id "
        "WHERE channel = $1 AND state <> 'closed' ORDER BY number DESC, recipient LIMIT $2",
        {std::string{channel}, static_cast<std::int64_t>(limit)});
    if (!rows) return fail(rows.error());
    std::vector<ExternalThread> threads;
    for (const Row& row : *rows)
        threads.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
    return threads;
}

Result<void> SqliteExternalThreads::forget_closed() {
    return writer_.transact([](Connection& connection) -> Result<void> {
        const auto forgotten = connection.execute(
            "DELETE FROM external_thread "
            "WHERE incident_id IN (SELECT id FROM incident WHERE state = 'closed') "
            "AND NOT EXISTS (SELECT 1 FROM outbox "
            "WHERE outbox.incident_id = external_thread.incident_id)");
        if (!forgotten) return fail(forgotten.error());
        return {};
    });
}

}  // namespace foreshock::store
