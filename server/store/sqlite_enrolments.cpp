#include "server/store/sqlite_enrolments.hpp"

#include <nlohmann/json.hpp>

#include "server/store/audit_rows.hpp"
#include "server/store/farewell_rows.hpp"
#include "server/store/json_values.hpp"
#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

using enrolment::Certificate;
using enrolment::Token;

constexpr std::string_view token_columns =
    "id, secret_sha256, labels, uses_max, uses, may_replace, made_at, expires_at, revoked_at";
constexpr std::string_view certificate_columns =
    "serial, agent_id, machine_id, request_sha256, pem, token_id, made_at, expires_at, revoked_at";
constexpr std::int64_t listed_certificates_max = 10'000;

std::string labels_text(const enrolment::Labels& labels) {
    Json all = Json::array();
    for (const auto& [name, value] : labels)
        all.push_back({name, value});
    return write_json(all);
}

Result<Token> token_of(const Row& row) {
    Token token;
    token.id = row.text(0);
    token.secret_sha256 = row.text(1);
    const Json labels = Json::parse(row.text(2), nullptr, false);
    if (!labels.is_array()) return fail(Errc::unreadable, "token " + token.id + ": its labels");
    for (const Json& one : labels) {
        if (!one.is_array() || one.size() != 2 || !one[0].is_string() || !one[1].is_string()) {
            return fail(Errc::unreadable, "token " + token.id + ": its labels");
        }
        token.labels.emplace_back(one[0].get<std::string>(), one[1].get<std::string>());
    }
    token.uses_max = static_cast<std::uint64_t>(row.integer(3));
    token.uses = static_cast<std::uint64_t>(row.integer(4));
    token.may_replace = row.integer(5) != 0;
    token.made_at = from_unix_ms(row.integer(6));
    token.expires_at = from_unix_ms(row.integer(7));
    token.revoked_at = moment(row.integer(8));
    return token;
}

Certificate certificate_of(const Row& row) {
    return {row.text(0),
            row.text(1),
            row.text(2),
            row.text(3),
            row.text(4),
            row.text(5),
            from_unix_ms(row.integer(6)),
            from_unix_ms(row.integer(7)),
            moment(row.integer(8))};
}

Result<std::int64_t> count(Connection& connection, std::string_view sql,
                           const std::vector<Value>& parameters) {
    const auto rows = connection.execute(sql, parameters);
    if (!rows) return fail(rows.error());
    return rows->at(0).integer(0);
}

Result<void> insert(Connection& connection, const Certificate& one) {
    return run(connection,
               "INSERT INTO agent_certificate (" + std::string{certificate_columns} +
                   ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
               {one.serial, one.agent_id, one.machine_id, one.request_sha256, one.pem, one.token_id,
                to_unix_ms(one.made_at), to_unix_ms(one.expires_at), ms_of(one.revoked_at)});
}

/// The agent's own past only: whoever asks for many certificates keeps no more rows than others.
Result<void> forget_expired(Connection& connection, const Certificate& beside) {
    return run(connection, "DELETE FROM agent_certificate WHERE agent_id = $1 AND expires_at <= $2",
               {beside.agent_id, to_unix_ms(beside.made_at)});
}

Result<void> use_token(Connection& connection, const Certificate& by) {
    const auto used = connection.execute(
        "UPDATE enrolment_token SET uses = uses + 1 WHERE id = $1 AND revoked_at = 0 "
        "AND expires_at > $2 AND uses < uses_max RETURNING id",
        {by.token_id, to_unix_ms(by.made_at)});
    if (!used) return fail(used.error());
    if (used->empty()) return fail(Errc::refused, "the token has ended");
    return {};
}

Result<void> revoke(Connection& connection, std::string_view agent_id, TimePoint at) {
    const std::string id{agent_id};
    auto certificates = run(connection,
                            "UPDATE agent_certificate SET revoked_at = $2 WHERE agent_id = $1 "
                            "AND revoked_at = 0",
                            {id, to_unix_ms(at)});
    if (!certificates) return certificates;
    if (auto token = run(connection, "DELETE FROM agent WHERE id = $1", {id}); !token) return token;
    return run(connection,
               "INSERT INTO agent_revocation (agent_id, revoked_at) VALUES ($1, $2) "
               "ON CONFLICT (agent_id) DO UPDATE SET revoked_at = excluded.revoked_at",
               {id, to_unix_ms(at)});
}

}  // namespace

Result<void> SqliteEnrolments::add_token(const Token& token, const people::AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        constexpr std::string_view live = "revoked_at = 0 AND expires_at > $1 AND uses < uses_max";
        const std::int64_t now = to_unix_ms(token.made_at);
        const auto total = count(connection, "SELECT count(*) FROM enrolment_token", {});
        if (!total) return fail(total.error());
        const auto most = static_cast<std::int64_t>(enrolment::tokens_max);
        if (*total >= most) {
            auto forgotten =
                run(connection, "DELETE FROM enrolment_token WHERE NOT (" + std::string{live} + ")",
                    {now});
            if (!forgotten) return forgotten;
            const auto left = count(connection, "SELECT count(*) FROM enrolment_token", {});
            if (!left) return fail(left.error());
            if (*left >= most) {
                return fail(Errc::conflict, "there are " + std::to_string(enrolment::tokens_max) +
                                                " tokens, which is the bound: revoke some");
            }
        }
        auto added =
            run(connection,
                "INSERT INTO enrolment_token (" + std::string{token_columns} +
                    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                {token.id, token.secret_sha256, labels_text(token.labels),
                 static_cast<std::int64_t>(token.uses_max), static_cast<std::int64_t>(token.uses),
                 std::int64_t{token.may_replace ? 1 : 0}, now, to_unix_ms(token.expires_at),
                 ms_of(token.revoked_at)});
        if (!added) return added;
        return insert_audit(connection, act);
    });
}

Result<Token> SqliteEnrolments::token(std::string_view id) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT " + std::string{token_columns} + " FROM enrolment_token WHERE id = $1",
        {std::string{id}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return fail(Errc::not_found, "there is no token '" + std::string{id} + "'");
    return token_of(rows->front());
}

Result<std::vector<Token>> SqliteEnrolments::tokens() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT " + std::string{token_columns} +
                                         " FROM enrolment_token ORDER BY made_at DESC, id");
    if (!rows) return fail(rows.error());
    std::vector<Token> all;
    for (const Row& row : *rows) {
        Result<Token> token = token_of(row);
        if (!token) return fail(std::move(token).error());
        all.push_back(std::move(*token));
    }
    return all;
}

Result<void> SqliteEnrolments::revoke_token(std::string_view id, TimePoint at,
                                            const people::AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const auto rows = connection.execute(
            "UPDATE enrolment_token SET revoked_at = CASE revoked_at WHEN 0 THEN $2 "
            "ELSE revoked_at END WHERE id = $1 RETURNING id",
            {std::string{id}, to_unix_ms(at)});
        if (!rows) return fail(rows.error());
        if (rows->empty()) {
            return fail(Errc::not_found, "there is no token '" + std::string{id} + "'");
        }
        return insert_audit(connection, act);
    });
}

Result<void> SqliteEnrolments::enrol(const Certificate& certificate, bool replaces,
                                     const people::AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        // First, so that a request that was answered meanwhile counts no second use.
        if (auto inserted = insert(connection, certificate); !inserted) return inserted;
        if (auto used = use_token(connection, certificate); !used) return used;
        if (replaces) {
            auto revoked =
                run(connection,
                    "UPDATE agent_certificate SET revoked_at = $3 WHERE agent_id = $1 "
                    "AND serial <> $2 AND revoked_at = 0",
                    {certificate.agent_id, certificate.serial, to_unix_ms(certificate.made_at)});
            if (!revoked) return revoked;
        }
        auto back = run(connection, "DELETE FROM agent_revocation WHERE agent_id = $1",
                        {certificate.agent_id});
        if (!back) return back;
        if (auto forgotten = forget_expired(connection, certificate); !forgotten) return forgotten;
        return insert_audit(connection, act);
    });
}

Result<void> SqliteEnrolments::renew(const Certificate& certificate) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (auto forgotten = forget_expired(connection, certificate); !forgotten) return forgotten;
        const auto live = count(connection,
                                "SELECT count(*) FROM agent_certificate WHERE agent_id = $1 "
                                "AND revoked_at = 0",
                                {certificate.agent_id});
        if (!live) return fail(live.error());
        if (*live >= static_cast<std::int64_t>(enrolment::certificates_per_agent_max)) {
            return fail(Errc::refused,
                        certificate.agent_id + " has " + std::to_string(*live) +
                            " certificates, which is the bound: it renews too often");
        }
        return insert(connection, certificate);
    });
}

Result<std::vector<Certificate>> SqliteEnrolments::select(std::string_view condition,
                                                          const std::string& value,
                                                          std::int64_t count_max) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT " + std::string{certificate_columns} + " FROM agent_certificate WHERE " +
            std::string{condition} + " ORDER BY made_at DESC, serial LIMIT $2",
        {value, count_max});
    if (!rows) return fail(rows.error());
    std::vector<Certificate> all;
    for (const Row& row : *rows)
        all.push_back(certificate_of(row));
    return all;
}

Result<Certificate> SqliteEnrolments::certificate(std::string_view serial) const {
    const auto found = select("serial = $1", std::string{serial}, 1);
    if (!found) return fail(found.error());
    if (found->empty()) return fail(Errc::not_found, "there is no such certificate");
    return found->front();
}

Result<std::optional<Certificate>> SqliteEnrolments::answered(
    std::string_view request_sha256) const {
    const auto found = select("request_sha256 = $1", std::string{request_sha256}, 1);
    if (!found) return fail(found.error());
    return found->empty() ? std::optional<Certificate>{} : std::optional{found->front()};
}

Result<std::vector<Certificate>> SqliteEnrolments::certificates(std::string_view agent_id) const {
    return select("($1 = '' OR agent_id = $1)", std::string{agent_id}, listed_certificates_max);
}

Result<std::vector<Certificate>> SqliteEnrolments::unrenewed(TimePoint now,
                                                             std::size_t limit) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT " + std::string{certificate_columns} +
            " FROM agent_certificate AS one WHERE revoked_at = 0 "
            "AND ($1 - made_at) * 6 > (expires_at - made_at) * 5 AND NOT EXISTS "
            "(SELECT 1 FROM agent_certificate AS newer WHERE newer.agent_id = one.agent_id "
            "AND newer.made_at > one.made_at) ORDER BY expires_at, serial LIMIT $2",
        {to_unix_ms(now), static_cast<std::int64_t>(limit)});
    if (!rows) return fail(rows.error());
    std::vector<Certificate> all;
    for (const Row& row : *rows)
        all.push_back(certificate_of(row));
    return all;
}

Result<void> SqliteEnrolments::revoke_agent(std::string_view agent_id, TimePoint at,
                                            const people::AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (auto revoked = revoke(connection, agent_id, at); !revoked) return revoked;
        return insert_audit(connection, act);
    });
}

Result<void> SqliteEnrolments::forget_host(const enrolment::HostForgetting& what,
                                           const people::AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (!what.keeps_identity) {
            if (auto revoked = revoke(connection, what.agent_id, what.at); !revoked) return revoked;
        }
        auto saved =
            save_farewell(connection, {what.agent_id, incidents::Farewell::Kind::forgotten, what.at,
                                       what.actor, what.deletes_history, what.clock_skew});
        if (!saved) return saved;
        return insert_audit(connection, act);
    });
}

Result<std::optional<TimePoint>> SqliteEnrolments::revoked(std::string_view agent_id) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT revoked_at FROM agent_revocation WHERE agent_id = $1", {std::string{agent_id}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::optional<TimePoint>{};
    return std::optional{from_unix_ms(rows->front().integer(0))};
}

}  // namespace foreshock::store
