#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace foreshock::store {

/// A cell of a table or a parameter of a statement. Text may hold any bytes, NUL too.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

class Row {
public:
    explicit Row(std::vector<Value> cells) : cells_(std::move(cells)) {}

    /// The cell must have that type: the schema is STRICT, so another one is a bug of ours.
    [[nodiscard]] std::int64_t integer(std::size_t column) const {
        return std::get<std::int64_t>(cells_.at(column));
    }

    [[nodiscard]] const std::string& text(std::size_t column) const {
        return std::get<std::string>(cells_.at(column));
    }

private:
    std::vector<Value> cells_;
};

/// One connection to one database: the seam that hides the library. For one thread at a time.
/// Errors everywhere: unavailable when the disk is full, read-only, broken or the database is
/// locked too long; conflict for a violated constraint; unreadable for a damaged file.
class Connection {
public:
    enum class Mode : std::uint8_t { read_write, read_only };

    static Result<std::unique_ptr<Connection>> open(const std::string& path, Mode mode);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// One statement with $1, $2 … bound in order; prepared once and kept.
    Result<std::vector<Row>> execute(std::string_view sql,
                                     const std::vector<Value>& parameters = {});

    /// Several statements without parameters or rows.
    Result<void> run_script(std::string_view sql);

    /// The rowid of the newest insert.
    [[nodiscard]] std::int64_t last_rowid() const;

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    struct Library;
    Connection(std::string path, std::unique_ptr<Library> library);

    std::string path_;
    std::unique_ptr<Library> library_;
};

/// A writing transaction (BEGIN IMMEDIATE: it never has to wait halfway). Rolled back when it is
/// destroyed without a successful commit. The connection outlives it.
class Transaction {
public:
    static Result<Transaction> begin(Connection& connection);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// Durable when it returns success.
    Result<void> commit();

private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}

    Connection* connection_;  // null once there is nothing left to roll back
};

}  // namespace foreshock::store
