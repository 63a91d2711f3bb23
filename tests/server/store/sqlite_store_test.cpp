#include "server/store/sqlite_store.hpp"

#include <thread>

#include "fresh_store.hpp"
#include <catch2/catch.hpp>
#include <sqlite3.h>
#include <sys/stat.h>

#include "tests/support/alert_contract.hpp"
#include "tests/support/farewell_contract.hpp"
#include "tests/support/outbox_contract.hpp"
#include "tests/support/store_contract.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using test::FreshStore;
using test::run_sql;

namespace {

std::vector<std::string> names_of(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    std::vector<std::string> names;
    const auto keep = [](void* into, int, char** cells, char**) {
        static_cast<std::vector<std::string>*>(into)->emplace_back(cells[0]);
        return 0;
    };
    REQUIRE(sqlite3_exec(database, sql.c_str(), keep, &names, nullptr) == SQLITE_OK);
    sqlite3_close(database);
    return names;
}

/// Takes away all that came after the first migration.
void make_version_1(const std::string& path) {
    const std::string later =
        "SELECT type || ' ' || name FROM sqlite_master WHERE type IN "
        "('table', 'index', 'trigger') AND name NOT LIKE 'sqlite_%' AND name NOT IN "
        "('incident', 'incident_host', 'event', 'outbox', 'host', 'agent', "
        "'incident_order', 'incident_state', 'event_of_incident', "
        "'outbox_thread') ORDER BY name LIMIT 1";
    for (auto left = names_of(path, later); !left.empty(); left = names_of(path, later))
        run_sql(path, ("DROP " + left[0]).c_str());
    run_sql(path, "ALTER TABLE outbox DROP COLUMN is_page");
    run_sql(path, "ALTER TABLE outbox DROP COLUMN is_replaceable");
    run_sql(path, "PRAGMA user_version = 1");
}

}  // namespace

TEST_CASE("sqlite store: it keeps the contract of all stores", "[store]") {
    using Check = void (*)(store::Store&);
    constexpr std::pair<const char*, Check> contract[] = {
        {"commit is read back", test::check_commit_is_read_back},
        {"older revision loses", test::check_older_revision_loses},
        {"list order, filters, pages", test::check_list_order_filters_and_pages},
        {"bad queries", test::check_bad_queries_are_refused},
        {"forecasts wait", test::check_forecasts_wait_for_their_verdict},
        {"verdicts are final", test::check_a_verdict_is_final},
        {"members are read back", test::check_members_are_read_back},
        {"members pass from one incident to another", test::check_members_pass},
        {"outbox order", test::check_outbox_keeps_order_per_thread},
        {"newest truth", test::check_outbox_takes_the_newest_truth},
        {"nothing is dropped", test::check_outbox_drops_nothing_that_must_be_said},
        {"lanes", test::check_outbox_has_lanes},
        {"pages", test::check_pages_are_void_once_it_is_taken},
        {"hand over", test::check_outbox_hands_over},
        {"threads", test::check_threads_are_kept},
        {"subscriptions", test::check_subscriptions_are_kept},
        {"outbox settles once", test::check_outbox_settles_once},
        {"hosts", test::check_hosts_are_kept},
        {"hosts that go", test::check_hosts_go_in_one_commit},
        {"who is revoked", test::check_who_is_revoked_is_told},
        {"marks of hosts", test::check_host_marks_are_newer},
        {"what was learned", test::check_learned_is_kept_for_a_while},
        {"foreign alerts", test::check_firing_alerts_are_kept},
        {"registry", test::check_registry_knows_agents_by_token},
        {"kept apart", test::check_what_is_kept_apart_is_gone},
        {"unfinished", test::check_only_closed_incidents_are_finished},
    };
    for (const auto& [name, check] : contract) {
        CAPTURE(name);
        FreshStore fresh;
        check(*fresh.store);
    }
}

TEST_CASE("sqlite store: what was committed is there after it is opened again", "[store]") {
    FreshStore fresh;
    test::check_commit_is_read_back(*fresh.store);
    fresh.store.reset();
    const auto again = store::open_sqlite_store(fresh.path);
    REQUIRE(again);
    CHECK((*again)->incidents().find("inc-1")->number == 1);
    CHECK((*again)->ledger().next_number().value() == 2);
}

TEST_CASE("sqlite store: the file belongs to its owner alone", "[store]") {
    FreshStore fresh;

    struct stat found {};

    REQUIRE(::stat(fresh.path.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777) == 0600);
}

TEST_CASE("sqlite store: a file of a newer version is refused in words", "[store]") {
    FreshStore fresh;
    fresh.store.reset();
    run_sql(fresh.path, "PRAGMA user_version = 99");
    const auto refused = store::open_sqlite_store(fresh.path);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::refused);
    CHECK(refused.error().what.find("version 99") != std::string::npos);
}

TEST_CASE("sqlite store: a file of version 1 is brought up to date and keeps what it held",
          "[store]") {
    FreshStore fresh;
    test::check_commit_is_read_back(*fresh.store);
    fresh.store.reset();
    make_version_1(fresh.path);
    const auto again = store::open_sqlite_store(fresh.path);
    REQUIRE(again);
    CHECK((*again)->incidents().find("inc-1")->number == 1);
    CHECK((*again)->ledger().load_unfinished()->size() == 1);
    test::check_a_verdict_is_final(**again);
    test::check_firing_alerts_are_kept(**again);
}

TEST_CASE("sqlite store: resolved incidents of version 1 are found by their kinds afterwards",
          "[store]") {
    FreshStore fresh;
    incidents::Commit commit;
    commit.incidents = {test::numbered_incident(1)};
    commit.incidents[0].state = incidents::IncidentState::resolved;
    commit.events = {test::opened_event(commit.incidents[0])};
    commit.events[0].kind = incidents::EventKind::noted;
    commit.events[0].reason = {"note", "raised LimitNOFILE"};
    REQUIRE(fresh.store->ledger().commit(commit));
    fresh.store.reset();
    make_version_1(fresh.path);
    const auto again = store::open_sqlite_store(fresh.path);
    REQUIRE(again);
    incidents::Incident now = test::numbered_incident(9);
    now.title = now.sentence = "";
    const auto context = (*again)->diagnosis().context_of(now);
    REQUIRE(context);
    REQUIRE(context->past.size() == 1);
    CHECK_THAT(context->past[0].resolution, Catch::Contains("raised LimitNOFILE"));
}

TEST_CASE("sqlite store: of too many forecasts the oldest are forgotten", "[store]") {
    FreshStore fresh;
    incidents::Commit commit;
    commit.forecasts = {test::announcement("old"), test::announcement("next")};
    REQUIRE(fresh.store->ledger().commit(commit));
    fresh.store.reset();
    // As if the bound's worth of others had come and gone in between.
    run_sql(fresh.path, "UPDATE sqlite_sequence SET seq = 100000 WHERE name = 'forecast'");
    const auto again = store::open_sqlite_store(fresh.path);
    commit.forecasts = {test::announcement("newest")};
    REQUIRE((*again)->ledger().commit(commit));
    const auto kept = (*again)->ledger().load_pending_forecasts();
    REQUIRE(kept->size() == 2);
    CHECK(kept->at(0).id == "next");
    CHECK(kept->at(1).id == "newest");
}

TEST_CASE("sqlite store: a file that is no database is told as damaged", "[store]") {
    test::TemporaryFolder folder;
    folder.write("foreshock.db", std::string(8192, 'x'));
    const auto opened = store::open_sqlite_store(folder.path() + "/foreshock.db");
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::unreadable);
}

TEST_CASE("sqlite store: a missing folder is unavailable, with its path", "[store]") {
    const auto opened = store::open_sqlite_store("/nonexistent/folder/foreshock.db");
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::unavailable);
    CHECK(opened.error().what.find("/nonexistent/folder") != std::string::npos);
}

TEST_CASE("sqlite store: one bad part of a commit leaves nothing of it", "[store]") {
    FreshStore fresh;
    incidents::Commit commit;
    commit.incidents = {test::numbered_incident(1), test::numbered_incident(2)};
    commit.incidents[1].number = 1;  // the number is taken: a constraint
    commit.events = {test::opened_event(commit.incidents[0])};
    CHECK(fresh.store->ledger().commit(commit).error().code == Errc::conflict);
    CHECK(fresh.store->incidents().find("inc-1").error().code == Errc::not_found);
    CHECK(fresh.store->incidents().events_after(0, 10)->empty());
    commit.incidents.pop_back();
    CHECK(fresh.store->ledger().commit(commit));
}

TEST_CASE("sqlite store: readers and a writer share it from many threads", "[store][threads]") {
    FreshStore fresh;
    std::atomic<int> failures{0};
    std::thread writer{[&] {
        for (std::uint64_t number = 1; number <= 20; ++number) {
            incidents::Commit commit;
            commit.incidents = {test::numbered_incident(number)};
            if (!fresh.store->ledger().commit(commit)) ++failures;
        }
    }};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back([&] {
            for (int turn = 0; turn < 50; ++turn) {
                if (!fresh.store->incidents().list({})) ++failures;
            }
        });
    }
    writer.join();
    for (std::thread& reader : readers)
        reader.join();
    CHECK(failures == 0);
    CHECK(fresh.store->incidents().list({})->incidents.size() == 20);
}
