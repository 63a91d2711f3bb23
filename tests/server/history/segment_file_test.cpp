#include "server/history/segment_file.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using foreshock::history::SegmentFile;
using foreshock::test::TemporaryFolder;

TEST_CASE("segment file: names and numbers translate, other names have none", "[history]") {
    CHECK(SegmentFile::name_of(42) == "0000000042.journal");
    CHECK(SegmentFile::number_of("0000000042.journal") == 42);
    CHECK(SegmentFile::number_of(SegmentFile::name_of(12345678901)) == 12345678901);
    for (const char* name : {"42.journal", "0000000042.journal~", "x", ".journal", ""}) {
        INFO(name);
        CHECK(SegmentFile::number_of(name) == 0);
    }
}

TEST_CASE("segment file: what is appended is read back after opening again", "[history]") {
    const TemporaryFolder folder;
    const auto file = SegmentFile::create(folder.path(), 1).value();
    REQUIRE(file->append("hello"));
    REQUIRE(file->append(" world"));
    CHECK(file->bytes() == 8 + 11);
    const auto again = SegmentFile::open(folder.path(), 1).value();
    CHECK(again->bytes() == 8 + 11);
    CHECK(again->read(8, 100).value() == "hello world");
    CHECK(again->read(14, 3).value() == "wor");
    CHECK(again->read(500, 3).value().empty());
}

TEST_CASE("segment file: a number is never made twice", "[history]") {
    const TemporaryFolder folder;
    REQUIRE(SegmentFile::create(folder.path(), 1));
    CHECK(SegmentFile::create(folder.path(), 1).error().code == Errc::unavailable);
}

TEST_CASE("segment file: another magic word is malformed, a missing file unreadable", "[history]") {
    const TemporaryFolder folder;
    folder.write(SegmentFile::name_of(1), "SOMETHING ELSE");
    CHECK(SegmentFile::open(folder.path(), 1).error().code == Errc::malformed);
    CHECK(SegmentFile::open(folder.path(), 2).error().code == Errc::unreadable);
}

TEST_CASE("segment file: cut shortens, and the next append follows", "[history]") {
    const TemporaryFolder folder;
    const auto file = SegmentFile::create(folder.path(), 1).value();
    REQUIRE(file->append("hello"));
    REQUIRE(file->cut(10));
    REQUIRE(file->append("y"));
    CHECK(file->read(8, 100).value() == "hey");
}

TEST_CASE("segment file: readers go on after it was removed", "[history]") {
    const TemporaryFolder folder;
    const auto file = SegmentFile::create(folder.path(), 1).value();
    REQUIRE(file->append("hello"));
    file->remove();
    CHECK(std::filesystem::is_empty(folder.path()));
    CHECK(file->read(8, 5).value() == "hello");
}
