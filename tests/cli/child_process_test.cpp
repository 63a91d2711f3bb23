#include "cli/child_process.hpp"

#include <catch2/catch.hpp>
#include <signal.h>

using namespace foreshock;
using namespace foreshock::cli;

TEST_CASE("programs: success is success, failure and absence are errors", "[cli][integration]") {
    CHECK(run_program({"true"}));
    CHECK(run_program({"false"}).error().what == "false failed");
    CHECK(run_program({"no-such-program-anywhere"}).error().code == Errc::unavailable);
}

TEST_CASE("child process: this program again, heard line by line, gone with its owner",
          "[cli][integration]") {
    pid_t pid = 0;
    {
        // The test program lists its tests: a child whose output is known to be long.
        Result<ChildProcess> child = ChildProcess::start_self({"--list-test-names-only"});
        REQUIRE(child);
        pid = child->pid();
        std::size_t lines = 0;
        while (!child->has_ended()) {
            if (child->read_line()) ++lines;
        }
        CHECK(lines > 10);
    }
    CHECK(::kill(pid, 0) != 0);
}
