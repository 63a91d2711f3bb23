#include "server/store/sqlite_accounts.hpp"

#include "server/people/person_rules.hpp"
#include "server/store/audit_rows.hpp"
#include "server/store/person_rows.hpp"
#include "server/store/statement.hpp"

namespace foreshock::store {
namespace {

using people::AuditEntry;
using people::Invitation;

Result<std::int64_t> count(Connection& connection, std::string_view sql) {
    const auto rows = connection.execute(sql);
    if (!rows) return fail(rows.error());
    return rows->at(0).integer(0);
}

Result<void> check_room(Connection& connection, std::string_view sql, std::size_t most,
                        const std::string& what) {
    const Result<std::int64_t> there = count(connection, sql);
    if (!there) return fail(there.error());
    if (*there < static_cast<std::int64_t>(most)) return {};
    return fail(Errc::conflict,
                "there are " + std::to_string(most) + " " + what + ", which is the bound");
}

/// The end of each change: everybody takes a new snapshot, and the act is on record.
Result<void> finish(Connection& connection, const AuditEntry& act) {
    if (auto grown = grow_people_revision(connection); !grown) return grown;
    return insert_audit(connection, act);
}

Result<void> end_sessions(Connection& connection, std::string_view person) {
    return run(connection, "DELETE FROM session WHERE person = $1", {std::string{person}});
}

Result<std::int64_t> admins(Connection& connection) {
    return count(connection, "SELECT count(*) FROM person WHERE role = 'admin' AND disabled = 0");
}

Result<void> change_keeping_an_admin(Connection& connection, const people::Person& person) {
    const auto before = admins(connection);
    if (!before) return fail(before.error());
    if (auto changed = update_person(connection, person); !changed) return changed;
    const auto after = admins(connection);
    if (!after) return fail(after.error());
    if (*before == 0 || *after > 0) return {};
    return fail(Errc::conflict,
                "nobody would be left who may let others in: make somebody else an admin first");
}

Result<void> add_person(Connection& connection, const people::Person& person) {
    if (auto room =
            check_room(connection, "SELECT count(*) FROM person", people::people_max, "people");
        !room) {
        return room;
    }
    return insert_person(connection, person);
}

Result<Invitation> find_invitation(Connection& connection, std::string_view secret_sha256,
                                   TimePoint now) {
    const auto rows = connection.execute(
        "SELECT secret_sha256, person, expires_at FROM invitation WHERE secret_sha256 = $1",
        {std::string{secret_sha256}});
    if (!rows) return fail(rows.error());
    if (rows->empty() || from_unix_ms(rows->front().integer(2)) <= now) {
        return fail(Errc::refused,
                    "this link was used, replaced or has expired: ask for a new one");
    }
    const Row& row = rows->front();
    return Invitation{row.text(0), row.text(1), from_unix_ms(row.integer(2))};
}

Result<void> store_password(Connection& connection, std::string_view person,
                            std::string_view hash) {
    const auto rows =
        connection.execute("UPDATE person SET password_hash = $2 WHERE name = $1 RETURNING name",
                           {std::string{person}, std::string{hash}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        return fail(Errc::not_found, "there is no person '" + std::string{person} + "'");
    }
    if (auto gone =
            run(connection, "DELETE FROM invitation WHERE person = $1", {std::string{person}});
        !gone) {
        return gone;
    }
    return end_sessions(connection, person);
}

}  // namespace

Result<people::Directory> SqliteAccounts::directory() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    Connection& connection = *reader->operator->();
    auto everybody = select_people(connection);
    if (!everybody) return fail(std::move(everybody).error());
    auto teams = select_teams(connection);
    if (!teams) return fail(std::move(teams).error());
    return people::Directory{std::move(*everybody), std::move(*teams)};
}

Result<people::Person> SqliteAccounts::find(std::string_view name) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    auto found = select_people(*reader->operator->(), name);
    if (!found) return fail(std::move(found).error());
    if (found->empty()) {
        return fail(Errc::not_found, "there is no person '" + std::string{name} + "'");
    }
    return std::move(found->front());
}

Result<std::uint64_t> SqliteAccounts::revision() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto number = count(*reader->operator->(), "SELECT revision FROM people_revision");
    if (!number) return fail(number.error());
    return static_cast<std::uint64_t>(*number);
}

Result<void> SqliteAccounts::add(const people::Person& person, const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (auto added = add_person(connection, person); !added) return added;
        return finish(connection, act);
    });
}

Result<void> SqliteAccounts::change(const people::Person& person, const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        auto changed = change_keeping_an_admin(connection, person);
        if (!changed) return changed;
        if (person.disabled) {
            if (auto ended = end_sessions(connection, person.name); !ended) return ended;
        }
        return finish(connection, act);
    });
}

Result<void> SqliteAccounts::put_team(const people::Team& team, const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (auto put = upsert_team(connection, team); !put) return put;
        if (auto room =
                check_room(connection, "SELECT count(*) - 1 FROM team", people::teams_max, "teams");
            !room) {
            return room;
        }
        return finish(connection, act);
    });
}

Result<void> SqliteAccounts::remove_team(std::string_view name, const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const auto rows = connection.execute("DELETE FROM team WHERE name = $1 RETURNING name",
                                             {std::string{name}});
        if (!rows) return fail(rows.error());
        if (rows->empty()) {
            return fail(Errc::not_found, "there is no team '" + std::string{name} + "'");
        }
        return finish(connection, act);
    });
}

Result<std::string> SqliteAccounts::password_hash(std::string_view person) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT password_hash FROM person WHERE name = $1",
                                         {std::string{person}});
    if (!rows) return fail(rows.error());
    if (rows->empty()) {
        return fail(Errc::not_found, "there is no person '" + std::string{person} + "'");
    }
    return rows->front().text(0);
}

Result<void> SqliteAccounts::set_password(std::string_view person, std::string_view hash,
                                          const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (auto stored = store_password(connection, person, hash); !stored) return stored;
        return finish(connection, act);
    });
}

Result<void> SqliteAccounts::invite(const Invitation& invitation, const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        auto done =
            run(connection,
                "INSERT INTO invitation (person, secret_sha256, expires_at) "
                "VALUES ($1, $2, $3) ON CONFLICT (person) DO UPDATE SET "
                "secret_sha256 = excluded.secret_sha256, expires_at = excluded.expires_at",
                {invitation.person, invitation.secret_sha256, to_unix_ms(invitation.expires_at)});
        if (!done) return done;
        return insert_audit(connection, act);
    });
}

Result<Invitation> SqliteAccounts::invitation(std::string_view secret_sha256, TimePoint now) const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return find_invitation(*reader->operator->(), secret_sha256, now);
}

Result<void> SqliteAccounts::accept(std::string_view secret_sha256, TimePoint now,
                                    const people::Person& newcomer, std::string_view password_hash,
                                    const AuditEntry& act) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const Result<Invitation> found = find_invitation(connection, secret_sha256, now);
        if (!found) return fail(found.error());
        const bool is_newcomer = found->person.empty();
        if (is_newcomer) {
            if (auto added = add_person(connection, newcomer); !added) return added;
        }
        const std::string& person = is_newcomer ? newcomer.name : found->person;
        if (auto stored = store_password(connection, person, password_hash); !stored) return stored;
        if (auto gone = run(connection, "DELETE FROM invitation WHERE secret_sha256 = $1",
                            {found->secret_sha256});
            !gone) {
            return gone;
        }
        return finish(connection, act);
    });
}

}  // namespace foreshock::store
