#include "agent/record_file.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::agent;

TEST_CASE("record file: what is written whole is read whole", "[agent][record]") {
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/a";
    REQUIRE(write_whole(path, "first"));
    REQUIRE(write_whole(path, "second"));
    CHECK(read_whole(path, 6) == "second");
    CHECK(read_whole(path, 5).error().code == Errc::too_large);
    CHECK(read_whole(path + "x", 5).error().code == Errc::no_data);
    CHECK(read_whole(folder.path(), 5).error().code == Errc::unreadable);
}

TEST_CASE("record file: a write that fails leaves nothing behind", "[agent][record]") {
    const test::TemporaryFolder folder;
    const auto written = write_whole(folder.path() + "/missing/a", "x");
    REQUIRE_FALSE(written);
    CHECK(written.error().code == Errc::unavailable);
    // Every write to /dev/full fails with ENOSPC.
    CHECK(append_to("/dev/full", "x").error().code == Errc::unavailable);
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("record file: bytes are added at the end", "[agent][record]") {
    const test::TemporaryFolder folder;
    const std::string path = folder.path() + "/a";
    REQUIRE(append_to(path, "one "));
    REQUIRE(append_to(path, "two"));
    CHECK(read_whole(path, 100) == "one two");
}

TEST_CASE("record file: framed payloads come back one by one", "[agent][record]") {
    const std::string bytes = framed("one") + framed("") + framed("three");
    std::string_view rest = bytes;
    CHECK(take_framed(rest) == "one");
    CHECK(take_framed(rest) == "");
    CHECK(take_framed(rest) == "three");
    CHECK(take_framed(rest).error().code == Errc::malformed);
}

TEST_CASE("record file: every damaged byte and every cut is noticed", "[agent][record]") {
    const std::string whole = framed("payload of a report");
    for (std::size_t i = 0; i < whole.size(); ++i) {
        std::string damaged = whole;
        damaged[i] = static_cast<char>(damaged[i] ^ 0x10);
        std::string_view rest = damaged;
        CHECK_FALSE(take_framed(rest));
        rest = std::string_view{whole}.substr(0, i);
        CHECK_FALSE(take_framed(rest));
    }
}
