#include "server/store/kept_apart_rows.hpp"

#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

/// With those that were merged into it, and into those.
constexpr const char* whole =
    "WITH RECURSIVE part (id, number) AS (SELECT id, number FROM incident WHERE id = $1 "
    "UNION SELECT incident.id, incident.number FROM incident JOIN part "
    "ON json_extract(incident.body, '$.merged_into') = part.id) SELECT id, number FROM part";

/// Before the incident itself goes: they are found by it.
constexpr const char* of_incident[] = {
    "DELETE FROM forecast WHERE id IN (SELECT json_extract(value, '$.symptom.id') FROM incident, "
    "json_each(incident.body, '$.symptoms') WHERE incident.id = $1)",
    "DELETE FROM outbox WHERE incident_id = $1 OR incident_id IN "
    "(SELECT id FROM report WHERE report.incident_id = $1)",
    "DELETE FROM external_thread WHERE incident_id = $1",
    "DELETE FROM event WHERE incident_id = $1",
    "UPDATE event SET words = '', reason_text = 'an incident that is no longer kept here' "
    "WHERE kind IN ('merged', 'split', 'linked', 'unlinked') AND (was IN ($1, $2) OR "
    "became IN ($1, $2))",
    "DELETE FROM fix_outcome WHERE incident_id = $1",
    "DELETE FROM incident_host WHERE incident_id = $1",
    "DELETE FROM incident WHERE id = $1"};

constexpr const char* of_number[] = {"DELETE FROM member_batch WHERE incident = $1",
                                     "DELETE FROM incident_text WHERE rowid = $1"};

Result<void> remove(Connection& connection, const std::string& id, std::int64_t number) {
    auto noted = run(connection,
                     "INSERT INTO kept_apart (incident_id, number) VALUES ($1, $2) "
                     "ON CONFLICT DO NOTHING",
                     {id, number});
    if (!noted) return noted;
    for (const char* statement : of_number) {
        if (auto gone = run(connection, statement, {number}); !gone) return gone;
    }
    for (const char* statement : of_incident) {
        const bool names_it = std::string_view{statement}.find("$2") != std::string_view::npos;
        const std::vector<Value> values =
            names_it ? std::vector<Value>{id, "incident " + std::to_string(number)}
                     : std::vector<Value>{id};
        if (auto gone = run(connection, statement, values); !gone) return gone;
    }
    return {};
}

}  // namespace

Result<void> keep_apart(Connection& connection, const std::string& incident_id) {
    const auto rows = connection.execute(whole, {incident_id});
    if (!rows) return fail(rows.error());
    // What was written of it after it went.
    for (const char* table : {"event", "outbox"}) {
        auto gone = run(connection, std::string{"DELETE FROM "} + table + " WHERE incident_id = $1",
                        {incident_id});
        if (!gone) return gone;
    }
    for (const Row& row : *rows) {
        if (auto gone = remove(connection, row.text(0), row.integer(1)); !gone) return gone;
    }
    return {};
}

Result<bool> is_kept_apart(Connection& connection, const std::string& incident_id) {
    const auto rows =
        connection.execute("SELECT 1 FROM kept_apart WHERE incident_id = $1", {incident_id});
    if (!rows) return fail(rows.error());
    return !rows->empty();
}

}  // namespace foreshock::store
