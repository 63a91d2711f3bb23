#include "server/store/schema.hpp"

#include "server/store/migrations.hpp"

namespace foreshock::store {
namespace {

Result<std::size_t> schema_version(Connection& connection) {
    const auto rows = connection.execute("PRAGMA user_version");
    if (!rows) return fail(rows.error());
    return static_cast<std::size_t>(rows->at(0).integer(0));
}

Result<void> take_step(Connection& connection, std::size_t version, std::string_view sql) {
    auto transaction = Transaction::begin(connection);
    if (!transaction) return fail(std::move(transaction).error());
    if (auto done = connection.run_script(sql); !done) return done;
    const std::string stamp = "PRAGMA user_version = " + std::to_string(version);
    if (auto done = connection.run_script(stamp); !done) return done;
    return transaction->commit();
}

}  // namespace

Result<void> migrate(Connection& connection) {
    const auto found = schema_version(connection);
    if (!found) return fail(found.error());
    const auto steps = migrations();
    if (*found > steps.size()) {
        return fail(Errc::refused, connection.path() + " has schema version " +
                                       std::to_string(*found) + ", this program knows up to " +
                                       std::to_string(steps.size()) +
                                       ": it was written by a newer Foreshock, upgrade this one");
    }
    for (std::size_t version = *found + 1; version <= steps.size(); ++version) {
        auto done = take_step(connection, version, steps[version - 1]);
        if (!done)
            return fail(std::move(done).error().with("migration " + std::to_string(version)));
    }
    return {};
}

}  // namespace foreshock::store
