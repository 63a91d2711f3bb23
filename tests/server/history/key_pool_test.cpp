#include "server/history/key_pool.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using foreshock::history::KeyPool;

TEST_CASE("key pool: equal keys are one, and live until the last release", "[history]") {
    KeyPool pool;
    const SeriesKey key{"cpu.time.user_ratio", {}};
    const SeriesKey* first = pool.acquire(key);
    CHECK(pool.acquire(key) == first);
    CHECK(pool.size() == 1);
    pool.release(first);
    CHECK(pool.find(key) == first);
    pool.release(first);
    CHECK(pool.find(key) == nullptr);
    CHECK(pool.size() == 0);
}

TEST_CASE("key pool: labels tell keys apart, and finding does not hold", "[history]") {
    KeyPool pool;
    const SeriesKey* root = pool.acquire({"a.b.c", Labels{{"mount", "/"}}});
    const SeriesKey* home = pool.acquire({"a.b.c", Labels{{"mount", "/home"}}});
    CHECK(root != home);
    CHECK(pool.find({"a.b.c", Labels{{"mount", "/"}}}) == root);
    pool.release(root);
    CHECK(pool.find({"a.b.c", Labels{{"mount", "/"}}}) == nullptr);
}
