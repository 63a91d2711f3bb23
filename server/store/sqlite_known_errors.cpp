#include "server/store/sqlite_known_errors.hpp"

#include "server/store/known_error_rows.hpp"

namespace foreshock::store {
namespace {

using incidents::KnownError;

Result<void> check_room(Connection& connection, const std::string& id) {
    const auto rows = connection.execute("SELECT count(*) FROM known_error WHERE id <> $1", {id});
    if (!rows) return fail(rows.error());
    if (rows->at(0).integer(0) < static_cast<std::int64_t>(incidents::known_errors_max)) return {};
    return fail(Errc::conflict, std::to_string(incidents::known_errors_max) +
                                    " errors are known, which is the bound: remove some");
}

std::string joined(const std::vector<std::string>& kinds) {
    std::string all;
    for (const std::string& kind : kinds)
        all += (all.empty() ? "" : ",") + kind;
    return all;
}

}  // namespace

Result<std::vector<KnownError>> SqliteKnownErrors::list() const {
    auto reader = readers_.lease();
    if (!reader) return fail(std::move(reader).error());
    return known_errors(*reader->operator->());
}

Result<void> SqliteKnownErrors::put(const KnownError& known_error) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        if (auto room = check_room(connection, known_error.id); !room) return room;
        auto done = connection.execute(
            "INSERT INTO known_error (id, title, kinds, component, fix, author, written_at, "
            "steps) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET "
            "title = excluded.title, fix = excluded.fix, author = excluded.author, "
            "steps = excluded.steps",
            {known_error.id, known_error.title, joined(known_error.kinds), known_error.component,
             known_error.fix, known_error.author, to_unix_ms(known_error.written_at),
             encode_fix_steps(known_error.steps)});
        if (!done) return fail(std::move(done).error());
        return {};
    });
}

Result<void> SqliteKnownErrors::remove(std::string_view id) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        auto gone = connection.execute("DELETE FROM fix_outcome WHERE known_error_id = $1",
                                       {std::string{id}});
        if (!gone) return fail(std::move(gone).error());
        const auto rows = connection.execute("DELETE FROM known_error WHERE id = $1 RETURNING id",
                                             {std::string{id}});
        if (!rows) return fail(rows.error());
        if (rows->empty()) {
            return fail(Errc::not_found, "there is no known error " + std::string{id});
        }
        return {};
    });
}

Result<void> SqliteKnownErrors::record(const incidents::FixOutcome& outcome) {
    return writer_.transact([&](Connection& connection) -> Result<void> {
        return save_fix_outcome(connection, outcome);
    });
}

}  // namespace foreshock::store
