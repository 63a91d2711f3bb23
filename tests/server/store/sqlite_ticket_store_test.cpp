#include <catch2/catch.hpp>
#include <sqlite3.h>

#include "server/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;

namespace {

triage::DeskTicket ticket(std::string id, std::string text) {
    return {std::move(id), {std::move(text), "incident", "storage"}};
}

}  // namespace

TEST_CASE("sqlite ticket store: tickets come back oldest first, the same id once", "[store]") {
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/foreshock.db";
    const auto at = from_unix_ms(1'790'000'000'000);
    {
        const auto store = store::open_sqlite_store(path).value();
        REQUIRE(store->tickets().put(ticket("T-1", "first"), "ann", at));
        REQUIRE(store->tickets().put(ticket("T-2", "ดิสก์เต็ม"), "ann", at));
        REQUIRE(store->tickets().put(ticket("T-1", "corrected"), "bob", at));
    }
    const auto store = store::open_sqlite_store(path).value();
    CHECK(store->tickets().tickets().value() ==
          std::vector<triage::DeskTicket>{ticket("T-2", "ดิสก์เต็ม"), ticket("T-1", "corrected")});
}

TEST_CASE("sqlite ticket store: beyond the bound the oldest go", "[store]") {
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/foreshock.db";
    const auto store = store::open_sqlite_store(path).value();
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    const std::string fill =
        "INSERT INTO triage_ticket (id, words, intent, category, actor, at) WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
        std::to_string(triage::TextModel::desk_tickets_max) +
        ") SELECT 'T-' || i, 'word', 'incident', '', 'ann', 0 FROM n";
    REQUIRE(sqlite3_exec(database, fill.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
    CHECK(store->tickets().tickets()->front().id == "T-1");
    REQUIRE(store->tickets().put(ticket("new", "word"), "ann", from_unix_ms(0)));
    const auto tickets = store->tickets().tickets().value();
    CHECK(tickets.size() == triage::TextModel::desk_tickets_max);
    CHECK(tickets.front().id == "T-2");
    CHECK(tickets.back().id == "new");
}
