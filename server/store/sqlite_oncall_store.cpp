#include "server/store/sqlite_oncall_store.hpp"

namespace foreshock::store {
namespace {

using oncall::Override;

/// An override that ended so long before the one that is being made began is forgotten.
constexpr Duration kept_for = std::chrono::hours{24 * 400};

Result<void> run(Connection& connection, std::string_view sql, const std::vector<Value>& values) {
    auto done = connection.execute(sql, values);
    if (!done) return fail(std::move(done).error());
    return {};
}

Result<void> count_change(Connection& connection) {
    return run(connection, "UPDATE oncall_state SET revision = revision + 1", {});
}

Result<void> check_room(Connection& connection) {
    const auto rows = connection.execute("SELECT count(*) FROM oncall_override");
    if (!rows) return fail(rows.error());
    if (static_cast<std::size_t>(rows->front().integer(0)) < oncall::OncallStore::overrides_max) {
        return {};
    }
    return fail(Errc::conflict, "there are " + std::to_string(oncall::OncallStore::overrides_max) +
                                    " overrides already: take old ones back first");
}

}  // namespace

Result<std::vector<Override>> SqliteOncallStore::overrides() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute(
        "SELECT id, schedule, person, begins_at, ends_at, made_by, reason, made_at "
        "FROM oncall_override ORDER BY position");
    if (!rows) return fail(rows.error());
    std::vector<Override> all;
    for (const Row& row : *rows) {
        all.push_back({row.text(0), row.text(1), row.text(2), from_unix_ms(row.integer(3)),
                       from_unix_ms(row.integer(4)), row.text(5), row.text(6),
                       from_unix_ms(row.integer(7))});
    }
    return all;
}

Result<std::uint64_t> SqliteOncallStore::revision() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    const auto rows = (*reader)->execute("SELECT revision FROM oncall_state");
    if (!rows) return fail(rows.error());
    return static_cast<std::uint64_t>(rows->front().integer(0));
}

Result<void> SqliteOncallStore::add(const Override& one) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        auto forgotten = run(connection, "DELETE FROM oncall_override WHERE ends_at < $1",
                             {to_unix_ms(one.made_at - kept_for)});
        if (!forgotten) return forgotten;
        if (auto room = check_room(connection); !room) return room;
        auto added = run(connection,
                         "INSERT INTO oncall_override (id, schedule, person, begins_at, ends_at, "
                         "made_by, reason, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                         {one.id, one.schedule, one.person, to_unix_ms(one.begin),
                          to_unix_ms(one.end), one.made_by, one.reason, to_unix_ms(one.made_at)});
        if (!added) return added;
        return count_change(connection);
    });
}

Result<void> SqliteOncallStore::remove(std::string_view id) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        const auto gone = connection.execute(
            "DELETE FROM oncall_override WHERE id = $1 RETURNING id", {std::string{id}});
        if (!gone) return fail(gone.error());
        if (gone->empty()) return fail(Errc::not_found, "there is no override " + std::string{id});
        return count_change(connection);
    });
}

Result<std::string> SqliteOncallStore::secret(std::string_view fresh) {
    std::string secret;
    Result<void> done = writer_.transact([&](Connection& connection) -> Result<void> {
        auto kept = run(connection, "UPDATE oncall_state SET secret = $1 WHERE secret = ''",
                        {std::string{fresh}});
        if (!kept) return kept;
        const auto rows = connection.execute("SELECT secret FROM oncall_state");
        if (!rows) return fail(rows.error());
        secret = rows->front().text(0);
        return {};
    });
    if (!done) return fail(std::move(done).error());
    return secret;
}

}  // namespace foreshock::store
