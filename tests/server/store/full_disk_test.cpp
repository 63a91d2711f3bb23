#include <csignal>
#include <random>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "server/store/database.hpp"
#include "server/store/schema.hpp"
#include "server/store/sqlite_incident_reader.hpp"
#include "server/store/sqlite_ledger.hpp"
#include "tests/support/store_contract.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;

namespace {

/// A writer whose database may not grow beyond `pages`: SQLite then says what a full disk says.
struct CappedStore {
    test::TemporaryFolder folder;
    std::string path = folder.path() + "/foreshock.db";
    store::Connection* cap = nullptr;

    std::unique_ptr<store::Writer> writer;

    CappedStore() {
        auto connection =
            store::Connection::open(path, store::Connection::Mode::read_write).value();
        REQUIRE(store::migrate(*connection));
        cap = connection.get();
        writer = std::make_unique<store::Writer>(std::move(connection));
    }

    void pages_max(int pages) {
        REQUIRE(cap->run_script("PRAGMA max_page_count = " + std::to_string(pages)));
    }
};

incidents::Commit commit_of(std::uint64_t number) {
    incidents::Commit commit;
    commit.incidents = {test::numbered_incident(number)};
    commit.incidents[0].sentence = std::string(20000, 'x');
    commit.events = {test::opened_event(commit.incidents[0])};
    return commit;
}

/// Commits forever and tells each number on `pipe` once its commit has returned.
[[noreturn]] void commit_until_killed(const std::string& path, int pipe) {
    const auto opened = store::open_sqlite_store(path);
    for (std::uint64_t number = 1; opened; ++number) {
        incidents::Commit commit = commit_of(number);
        if (!(*opened)->ledger().commit(commit)) break;
        if (::write(pipe, &number, sizeof number) != sizeof number) break;
    }
    ::_exit(1);
}

/// The last number that the child acknowledged before it was killed `after` it began.
std::uint64_t kill_after(const std::string& path, std::chrono::microseconds after) {
    int ends[2] = {-1, -1};
    REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) commit_until_killed(path, ends[1]);
    ::close(ends[1]);
    ::usleep(static_cast<useconds_t>(after.count()));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    std::uint64_t acknowledged = 0;
    std::uint64_t number = 0;
    while (::read(ends[0], &number, sizeof number) == sizeof number)
        acknowledged = number;
    ::close(ends[0]);
    return acknowledged;
}

}  // namespace

TEST_CASE("full disk: nothing is half written, reads go on, and it recovers", "[store][disk]") {
    CappedStore capped;
    store::ConnectionPool readers{capped.path};
    store::SqliteLedger ledger{*capped.writer, readers};
    const store::SqliteIncidentReader reader{readers};
    auto first = commit_of(1);
    REQUIRE(ledger.commit(first));
    capped.pages_max(1);  // never below what is used: no page more than now
    auto second = commit_of(2);
    const auto full = ledger.commit(second);
    REQUIRE_FALSE(full);
    CHECK(full.error().code == Errc::unavailable);
    CHECK(full.error().what.find("full") != std::string::npos);
    CHECK(reader.find("1"));
    CHECK(reader.find("2").error().code == Errc::not_found);
    CHECK(reader.events_after(0, 10)->size() == 1);
    capped.pages_max(100000);
    CHECK(ledger.commit(second));
    CHECK(reader.find("2"));
}

TEST_CASE("crash: every acknowledged commit is there whole", "[store][crash]") {
    std::mt19937 random{20261123};
    for (int round = 0; round < 6; ++round) {
        CAPTURE(round);
        test::TemporaryFolder folder;
        const std::string path = folder.path() + "/foreshock.db";
        const std::chrono::microseconds after{15000 + random() % 60000};
        const std::uint64_t acknowledged = kill_after(path, after);
        const auto store = store::open_sqlite_store(path);
        REQUIRE(store);
        const std::uint64_t held = (*store)->ledger().next_number().value() - 1;
        CHECK(held >= acknowledged);
        CHECK(held <= acknowledged + 1);  // the one that was on its way
        CHECK((*store)->incidents().events_after(0, 100000)->size() == held);
        if (held > 0) CHECK((*store)->incidents().find(std::to_string(held)));
    }
}
