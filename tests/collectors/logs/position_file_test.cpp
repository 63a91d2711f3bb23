#include "collectors/logs/position_file.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

namespace foreshock::collectors {
namespace {

TEST_CASE("position file: what is saved is loaded by the next run", "[collectors][logs]") {
    const test::TemporaryFolder folder;
    PositionFile first{folder.path() + "/logs", "journal"};
    CHECK(first.load().error().code == Errc::no_data);
    REQUIRE(first.save("here"));
    REQUIRE(first.save("there"));
    CHECK(PositionFile(folder.path() + "/logs", "journal").load().value() == "there");
    CHECK_FALSE(std::filesystem::exists(folder.path() + "/logs/journal.draft"));
}

TEST_CASE("position file: the same text is not written twice", "[collectors][logs]") {
    const test::TemporaryFolder folder;
    PositionFile file{folder.path(), "journal"};
    REQUIRE(file.save("here"));
    folder.write("journal", "changed by hand");
    REQUIRE(file.save("here"));
    CHECK(file.load().value() == "changed by hand");
}

TEST_CASE("position file: without a folder nothing is kept", "[collectors][logs]") {
    PositionFile file{"", "journal"};
    CHECK(file.save("here"));
    CHECK(file.load().error().code == Errc::no_data);
}

TEST_CASE("position file: a folder that cannot be written to is told", "[collectors][logs]") {
    const test::TemporaryFolder folder;
    folder.write("file", "");
    PositionFile file{folder.path() + "/file", "journal"};
    REQUIRE_FALSE(file.save("here"));
    CHECK(file.save("here").error().code == Errc::unavailable);
}

TEST_CASE("position file: one that is too large is no position", "[collectors][logs]") {
    const test::TemporaryFolder folder;
    folder.write("big", std::string(PositionFile::bytes_max + 1, 'x'));
    folder.write("full", std::string(PositionFile::bytes_max, 'x'));
    CHECK(PositionFile(folder.path(), "big").load().error().code == Errc::too_large);
    CHECK(PositionFile(folder.path(), "full").load());
}

}  // namespace
}  // namespace foreshock::collectors
