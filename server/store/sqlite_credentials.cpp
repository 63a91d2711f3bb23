#include "server/store/sqlite_credentials.hpp"

#include "server/store/audit_rows.hpp"
#include "server/store/person_rows.hpp"
#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

using people::ApiToken;
using people::AuditEntry;
using people::Session;

constexpr std::int64_t listed_tokens_max = 1000;
constexpr std::string_view token_columns =
    "id, secret_sha256, person, label, role, made_at, expires_at, used_at, revoked_at";

Result<ApiToken> token_of(const Row& row) {
    const Result<people::Role> role = people::parse_role(row.text(4));
    if (!role) return fail(Errc::unreadable, "token " + row.text(0) + ": " + role.error().what);
    return ApiToken{row.text(0),
                    row.text(1),
                    row.text(2),
                    row.text(3),
                    *role,
                    from_unix_ms(row.integer(5)),
                    moment(row.integer(6)),
                    moment(row.integer(7)),
                    moment(row.integer(8))};
}

Result<void> check_token_room(Connection& connection, const ApiToken& token) {
    const auto rows = connection.execute(
        "SELECT count(*) FROM api_token WHERE person = $1 AND revoked_at = 0 "
        "AND (expires_at = 0 OR expires_at > $2)",
        {token.person, to_unix_ms(token.made_at)});
    if (!rows) return fail(rows.error());
    if (rows->at(0).integer(0) < static_cast<std::int64_t>(people::tokens_per_person_max)) {
        return {};
    }
    return fail(Errc::conflict, token.person + " has " +
                                    std::to_string(people::tokens_per_person_max) +
                                    " tokens, which is the bound: revoke some");
}

}  // namespace

Result<void> SqliteSessions::open(const Session& session, std::size_t per_person_max,
                                  const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        auto opened =
            run(connection,
                "INSERT INTO session (secret_sha256, person, opened_at, used_at, address) "
                "VALUES ($1, $2, $3, $4, $5)",
                {session.secret_sha256, session.person, to_unix_ms(session.opened_at),
                 to_unix_ms(session.used_at), session.address});
        if (!opened) return opened;
        auto oldest_ended = run(connection,
                                "DELETE FROM session WHERE person = $1 AND secret_sha256 NOT IN "
                                "(SELECT secret_sha256 FROM session WHERE person = $1 "
                                "ORDER BY opened_at DESC, secret_sha256 LIMIT $2)",
                                {session.person, static_cast<std::int64_t>(per_person_max)});
        if (!oldest_ended) return oldest_ended;
        return insert_audit(connection, act);
    });
}

Result<Session> SqliteSessions::find(std::string_view secret_sha256) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT secret_sha256, person, opened_at, used_at, address FROM session "
        "WHERE secret_sha256 = $1",
        {std::string{secret_sha256}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "there is no such session");
    const Row& row = rows->front();
    return Session{row.text(0), row.text(1), from_unix_ms(row.integer(2)),
                   from_unix_ms(row.integer(3)), row.text(4)};
}

Result<void> SqliteSessions::note_use(std::string_view secret_sha256, TimePoint at) {
    return writer_.transact([&](Connection& connection) {
        return run(connection, "UPDATE session SET used_at = $2 WHERE secret_sha256 = $1",
                   {std::string{secret_sha256}, to_unix_ms(at)});
    });
}

Result<void> SqliteSessions::end(std::string_view secret_sha256, const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        auto ended = run(connection, "DELETE FROM session WHERE secret_sha256 = $1",
                         {std::string{secret_sha256}});
        if (!ended) return ended;
        if (auto grown = grow_people_revision(connection); !grown) return grown;
        return insert_audit(connection, act);
    });
}

Result<void> SqliteSessions::forget(TimePoint opened_before, TimePoint used_before) {
    return writer_.transact([&](Connection& connection) {
        return run(connection, "DELETE FROM session WHERE opened_at < $1 OR used_at < $2",
                   {to_unix_ms(opened_before), to_unix_ms(used_before)});
    });
}

Result<void> SqliteApiTokens::add(const ApiToken& token, const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (auto room = check_token_room(connection, token); !room) return room;
        auto done = connection.execute(
            "INSERT INTO api_token (" + std::string{token_columns} +
                ") SELECT $1, $2, name, $4, $5, $6, $7, $8, $9 FROM person WHERE name = $3 "
                "RETURNING id",
            {token.id, token.secret_sha256, token.person, token.label,
             std::string{people::to_string(token.role)}, to_unix_ms(token.made_at),
             ms_of(token.expires_at), ms_of(token.used_at), ms_of(token.revoked_at)});
        if (!done) return fail(std::move(done).error());
        if (done->empty()) {
            return fail(Errc::not_found, "there is no person '" + token.person + "'");
        }
        return insert_audit(connection, act);
    });
}

Result<ApiToken> SqliteApiTokens::find(std::string_view secret_sha256) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT " + std::string{token_columns} + " FROM api_token WHERE secret_sha256 = $1",
        {std::string{secret_sha256}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "there is no such token");
    return token_of(rows->front());
}

Result<std::vector<ApiToken>> SqliteApiTokens::list(std::string_view person) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT " + std::string{token_columns} +
            " FROM api_token WHERE $1 = '' OR person = $1 ORDER BY made_at DESC, id LIMIT $2",
        {std::string{person}, listed_tokens_max});
    if (!rows) return fail(rows.error());
    std::vector<ApiToken> tokens;
    for (const Row& row : *rows) {
        Result<ApiToken> token = token_of(row);
        if (!token) return fail(std::move(token).error());
        tokens.push_back(std::move(*token));
    }
    return tokens;
}

Result<void> SqliteApiTokens::note_use(std::string_view id, TimePoint at) {
    return writer_.transact([&](Connection& connection) {
        return run(connection, "UPDATE api_token SET used_at = $2 WHERE id = $1",
                   {std::string{id}, to_unix_ms(at)});
    });
}

Result<void> SqliteApiTokens::revoke(std::string_view id, TimePoint at, const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const auto rows = connection.execute(
            "UPDATE api_token SET revoked_at = CASE revoked_at WHEN 0 THEN $2 ELSE revoked_at END "
            "WHERE id = $1 RETURNING id",
            {std::string{id}, to_unix_ms(at)});
        if (!rows) return fail(rows.error());
        if (rows->empty()) {
            return fail(Errc::not_found, "there is no token '" + std::string{id} + "'");
        }
        if (auto grown = grow_people_revision(connection); !grown) return grown;
        return insert_audit(connection, act);
    });
}

Result<void> SqliteAuditLog::append(const AuditEntry& entry) {
    return writer_.transact(
        [&](Connection& connection) { return insert_audit(connection, entry); });
}

Result<std::vector<AuditEntry>> SqliteAuditLog::list(const people::AuditQuery& query) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return select_audit(*reader->operator->(), query);
}

}  // namespace foreshock::store
