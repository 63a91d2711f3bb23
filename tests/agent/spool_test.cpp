#include "agent/spool.hpp"

#include <filesystem>

#include "recording_log.hpp"
#include "spool_entries.hpp"
#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using test::definitions_between;
using test::entry_of;

namespace {

constexpr std::size_t big = 1000;  // bytes of padding

std::size_t size_of_big() {
    return entry_of("run-a", 1, false, big).body.size();
}

/// The sequences that still wait, taken out one by one.
std::vector<std::uint64_t> drain(Spool& spool) {
    std::vector<std::uint64_t> sequences;
    while (const SpoolEntry* entry = spool.front()) {
        sequences.push_back(entry->sequence);
        CHECK(wire::decode(entry->body));
        spool.pop(std::string{entry->run_id}, entry->sequence);
    }
    return sequences;
}

}  // namespace

TEST_CASE("spool: reports leave in the order in which they came", "[agent][spool]") {
    test::RecordingLog log;
    Spool spool{{}, "", log};
    spool.begin_run("run-a", definitions_between);
    for (const std::uint64_t sequence : {1, 2, 3})
        spool.push(entry_of("run-a", sequence));
    CHECK(spool.counts().reports == 3);
    CHECK(drain(spool) == std::vector<std::uint64_t>{1, 2, 3});
    CHECK(spool.empty());
    CHECK(spool.counts().memory_bytes == 0);
}

TEST_CASE("spool: at the bound nothing is dropped, one above drops the oldest samples",
          "[agent][spool]") {
    test::RecordingLog log;
    Spool spool{{size_of_big() * 3 + 100, 0}, "", log};
    spool.begin_run("run-a", definitions_between);
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
        spool.push(entry_of("run-a", sequence, false, big));
    }
    CHECK(spool.counts().dropped == 0);
    spool.push(entry_of("run-a", 4, false, big));
    CHECK(spool.counts().dropped == 1);
    CHECK(drain(spool) == std::vector<std::uint64_t>{2, 3, 4});
}

TEST_CASE("spool: reports with symptoms are dropped last", "[agent][spool]") {
    test::RecordingLog log;
    Spool spool{{size_of_big() * 3 + 100, 0}, "", log};
    spool.begin_run("run-a", definitions_between);
    spool.push(entry_of("run-a", 1, true, big));
    spool.push(entry_of("run-a", 2, false, big));
    spool.push(entry_of("run-a", 3, true, big));
    spool.push(entry_of("run-a", 4, true, big));
    CHECK(spool.counts().dropped_symptoms == 0);
    spool.push(entry_of("run-a", 5, true, big));
    CHECK(spool.counts().dropped == 2);
    CHECK(spool.counts().dropped_symptoms == 1);
    CHECK(drain(spool) == std::vector<std::uint64_t>{3, 4, 5});
}

TEST_CASE("spool: what memory cannot hold goes to disk, in order", "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    Spool spool{{size_of_big() * 2 + 100, 1 << 20}, folder.path(), log};
    spool.begin_run("run-a", definitions_between);
    for (std::uint64_t sequence = 1; sequence <= 6; ++sequence) {
        spool.push(entry_of("run-a", sequence, false, big));
    }
    CHECK(spool.counts().dropped == 0);
    CHECK(spool.counts().disk_bytes > 3 * big);
    CHECK(spool.counts().memory_bytes <= size_of_big() * 2 + 100);
    CHECK(drain(spool) == std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6});
    CHECK(spool.counts().disk_bytes == 0);
}

TEST_CASE("spool: the disk has a bound too", "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    Spool spool{{size_of_big() + 100, size_of_big() * 2 + 100}, folder.path(), log};
    spool.begin_run("run-a", definitions_between);
    for (std::uint64_t sequence = 1; sequence <= 6; ++sequence) {
        spool.push(entry_of("run-a", sequence, false, big));
    }
    CHECK(spool.counts().dropped == 3);
    CHECK(spool.counts().disk_bytes <= size_of_big() * 2 + 100);
    CHECK(drain(spool) == std::vector<std::uint64_t>{4, 5, 6});
}

TEST_CASE("spool: a smaller bound after a reload holds at once", "[agent][spool]") {
    test::RecordingLog log;
    Spool spool{{1 << 20, 0}, "", log};
    spool.begin_run("run-a", definitions_between);
    for (std::uint64_t sequence = 1; sequence <= 6; ++sequence) {
        spool.push(entry_of("run-a", sequence, false, big));
    }
    spool.set({size_of_big() * 2 + 100, 0});
    CHECK(drain(spool) == std::vector<std::uint64_t>{5, 6});
}

TEST_CASE("spool: symptoms outlive a crash, and everything outlives a clean stop",
          "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    const bool is_clean = GENERATE(false, true);
    {
        Spool before{{}, folder.path(), log};
        before.begin_run("run-a", definitions_between);
        before.push(entry_of("run-a", 1, false));
        before.push(entry_of("run-a", 2, true));
        if (is_clean) before.flush();
    }
    Spool after{{}, folder.path(), log};
    after.begin_run("run-b", definitions_between);
    CHECK(after.definitions("run-a", 0, 2) == test::two_definitions());
    CHECK(after.definitions("run-a", 1, 2).size() == 1);
    const auto kept = drain(after);
    CHECK(kept == (is_clean ? std::vector<std::uint64_t>{1, 2} : std::vector<std::uint64_t>{2}));
    CHECK_FALSE(std::filesystem::exists(folder.path() + "/run-a"));
}

TEST_CASE("spool: the files of a run that is delivered are gone after a stop", "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    Spool spool{{}, folder.path(), log};
    spool.begin_run("run-a", definitions_between);
    spool.push(entry_of("run-a", 1, true));
    REQUIRE(spool.front());
    spool.pop("run-a", 1);
    spool.flush();
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("spool: a report that is damaged while it waits is skipped and counted",
          "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    Spool spool{{}, folder.path(), log};
    spool.begin_run("run-a", definitions_between);
    spool.push(entry_of("run-a", 1, true));
    spool.push(entry_of("run-a", 2, true));
    folder.write("run-a/00000000000000000001.report", "damaged");
    CHECK(drain(spool) == std::vector<std::uint64_t>{2});
    CHECK(spool.counts().damaged == 1);
    spool.push(entry_of("run-a", 3, true));
    std::filesystem::remove(folder.path() + "/run-a/00000000000000000003.report");
    CHECK(drain(spool).empty());
    CHECK(spool.counts().damaged == 2);
}

TEST_CASE("spool: a disk that takes nothing leaves reports in memory and says so once",
          "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    folder.write("file", "in the way");
    Spool spool{{1 << 20, 1 << 20}, folder.path() + "/file", log};
    spool.begin_run("run-a", definitions_between);
    spool.push(entry_of("run-a", 1, true));
    spool.push(entry_of("run-a", 2, true));
    spool.flush();
    CHECK(log.count("cannot write to disk") == 1);
    CHECK(drain(spool) == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("spool: what the server refuses is counted and set aside", "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    Spool spool{{}, folder.path(), log};
    spool.begin_run("run-a", definitions_between);
    spool.push(entry_of("run-a", 1));
    spool.push(entry_of("run-a", 2));
    spool.refuse("run-a", 1);
    CHECK(spool.counts().refused == 1);
    CHECK_FALSE(std::filesystem::is_empty(folder.path() + "/refused"));
    CHECK(drain(spool) == std::vector<std::uint64_t>{2});
}

TEST_CASE("spool: the run that is on leaves first, then symptoms, then the oldest",
          "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    Spool spool{{}, folder.path(), log};
    spool.begin_run("run-a", definitions_between);
    spool.push(entry_of("run-a", 1));
    spool.push(entry_of("run-a", 2));
    CHECK(spool.peek()->is_of_run);
    spool.add_lane("news");
    spool.push(entry_of("news", 11, true));
    spool.push(entry_of("run-a", 3));
    spool.push(entry_of("news", 12, true));
    CHECK_FALSE(spool.peek()->is_of_run);
    CHECK(spool.front()->sequence == 11);
    spool.continue_as("run-b");
    CHECK(spool.front()->sequence == 11);
    spool.push(entry_of("run-b", 21));
    CHECK(spool.peek()->is_of_run);
    CHECK(drain(spool) == std::vector<std::uint64_t>{21, 11, 12, 1, 2, 3});
    CHECK_FALSE(spool.peek());
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("spool: a run keeps its order although a symptom waits behind samples",
          "[agent][spool]") {
    test::RecordingLog log;
    Spool spool{{}, "", log};
    spool.begin_run("run-a", definitions_between);
    for (const std::uint64_t sequence : {1, 2})
        spool.push(entry_of("run-a", sequence));
    spool.push(entry_of("run-a", 3, true));
    spool.continue_as("run-b");
    CHECK(drain(spool) == std::vector<std::uint64_t>{1, 2, 3});
}

TEST_CASE("spool: runs that share a dictionary all bring it, without a disk and with one",
          "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    const std::string place = GENERATE(false, true) ? folder.path() : std::string{};
    Spool spool{{}, place, log};
    spool.begin_run("run-a", definitions_between);
    spool.push(entry_of("run-a", 1));
    spool.add_lane("news");
    spool.push(entry_of("news", 1, true));
    spool.continue_as("run-b");
    spool.push(entry_of("run-b", 1));
    for (const char* run : {"run-a", "news", "run-b"})
        CHECK(spool.definitions(run, 0, 2) == test::two_definitions());
    spool.flush();
    if (place.empty()) return;
    Spool after{{}, place, log};
    after.begin_run("run-c", definitions_between);
    for (const char* run : {"run-a", "news", "run-b"})
        CHECK(after.definitions(run, 0, 2) == test::two_definitions());
}

TEST_CASE("spool: while nobody takes them, reports outlive a crash without symptoms too",
          "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    {
        Spool before{{}, folder.path(), log};
        before.begin_run("run-a", definitions_between);
        before.push(entry_of("run-a", 1));
        before.keep_all_on_disk(true);
        before.push(entry_of("run-a", 2));
        before.keep_all_on_disk(false);
        before.push(entry_of("run-a", 3));
    }
    Spool after{{}, folder.path(), log};
    after.begin_run("run-b", definitions_between);
    CHECK(drain(after) == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("spool: what was dropped while it was under way takes no other with it",
          "[agent][spool]") {
    test::RecordingLog log;
    Spool spool{{}, "", log};
    spool.begin_run("run-a", definitions_between);
    spool.push(entry_of("run-a", 2));
    spool.pop("run-a", 1);
    spool.refuse("run-a", 1);
    CHECK(spool.counts().refused == 0);
    CHECK(drain(spool) == std::vector<std::uint64_t>{2});
}

TEST_CASE("spool: symptoms that an earlier process left come before the run that is on",
          "[agent][spool]") {
    const test::TemporaryFolder folder;
    test::RecordingLog log;
    {
        Spool before{{}, folder.path(), log};
        before.begin_run("run-a", definitions_between);
        before.push(entry_of("run-a", 1));
        before.add_lane("news");
        before.push(entry_of("news", 2, true));
        before.flush();
    }
    Spool after{{}, folder.path(), log};
    after.begin_run("run-b", definitions_between);
    after.push(entry_of("run-b", 3, true));
    after.push(entry_of("run-b", 4));
    CHECK(drain(after) == std::vector<std::uint64_t>{2, 3, 4, 1});
}
