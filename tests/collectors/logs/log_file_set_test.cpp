#include "collectors/logs/log_file_set.hpp"

#include <filesystem>

#include <catch2/catch.hpp>

#include "collectors/logs/log_search.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::collectors {
namespace {

using std::chrono::seconds;

struct Bench {
    Bench() {
        settings.root = folder.path();
        settings.state_folder = folder.path() + "/state";
        settings.files = {"/log*"};
        restart();
    }

    void restart() { set.emplace(settings); }

    void append(const std::string& name, std::string_view text) const {
        std::ofstream{folder.path() + name, std::ios::binary | std::ios::app} << text;
    }

    void rename(const std::string& from, const std::string& to) const {
        std::filesystem::rename(folder.path() + from, folder.path() + to);
    }

    /// The texts of one round, each ended by '|'.
    std::string round(Duration after = seconds{1}) {
        clock.advance(after);
        last = set->read_round(clock.now());
        std::string texts;
        for (const FileLine& line : last.lines) {
            REQUIRE(line.file < last.files.size());
            texts += line.text + "|";
        }
        return texts;
    }

    test::TemporaryFolder folder;
    LogSettings settings;
    std::optional<LogFileSet> set;
    LogFilesRound last;
    test::ManualClock clock;
};

TEST_CASE("log file set: the first run begins at the end, a new file at its beginning",
          "[collectors][logs]") {
    Bench bench;
    bench.append("/log", "old\n");
    CHECK(bench.round().empty());
    bench.append("/log", "new\n");
    bench.append("/log2", "first\n");
    CHECK(bench.set->may_have_news());
    CHECK(bench.round() == "new|");
    CHECK(bench.round(LogFileSet::search_every) == "first|");
}

TEST_CASE("log file set: a file that is rotated by renaming is read to its end",
          "[collectors][logs]") {
    Bench bench;
    bench.append("/log", "");
    CHECK(bench.round().empty());
    bench.append("/log", "one\n");
    bench.rename("/log", "/log.1");
    bench.append("/log", "two\n");
    CHECK(bench.round() == "one|two|");
    // Its writer has not noticed yet.
    bench.append("/log.1", "three\nhalf");
    bench.append("/log", "four\n");
    CHECK(bench.round() == "three|four|");
    CHECK(bench.round(LogFileSet::retired_for) == "half|");
    CHECK(bench.last.files.size() == 2);
    // The pattern finds it under its new name: it is not read again.
    CHECK(bench.round(LogFileSet::search_every).empty());
    CHECK(bench.round(LogFileSet::search_every).empty());
}

TEST_CASE("log file set: a file that is deleted and comes back is read from its beginning",
          "[collectors][logs]") {
    Bench bench;
    bench.append("/log", "");
    CHECK(bench.round().empty());
    bench.append("/log", "last words\n");
    std::filesystem::remove(bench.folder.path() + "/log");
    CHECK(bench.round() == "last words|");
    CHECK(bench.round().empty());
    bench.append("/log", "back\n");
    CHECK(bench.round(LogFileSet::search_every) == "back|");
}

TEST_CASE("log file set: a file that is copied and truncated goes on", "[collectors][logs]") {
    Bench bench;
    bench.append("/log", "");
    CHECK(bench.round().empty());
    bench.append("/log", "one\ntwo\n");
    CHECK(bench.round() == "one|two|");
    std::filesystem::copy_file(bench.folder.path() + "/log", bench.folder.path() + "/copy");
    bench.folder.write("log", "");
    bench.append("/log", "x\n");
    CHECK(bench.round() == "x|");
}

TEST_CASE("log file set: the next run goes on where the last one was", "[collectors][logs]") {
    Bench bench;
    bench.append("/log", "");
    CHECK(bench.round().empty());
    bench.append("/log", "one\n");
    CHECK(bench.round(LogFileSet::save_every) == "one|");
    bench.append("/log", "two\n");
    SECTION("in the same file, as history") {
        bench.restart();
        CHECK(bench.round() == "two|");
        CHECK(bench.last.files[0].is_history);
        bench.append("/log", "three\n");
        CHECK(bench.round() == "three|");
        CHECK_FALSE(bench.last.files[0].is_history);
    }
    SECTION("in the rest of one that was rotated, and in the new one") {
        bench.rename("/log", "/log.1");
        bench.append("/log", "three\n");
        bench.restart();
        CHECK(bench.round() == "two|three|");
        CHECK(bench.round().empty());
    }
    SECTION("at the beginning of one that was truncated") {
        bench.folder.write("log", "x\n");
        bench.restart();
        CHECK(bench.round() == "x|");
    }
}

TEST_CASE("log file set: lines beyond the bound are counted, and files share it",
          "[collectors][logs]") {
    Bench bench;
    bench.settings.lines_per_second_max = 10;
    bench.restart();
    bench.append("/log1", "");
    bench.append("/log2", "");
    CHECK(bench.round().empty());
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "x\n";
    bench.append("/log1", many);
    bench.append("/log2", "a\nb\n");
    CHECK(bench.round() == "x|x|x|x|x|a|b|");
    CHECK(bench.last.files[0].skipped_lines == 95);
    CHECK(bench.last.files[1].skipped_lines == 0);
}

TEST_CASE("log file set: lines are judged", "[collectors][logs]") {
    Bench bench;
    bench.append("/log", "");
    CHECK(bench.round().empty());
    bench.append("/log",
                 "2026-09-21T12:00:00Z web1 sshd[1]: Failed password for root from 10.0.0.9\n"
                 "2099-01-01T00:00:00Z web1 app: ahead\n");
    bench.round();
    REQUIRE(bench.last.lines.size() == 2);
    CHECK(bench.last.lines[0].is_auth_failure);
    CHECK(bench.last.lines[0].program == "sshd");
    CHECK(bench.last.lines[0].severity == LogSeverity::error);
    CHECK(format_rfc3339(bench.last.lines[0].at) == "2026-09-21T12:00:00.000Z");
    CHECK(bench.last.lines[1].at == bench.clock.now());
}

TEST_CASE("log file set: files that cannot be followed are counted and named",
          "[collectors][logs]") {
    Bench bench;
    std::filesystem::create_directory(bench.folder.path() + "/log.d");
    bench.append("/log", "");
    CHECK(bench.round().empty());
    CHECK(bench.last.refused == 1);
    CHECK(bench.last.complaint.find("/log.d") != std::string::npos);
    CHECK(bench.last.files.size() == 1);
}

TEST_CASE("log file set: no more files are followed than the bound, whichever come first",
          "[collectors][logs]") {
    Bench bench;
    for (std::size_t i = 0; i < log_files_max; ++i)
        bench.append("/log-z" + std::to_string(i), "");
    CHECK(bench.round().empty());
    bench.append("/log-a", "one too many\n");
    CHECK(bench.round(LogFileSet::search_every).empty());
    CHECK(bench.last.files.size() == log_files_max);
}

TEST_CASE("log file set: positions are read as they are written", "[collectors][logs]") {
    const std::vector<LogPosition> positions{{"/var/log/a b", 7, 42, 256, "abc"},
                                             {"/x", 1, 0, 0, "def"}};
    const auto back = parse_log_positions(print_log_positions(positions));
    REQUIRE(back.size() == 2);
    CHECK(back[0].path == "/var/log/a b");
    CHECK(back[0].inode == 7);
    CHECK(back[0].offset == 42);
    CHECK(back[0].head_bytes == 256);
    CHECK(back[0].head_hash == "abc");
    for (const char* text : {"", "x", "1 2 3", "1 2 3 hash", "1 2 3 hash x", "-1 2 3 h /x",
                             "1 2 257 h /x", "1 x 3 h /x"}) {
        INFO(text);
        CHECK(parse_log_positions(text).empty());
    }
}

}  // namespace
}  // namespace foreshock::collectors
