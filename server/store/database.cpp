#include "server/store/database.hpp"

#include <cassert>
#include <cerrno>
#include <unordered_map>
#include <utility>

#include <sqlite3.h>

#include "core/system_error.hpp"

namespace foreshock::store {
namespace {

constexpr int busy_timeout_ms = 5000;

// A WAL that one long reader let grow is cut back to this size at the next checkpoint.
constexpr const char* settings_of_writer =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
    "PRAGMA journal_size_limit = 67108864;";
constexpr const char* settings_of_reader = "PRAGMA query_only = ON;";

Errc kind_of(int code) {
    switch (code & 0xFF) {
        case SQLITE_CONSTRAINT:
            return Errc::conflict;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return Errc::unreadable;
        default:
            return Errc::unavailable;
    }
}

std::string_view advice(int code) {
    switch (code & 0xFF) {
        case SQLITE_FULL:
            return errno_advice(ENOSPC);
        case SQLITE_READONLY:
            return errno_advice(EROFS);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return " (the file is damaged: restore a backup)";
        default:
            return "";
    }
}

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

using Handle = std::unique_ptr<sqlite3_stmt, Finalize>;

/// To SQLite $1 is a name and not a place: names are numbered as they appear in the text.
struct Prepared {
    Handle statement;
    std::vector<int> places;  // of $1, $2 …
};

struct TextHash {
    using is_transparent = void;

    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

std::vector<int> places_of(sqlite3_stmt* statement) {
    std::vector<int> places;
    const int count = sqlite3_bind_parameter_count(statement);
    for (int number = 1; number <= count; ++number) {
        const std::string name = "$" + std::to_string(number);
        places.push_back(sqlite3_bind_parameter_index(statement, name.c_str()));
    }
    return places;
}

struct Bind {
    sqlite3_stmt* statement;
    int place;

    int operator()(std::monostate) const { return sqlite3_bind_null(statement, place); }

    int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, place, value); }

    int operator()(double value) const { return sqlite3_bind_double(statement, place, value); }

    /// Not copied: bindings are cleared before their values go.
    int operator()(const std::string& value) const {
        return sqlite3_bind_text64(statement, place, value.data(), value.size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
    }
};

int bind_all(const Prepared& prepared, const std::vector<Value>& parameters) {
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const int bound =
            std::visit(Bind{prepared.statement.get(), prepared.places[i]}, parameters[i]);
        if (bound != SQLITE_OK) return bound;
    }
    return SQLITE_OK;
}

Value cell(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(statement, column)};
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        case SQLITE_NULL:
            return std::monostate{};
        default:
            break;
    }
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
    const auto count = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return bytes ? std::string{bytes, count} : std::string{};
}

Row row(sqlite3_stmt* statement) {
    std::vector<Value> cells;
    const int columns = sqlite3_column_count(statement);
    cells.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column)
        cells.push_back(cell(statement, column));
    return Row{std::move(cells)};
}

}  // namespace

struct Connection::Library {
    sqlite3* database = nullptr;
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> prepared;

    ~Library() {
        prepared.clear();
        sqlite3_close(database);
    }

    [[nodiscard]] tl::unexpected<Error> error(const std::string& path) const {
        const int code = sqlite3_extended_errcode(database);
        return fail(kind_of(code),
                    path + ": " + sqlite3_errmsg(database) + std::string{advice(code)});
    }

    /// Null when the statement does not compile.
    const Prepared* prepare(std::string_view sql) {
        if (const auto found = prepared.find(sql); found != prepared.end()) return &found->second;
        sqlite3_stmt* raw = nullptr;
        const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
        if (code != SQLITE_OK) return nullptr;
        Prepared fresh{Handle{raw}, places_of(raw)};
        return &prepared.emplace(std::string{sql}, std::move(fresh)).first->second;
    }
};

Connection::Connection(std::string path, std::unique_ptr<Library> library)
    : path_(std::move(path)), library_(std::move(library)) {}

Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, Mode mode) {
    auto library = std::make_unique<Library>();
    const bool writes = mode == Mode::read_write;
    // A reader opens for writing too, as it may be the one who has to recover the WAL.
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (writes ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(path.c_str(), &library->database, flags, nullptr);
    if (!library->database) return fail(Errc::unavailable, path + ": out of memory");
    if (code != SQLITE_OK) return library->error(path);
    sqlite3_busy_timeout(library->database, busy_timeout_ms);
    std::unique_ptr<Connection> connection{new Connection{path, std::move(library)}};
    auto done = connection->run_script(writes ? settings_of_writer : settings_of_reader);
    if (!done) return fail(std::move(done).error());
    return connection;
}

Result<std::vector<Row>> Connection::execute(std::string_view sql,
                                             const std::vector<Value>& parameters) {
    const Prepared* prepared = library_->prepare(sql);
    if (!prepared) return library_->error(path_);
    assert(prepared->places.size() == parameters.size());
    sqlite3_stmt* const statement = prepared->statement.get();
    const int bound = bind_all(*prepared, parameters);
    std::vector<Row> rows;
    int step = bound == SQLITE_OK ? SQLITE_ROW : bound;
    while (step == SQLITE_ROW) {
        step = sqlite3_step(statement);
        if (step == SQLITE_ROW) rows.push_back(row(statement));
    }
    if (step == SQLITE_DONE) {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
        return rows;
    }
    auto error = library_->error(path_);
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    return error;
}

Result<void> Connection::run_script(std::string_view sql) {
    const std::string text{sql};
    const int code = sqlite3_exec(library_->database, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return library_->error(path_);
    return {};
}

std::int64_t Connection::last_rowid() const {
    return sqlite3_last_insert_rowid(library_->database);
}

Result<Transaction> Transaction::begin(Connection& connection) {
    auto done = connection.execute("BEGIN IMMEDIATE");
    if (!done) return fail(std::move(done).error());
    return Transaction{connection};
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
    // Some errors have rolled back already; that ROLLBACK then fails and nothing is lost by it.
    if (connection_) static_cast<void>(connection_->execute("ROLLBACK"));
}

Result<void> Transaction::commit() {
    assert(connection_);
    auto done = connection_->execute("COMMIT");
    if (!done) return fail(std::move(done).error());
    connection_ = nullptr;
    return {};
}

}  // namespace foreshock::store
