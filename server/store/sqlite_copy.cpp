#include "server/store/sqlite_copy.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/system_error.hpp"
#include "core/unique_fd.hpp"
#include "server/store/database.hpp"
#include "server/store/migrations.hpp"

namespace foreshock::store {
namespace {

constexpr std::size_t faults_max = 20;

Result<void> read_faults(Connection& connection, DatabaseState& state) {
    const auto check =
        connection.execute("PRAGMA integrity_check(" + std::to_string(faults_max) + ")");
    if (!check) return fail(check.error());
    for (const Row& row : *check)
        if (row.text(0) != "ok") state.faults.push_back(row.text(0));
    const auto orphans = connection.execute("SELECT count(*) FROM pragma_foreign_key_check");
    if (!orphans) return fail(orphans.error());
    const std::int64_t count = orphans->at(0).integer(0);
    if (count > 0) state.faults.push_back(std::to_string(count) + " rows refer to missing ones");
    return {};
}

Result<void> read_rows(Connection& connection, DatabaseState& state) {
    const auto tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND sql NOT LIKE '%VIRTUAL%' ORDER BY name");
    if (!tables) return fail(tables.error());
    for (const Row& table : *tables) {
        const std::string& name = table.text(0);
        const auto count = connection.execute("SELECT count(*) FROM \"" + name + "\"");
        if (!count) return fail(count.error());
        state.rows.emplace_back(name, count->at(0).integer(0));
    }
    return {};
}

Result<void> make_durable(const std::string& path) {
    const UniqueFd file{::open(path.c_str(), O_RDWR | O_CLOEXEC)};
    if (file.valid() && ::fchmod(file.get(), S_IRUSR | S_IWUSR) == 0 && ::fsync(file.get()) == 0)
        return {};
    return fail(Errc::unavailable, path + ": " + errno_text(errno));
}

}  // namespace

Result<DatabaseState> examine_database(const std::string& path) {
    auto connection = Connection::open(path, Connection::Mode::read_only);
    if (!connection) return fail(std::move(connection).error());
    DatabaseState state;
    state.newest = migrations().size();
    const auto version = (*connection)->execute("PRAGMA user_version");
    if (!version) return fail(version.error());
    state.version = static_cast<std::size_t>(version->at(0).integer(0));
    if (auto read = read_faults(**connection, state); !read) return fail(read.error());
    if (auto read = read_rows(**connection, state); !read) return fail(read.error());
    return state;
}

Result<void> copy_database(const std::string& from, const std::string& to) {
    // A connection for writing makes what is not there, and one for reading may not even write
    // another file.
    if (::access(from.c_str(), R_OK) != 0)
        return fail(Errc::unreadable, from + ": " + errno_text(errno));
    auto connection = Connection::open(from, Connection::Mode::read_write);
    if (!connection) return fail(std::move(connection).error());
    // One reading transaction: unlike sqlite3_backup it does not begin anew when somebody writes.
    const auto copied = (*connection)->execute("VACUUM INTO $1", {Value{to}});
    if (!copied) return fail(copied.error());
    return make_durable(to);
}

}  // namespace foreshock::store
