#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace foreshock::store {

/// What stands in a database file, while others may be writing to it.
struct DatabaseState {
    std::size_t version = 0;          ///< of the schema in the file
    std::size_t newest = 0;           ///< that this program knows
    std::vector<std::string> faults;  ///< as SQLite's integrity_check words them; empty: sound
    std::vector<std::pair<std::string, std::int64_t>> rows;  ///< of each table, by its name
};

/// Reads the whole file. unreadable when it is not there or no database.
Result<DatabaseState> examine_database(const std::string& path);

/// Writes a whole and compact copy, as of one moment, into the file `to`, which must not exist,
/// and makes it durable. A server may go on writing to `from`. unavailable, unreadable.
Result<void> copy_database(const std::string& from, const std::string& to);

}  // namespace foreshock::store
