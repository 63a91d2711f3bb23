#include "server/store/sqlite_agent_registry.hpp"

#include "server/store/statement.hpp"

namespace foreshock::store {

Result<void> SqliteAgentRegistry::put(std::string_view agent_id, std::string_view token_sha256) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        auto done = connection.execute(
            "INSERT INTO agent (id, token_sha256) VALUES ($1, $2) "
            "ON CONFLICT (id) DO UPDATE SET token_sha256 = excluded.token_sha256",
            {std::string{agent_id}, std::string{token_sha256}});
        if (!done) return fail(std::move(done).error());
        return run(connection, "DELETE FROM agent_removal WHERE agent_id = $1",
                   {std::string{agent_id}});
    });
}

Result<std::string> SqliteAgentRegistry::agent_of(std::string_view token_sha256) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT id FROM agent WHERE token_sha256 = $1",
                                         {std::string{token_sha256}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::refused, "no agent has this token");
    return rows->front().text(0);
}

Result<void> SqliteAgentRegistry::remove(std::string_view agent_id, TimePoint at) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const auto rows = connection.execute("DELETE FROM agent WHERE id = $1 RETURNING id",
                                             {std::string{agent_id}});
        if (!rows) return fail(rows.error());
        if (rows->empty()) {
            return fail(Errc::not_found, "there is no agent " + std::string{agent_id});
        }
        return run(connection,
                   "INSERT INTO agent_removal (agent_id, removed_at) VALUES ($1, $2) "
                   "ON CONFLICT (agent_id) DO UPDATE SET removed_at = excluded.removed_at",
                   {std::string{agent_id}, to_unix_ms(at)});
    });
}

Result<std::vector<std::string>> SqliteAgentRegistry::list() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT id FROM agent ORDER BY id");
    if (!rows) return fail(rows.error());
    std::vector<std::string> agents;
    for (const Row& row : *rows)
        agents.push_back(row.text(0));
    return agents;
}

}  // namespace foreshock::store
