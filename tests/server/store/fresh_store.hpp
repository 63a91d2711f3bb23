#pragma once

#include <memory>
#include <string>

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include "server/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::test {

/// An empty SQLite store in a folder of its own.
struct FreshStore {
    TemporaryFolder folder;
    std::string path = folder.path() + "/foreshock.db";
    std::unique_ptr<store::Store> store = store::open_sqlite_store(path).value();
};

/// Changes a store's file behind its back.
inline void run_sql(const std::string& path, const char* sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    REQUIRE(sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
}

}  // namespace foreshock::test
