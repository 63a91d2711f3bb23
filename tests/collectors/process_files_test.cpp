#include "collectors/process_files.hpp"

#include <catch2/catch.hpp>

#include "collectors/process_table.hpp"

namespace foreshock::collectors {
namespace {

std::string stat_of(const std::string& comm, const std::string& state, const std::string& flags) {
    return "42 (" + comm + ") " + state + " 7 42 42 0 -1 " + flags +
           " 100 0 5 0 250 50 9 9 20 0 3 0 100000 5096000 5000 18446744073709551615 1 1 0\n";
}

TEST_CASE("process stat: the fields are where proc(5) says", "[collectors][process]") {
    const std::string text = stat_of("python3", "S", "4194304");
    const auto stat = parse_process_stat(text);
    REQUIRE(stat);
    CHECK(stat->comm == "python3");
    CHECK(stat->state == 'S');
    CHECK(stat->parent_pid == 7);
    CHECK(stat->cpu_ticks == 300);
    CHECK(stat->threads == 3);
    CHECK(stat->start_ticks == 100000);
    CHECK(stat->rss_pages == 5000);
    CHECK_FALSE(stat->kernel_thread);
    CHECK_FALSE(stat->is_dead());
}

TEST_CASE("process stat: a name may hold blanks and parentheses", "[collectors][process]") {
    for (const std::string comm : {"a b", "(x)", ") R 1 (", "", "a\nb"}) {
        const std::string text = stat_of(comm, "R", "0");
        const auto stat = parse_process_stat(text);
        INFO(comm);
        REQUIRE(stat);
        CHECK(stat->comm == comm);
        CHECK(stat->state == 'R');
        CHECK(stat->parent_pid == 7);
    }
}

TEST_CASE("process stat: kernel threads and the dead are told", "[collectors][process]") {
    const std::string kernel = stat_of("kthreadd", "S", "2129984");
    REQUIRE(parse_process_stat(kernel));
    CHECK(parse_process_stat(kernel)->kernel_thread);
    for (const char* state : {"Z", "X", "x"}) {
        const std::string text = stat_of("gone", state, "0");
        REQUIRE(parse_process_stat(text));
        CHECK(parse_process_stat(text)->is_dead());
    }
}

TEST_CASE("process stat: every cut makes it malformed until all fields are there",
          "[collectors][process]") {
    const std::string text = stat_of("python3", "S", "4194304");
    const std::size_t whole = text.find(" 5000 ") + 2;
    for (std::size_t length = 0; length < whole; ++length) {
        const auto stat = parse_process_stat(text.substr(0, length));
        INFO(text.substr(0, length));
        REQUIRE_FALSE(stat);
        CHECK(stat.error().code == Errc::malformed);
    }
}

TEST_CASE("process limits: the soft limit of open files", "[collectors][process]") {
    const std::string heading = "Limit                     Soft Limit  Hard Limit  Units\n";
    const auto limit = parse_files_limit(heading + "Max open files            160  4096  files\n");
    REQUIRE(limit);
    CHECK(*limit == 160U);
    const auto none = parse_files_limit(heading + "Max open files  unlimited  unlimited  files\n");
    REQUIRE(none);
    CHECK_FALSE(none->has_value());
    for (const std::string text :
         {"", "Max open files\n", "Max open files x\n", "Max processes 5\n"}) {
        INFO(text);
        REQUIRE_FALSE(parse_files_limit(text));
        CHECK(parse_files_limit(text).error().code == Errc::malformed);
    }
}

TEST_CASE("process status: the effective user", "[collectors][process]") {
    CHECK(parse_effective_uid("Name:\tx\nUid:\t0\t1000\t0\t0\n") == 1000U);
    CHECK_FALSE(parse_effective_uid("Name:\tx\n"));
    CHECK_FALSE(parse_effective_uid("Uid:\t0\n"));
    CHECK_FALSE(parse_effective_uid("Uid:\t0\t4294967296\n"));
}

TEST_CASE("process io: cancelled writes never were", "[collectors][process]") {
    const auto io = parse_process_io(
        "rchar: 1\nwchar: 2\nread_bytes: 4096\nwrite_bytes: 12288\ncancelled_write_bytes: 4096\n");
    REQUIRE(io);
    CHECK(io->read_bytes == 4096);
    CHECK(io->written_bytes == 8192);
    const auto odd =
        parse_process_io("read_bytes: 0\nwrite_bytes: 1\ncancelled_write_bytes: 4096\n");
    REQUIRE(odd);
    CHECK(odd->written_bytes == 0);
    CHECK_FALSE(parse_process_io("read_bytes: 0\n"));
}

TEST_CASE("process command line: arguments are joined, cut and cleaned", "[collectors][process]") {
    CHECK(join_arguments(std::string{"a\0b c\0", 6}) == "a b c");
    CHECK(join_arguments("one\ntwo\n") == "one two");
    CHECK(join_arguments("").empty());
    CHECK(join_arguments(std::string(cmdline_bytes_max, 'x')).size() == cmdline_bytes_max);
    CHECK(join_arguments(std::string(cmdline_bytes_max + 1, 'x')).size() == cmdline_bytes_max);
}

TEST_CASE("process ids: names in /proc that are one", "[collectors][process]") {
    CHECK(parse_pid("42") == 42);
    for (const char* name : {"", "0", "-1", "self", "42x", "99999999999"}) {
        INFO(name);
        CHECK_FALSE(parse_pid(name));
    }
    CHECK(process_path(42, "stat") == "proc/42/stat");
}

}  // namespace
}  // namespace foreshock::collectors
