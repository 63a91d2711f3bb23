#include "server/store/audit_rows.hpp"

#include <limits>

namespace foreshock::store {
namespace {

using people::AuditEntry;

constexpr auto ever = std::numeric_limits<std::int64_t>::max();

std::string breach_name(const people::AuditQuery& query, std::size_t place) {
    return place < query.breach.size() ? query.breach[place] : std::string{};
}

AuditEntry entry_of(const Row& row) {
    return {static_cast<std::uint64_t>(row.integer(0)),
            from_unix_ms(row.integer(1)),
            row.text(2),
            row.text(3),
            row.text(4),
            row.text(5),
            row.text(6),
            row.text(7),
            row.text(8)};
}

}  // namespace

Result<void> insert_audit(Connection& connection, const AuditEntry& entry) {
    auto done = connection.execute(
        "INSERT INTO audit (at, actor, proof, address, action, object, outcome, detail) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {to_unix_ms(entry.at), entry.actor, entry.proof, entry.address, entry.action, entry.object,
         entry.outcome, entry.detail});
    if (!done) return fail(std::move(done).error());
    return {};
}

Result<std::vector<AuditEntry>> select_audit(Connection& connection,
                                             const people::AuditQuery& query) {
    const auto rows = connection.execute(
        "SELECT sequence, at, actor, proof, address, action, object, outcome, detail FROM audit "
        "WHERE sequence < $1 AND at >= $2 AND at < $3 AND ($4 = '' OR actor = $4) "
        "AND ($5 = '' OR object = $5) AND substr(action, 1, length($6)) = $6 "
        "AND (instr(action, '/api/v1/breaches') > 0) = $8 AND ($8 = 0 "
        "OR object IN ($9, $10, $11) "
        "OR substr(object, 1, instr(object, '/') - 1) IN ($9, $10, $11)) "
        "ORDER BY sequence DESC LIMIT $7",
        {query.before == 0 ? ever : static_cast<std::int64_t>(query.before),
         query.since ? to_unix_ms(*query.since) : std::int64_t{0},
         query.until ? to_unix_ms(*query.until) : ever, query.actor, query.object, query.action,
         static_cast<std::int64_t>(query.limit), std::int64_t{query.breach.empty() ? 0 : 1},
         breach_name(query, 0), breach_name(query, 1), breach_name(query, 2)});
    if (!rows) return fail(rows.error());
    std::vector<AuditEntry> entries;
    entries.reserve(rows->size());
    for (const Row& row : *rows)
        entries.push_back(entry_of(row));
    return entries;
}

}  // namespace foreshock::store
