#include "agent/spool_folder.hpp"

#include <filesystem>
#include <fstream>

#include "spool_entries.hpp"
#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using test::entry_of;

namespace {

std::string only_report(const std::string& folder) {
    std::string found;
    for (const auto& file : std::filesystem::recursive_directory_iterator{folder}) {
        if (file.path().extension() == ".report") found = file.path().string();
    }
    REQUIRE_FALSE(found.empty());
    return found;
}

}  // namespace

TEST_CASE("spool folder: an entry comes back as it was", "[agent][spool]") {
    const test::TemporaryFolder folder;
    SpoolFolder spool{folder.path()};
    const SpoolEntry entry = entry_of("run-a", 7, true);
    REQUIRE(spool.write(entry) == entry.body.size());
    const auto back = spool.read("run-a", 7);
    REQUIRE(back);
    CHECK(back->run_id == "run-a");
    CHECK(back->sequence == 7);
    CHECK(back->created == entry.created);
    CHECK(back->series_end == 2);
    CHECK(back->has_symptoms);
    CHECK(back->body == entry.body);
}

TEST_CASE("spool folder: a restart finds what waits, oldest first", "[agent][spool]") {
    const test::TemporaryFolder folder;
    {
        SpoolFolder before{folder.path()};
        for (const std::uint64_t sequence : {9, 2, 11}) {
            REQUIRE(before.write(entry_of(sequence == 11 ? "run-a" : "run-b", sequence)));
        }
    }
    SpoolFolder after{folder.path()};
    const auto found = after.recover();
    REQUIRE(found.size() == 3);
    CHECK(found[0].entry.sequence == 2);
    CHECK(found[1].entry.sequence == 9);
    CHECK(found[2].entry.sequence == 11);
    CHECK(found[0].entry.body.empty());
    CHECK(found[0].file_bytes == entry_of("run-b", 2).body.size());
}

TEST_CASE("spool folder: torn and damaged files are removed and counted, the rest survives",
          "[agent][spool]") {
    const test::TemporaryFolder folder;
    SpoolFolder before{folder.path()};
    REQUIRE(before.write(entry_of("run-a", 1)));
    const std::string torn = only_report(folder.path());
    std::filesystem::resize_file(torn, std::filesystem::file_size(torn) / 2);
    REQUIRE(before.write(entry_of("run-b", 2)));
    folder.write("run-c/00000000000000000003.report", "garbage");
    folder.write("run-c/00000000000000000004.report.draft", "half");
    folder.write("run-c/unrelated.txt", "x");
    SpoolFolder after{folder.path()};
    const auto found = after.recover();
    REQUIRE(found.size() == 1);
    CHECK(found[0].entry.run_id == "run-b");
    CHECK(after.damaged() == 2);
    CHECK_FALSE(std::filesystem::exists(torn));
    CHECK_FALSE(std::filesystem::exists(folder.path() + "/run-c"));
}

TEST_CASE("spool folder: the dictionary of a run survives in parts", "[agent][spool]") {
    const test::TemporaryFolder folder;
    SpoolFolder spool{folder.path()};
    const auto keys = test::two_definitions();
    REQUIRE(spool.append_definitions("run-a", 0, {keys[0]}));
    REQUIRE(spool.append_definitions("run-a", 1, {keys[1]}));
    CHECK(spool.read_definitions("run-a") == keys);
    CHECK(spool.read_definitions("run-b").empty());
}

TEST_CASE("spool folder: a torn end of a dictionary costs only that part", "[agent][spool]") {
    const test::TemporaryFolder folder;
    SpoolFolder spool{folder.path()};
    const auto keys = test::two_definitions();
    REQUIRE(spool.append_definitions("run-a", 0, {keys[0]}));
    REQUIRE(spool.append_definitions("run-a", 1, {keys[1]}));
    const std::string file = folder.path() + "/run-a/dictionary";
    std::filesystem::resize_file(file, std::filesystem::file_size(file) - 1);
    CHECK(spool.read_definitions("run-a") == std::vector{keys[0]});
}

TEST_CASE("spool folder: of refused reports the newest few are kept", "[agent][spool]") {
    const test::TemporaryFolder folder;
    SpoolFolder spool{folder.path()};
    for (std::uint64_t sequence = 1; sequence <= SpoolFolder::refused_max + 3; ++sequence) {
        spool.keep_refused(entry_of("run-a", sequence));
    }
    std::size_t kept = 0;
    bool has_newest = false;
    for (const auto& file : std::filesystem::directory_iterator{folder.path() + "/refused"}) {
        ++kept;
        has_newest = has_newest || file.path().filename().string().ends_with("-11.zst");
    }
    CHECK(kept == SpoolFolder::refused_max);
    CHECK(has_newest);
}
