#include "core/series.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;

TEST_CASE("series: the same signal and labels keep their number", "[core][series]") {
    SeriesTable table;
    const SeriesId first = table.intern("load.average", {{"minutes", "1"}});
    CHECK(table.intern("load.average", {{"minutes", "5"}}) != first);
    CHECK(table.intern("load.average", {{"minutes", "1"}}) == first);
    CHECK(table.key(first) == SeriesKey{"load.average", {{"minutes", "1"}}});
}

TEST_CASE("series: beyond the bound nothing is added, and it is counted", "[core][series]") {
    SeriesTable table{2};
    table.intern("a", {});
    const SeriesId last = table.intern("b", {});
    CHECK(last != SeriesTable::overflow);
    CHECK(table.intern("c", {}) == SeriesTable::overflow);
    CHECK(table.intern("b", {}) == last);
    CHECK(table.size() == 2);
    CHECK(table.refused() == 1);
}
