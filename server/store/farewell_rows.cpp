#include "server/store/farewell_rows.hpp"

#include "server/store/statement.hpp"

namespace foreshock::store {

using incidents::Farewell;

Result<std::vector<Farewell>> farewells(Connection& connection) {
    const auto rows = connection.execute(
        "SELECT 0 AS kind, host_id, at, actor, deletes_history, clock_skew FROM host_farewell "
        "UNION ALL SELECT 1, agent_id, revoked_at, '', 0, 0 FROM agent_revocation "
        "WHERE agent_id IN (SELECT id FROM host) "
        "UNION ALL SELECT 1, agent_id, removed_at, '', 0, 0 FROM agent_removal "
        "WHERE agent_id IN (SELECT id FROM host) AND NOT EXISTS (SELECT 1 FROM agent_certificate "
        "WHERE agent_certificate.agent_id = agent_removal.agent_id AND revoked_at = 0) "
        "ORDER BY kind, host_id");
    if (!rows) return fail(rows.error());
    std::vector<Farewell> all;
    all.reserve(rows->size());
    for (const Row& row : *rows) {
        all.push_back({row.text(1),
                       row.integer(0) == 0 ? Farewell::Kind::forgotten : Farewell::Kind::revoked,
                       from_unix_ms(row.integer(2)), row.text(3), row.integer(4) != 0,
                       Duration{row.integer(5)}});
    }
    return all;
}

Result<void> save_farewell(Connection& connection, const Farewell& farewell) {
    return run(connection,
               "INSERT INTO host_farewell (host_id, at, actor, deletes_history, clock_skew) "
               "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (host_id) DO UPDATE SET "
               "at = excluded.at, actor = excluded.actor, "
               "deletes_history = excluded.deletes_history, clock_skew = excluded.clock_skew",
               {farewell.host_id, to_unix_ms(farewell.at), farewell.actor,
                std::int64_t{farewell.deletes_history ? 1 : 0},
                std::int64_t{farewell.clock_skew.count()}});
}

Result<void> remove_host(Connection& connection, const incidents::HostGone& host) {
    if (auto done = run(connection, "DELETE FROM host WHERE id = $1", {host.id}); !done)
        return done;
    if (auto done = run(connection, "DELETE FROM host_mark WHERE id = $1", {host.id}); !done)
        return done;
    return run(connection, "DELETE FROM learned WHERE host = $1", {host.name});
}

Result<void> end_farewell(Connection& connection, const std::string& host_id) {
    return run(connection, "DELETE FROM host_farewell WHERE host_id = $1", {host_id});
}

}  // namespace foreshock::store
