#include "server/app/run_memory.hpp"

#include <catch2/catch.hpp>

namespace foreshock::app {
namespace {

TEST_CASE("run_memory: keeps the last sequence of each run", "[app][runs]") {
    RunMemory runs;
    CHECK(runs.sequence("a", "1") == 0);
    runs.remember("a", "1", 5);
    runs.remember("a", "1", 6);
    runs.remember("b", "1", 7);
    CHECK(runs.sequence("a", "1") == 6);
    CHECK(runs.sequence("b", "1") == 7);
    runs.clear();
    CHECK(runs.sequence("a", "1") == 0);
}

TEST_CASE("run_memory: at its bound it keeps all, beyond it forgets the oldest", "[app][runs]") {
    RunMemory runs{2};
    runs.remember("a", "1", 1);
    runs.remember("a", "2", 2);
    CHECK(runs.sequence("a", "1") == 1);
    runs.remember("a", "3", 3);
    CHECK(runs.sequence("a", "1") == 0);
    CHECK(runs.sequence("a", "2") == 2);
    CHECK(runs.sequence("a", "3") == 3);
}

}  // namespace
}  // namespace foreshock::app
