#include "collectors/logs/log_follower.hpp"

#include <filesystem>

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/temporary_folder.hpp"

namespace foreshock::collectors {
namespace {

struct Bench {
    [[nodiscard]] Result<LogFollower> open(const std::string& path) const {
        return LogFollower::open(folder.path(), path);
    }

    void append(const std::string& name, std::string_view text) const {
        std::ofstream{folder.path() + name, std::ios::binary | std::ios::app} << text;
    }

    /// The lines, each ended by '|'.
    std::string read(LogFollower& follower, std::size_t bytes_max = 1 << 20) {
        std::string lines;
        progress = follower.read(bytes_max, block, [&lines](std::string_view line) {
            lines += std::string{line} + "|";
        });
        return lines;
    }

    test::TemporaryFolder folder;
    LogFollower::Progress progress;
    std::string block;
};

TEST_CASE("log follower: lines are read as they come", "[collectors][logs]") {
    Bench bench;
    bench.folder.write("log", "one\ntw");
    auto follower = bench.open("/log");
    REQUIRE(follower);
    CHECK(bench.read(*follower) == "one|");
    CHECK(bench.read(*follower).empty());
    CHECK_FALSE(follower->has_news());
    bench.append("/log", "o\nthree\n");
    CHECK(follower->has_news());
    CHECK(bench.read(*follower) == "two|three|");
    CHECK(bench.progress.bytes == 8);
}

TEST_CASE("log follower: the end of the file may be inside of a line", "[collectors][logs]") {
    Bench bench;
    bench.folder.write("log", "old\nhalf");
    auto follower = bench.open("/log");
    REQUIRE(follower);
    follower->skip_to_end();
    bench.append("/log", " line\nnew\n");
    CHECK(bench.read(*follower) == "new|");
}

TEST_CASE("log follower: a file that is cut is read from its beginning", "[collectors][logs]") {
    Bench bench;
    bench.folder.write("log", "one\ntwo\nhalf");
    auto follower = bench.open("/log");
    REQUIRE(follower);
    CHECK(bench.read(*follower) == "one|two|");
    bench.folder.write("log", "");
    CHECK(bench.read(*follower).empty());
    CHECK(bench.progress.was_cut);
    bench.append("/log", "anew\n");
    CHECK(bench.read(*follower) == "anew|");
    CHECK_FALSE(bench.progress.was_cut);
}

TEST_CASE("log follower: a file that is cut and has grown beyond is known by its beginning",
          "[collectors][logs]") {
    Bench bench;
    bench.folder.write("log", "one\n");
    auto follower = bench.open("/log");
    REQUIRE(follower);
    CHECK(bench.read(*follower) == "one|");
    bench.folder.write("log", "another first\nline\n");
    CHECK(bench.read(*follower) == "another first|line|");
    CHECK(bench.progress.was_cut);
}

TEST_CASE("log follower: what comes too fast is passed over and counted", "[collectors][logs]") {
    Bench bench;
    bench.folder.write("log", "");
    auto follower = bench.open("/log");
    REQUIRE(follower);
    bench.append("/log", "0123456789\n0123456789\nlast\n");
    CHECK(bench.read(*follower, 10) == "last|");
    CHECK(bench.progress.skipped_bytes == 17);
    CHECK(bench.progress.bytes == 10);
    bench.append("/log", "123456789\n");
    CHECK(bench.read(*follower, 10) == "123456789|");
    CHECK(bench.progress.skipped_bytes == 0);
}

TEST_CASE("log follower: a position is taken up by the next run, before a half line",
          "[collectors][logs]") {
    Bench bench;
    bench.folder.write("log", "one\nha");
    LogPosition position;
    {
        auto follower = bench.open("/log");
        REQUIRE(follower);
        CHECK(bench.read(*follower) == "one|");
        position = follower->position();
    }
    CHECK(position.offset == 4);
    bench.append("/log", "lf\n");
    auto again = bench.open("/log");
    REQUIRE(again->resume(position));
    CHECK(bench.read(*again) == "half|");
    SECTION("not in another file") {
        bench.folder.write("other", "one\nhalf\n");
        CHECK_FALSE(bench.open("/other")->resume(position));
    }
    SECTION("not when it begins otherwise") {
        bench.folder.write("log", "two\nhalf\n");
        CHECK_FALSE(bench.open("/log")->resume(position));
    }
    SECTION("not when it is shorter") {
        bench.folder.write("log", "on");
        CHECK_FALSE(bench.open("/log")->resume(position));
    }
}

TEST_CASE("log follower: what is no log is refused", "[collectors][logs]") {
    Bench bench;
    CHECK(bench.open("/none").error().code == Errc::no_data);
    CHECK(LogFollower::open("", "/dev/null").error().code == Errc::refused);
    CHECK(LogFollower::open("", "/proc/self/maps").error().code == Errc::refused);
    std::filesystem::create_directory(bench.folder.path() + "/folder");
    CHECK(bench.open("/folder").error().code == Errc::refused);
    REQUIRE(::mkfifo((bench.folder.path() + "/pipe").c_str(), 0600) == 0);
    CHECK(bench.open("/pipe").error().code == Errc::refused);
    bench.folder.write("binary", std::string("ab\0cd", 5));
    CHECK(bench.open("/binary").error().code == Errc::refused);
    bench.folder.write("sparse", "");
    std::filesystem::resize_file(bench.folder.path() + "/sparse", 1ULL << 32U);
    CHECK(bench.open("/sparse").error().code == Errc::refused);
}

TEST_CASE("log follower: a link is followed once and stays below the root", "[collectors][logs]") {
    Bench bench;
    bench.folder.write("var/log/real", "text\n");
    const std::string root = bench.folder.path();
    std::filesystem::create_symlink("/var/log/real", root + "/absolute");
    std::filesystem::create_symlink("real", root + "/var/log/relative");
    std::filesystem::create_symlink("/absolute", root + "/twice");
    std::filesystem::create_symlink("/dev/kmsg", root + "/device");
    std::filesystem::create_symlink("../../../../etc/passwd", root + "/var/log/outside");
    auto absolute = bench.open("/absolute");
    auto relative = bench.open("/var/log/relative");
    REQUIRE((absolute && relative));
    CHECK(bench.read(*absolute) == "text|");
    CHECK(bench.read(*relative) == "text|");
    CHECK(bench.open("/twice").error().code == Errc::refused);
    CHECK(bench.open("/device").error().code == Errc::refused);
    CHECK(bench.open("/var/log/outside").error().code == Errc::refused);
}

}  // namespace
}  // namespace foreshock::collectors
