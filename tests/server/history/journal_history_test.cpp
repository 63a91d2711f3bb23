#include "server/history/journal_history.hpp"

#include <thread>

#include "journal_fixture.hpp"

using namespace foreshock;
using namespace foreshock::history;
using namespace foreshock::test::journal;
using foreshock::test::TemporaryFolder;

TEST_CASE("journal: what was synced is read back, by host and series", "[history]") {
    const TemporaryFolder folder;
    const auto history = opened(folder);
    keep(*history, {block(key_a, 0, 10), block(key_b, 0, 5)});
    keep(*history, {block(key_a, 50, 3)}, "web-2");
    CHECK(values(*history, key_a) == counting(0, 10));
    CHECK(values(*history, key_b) == counting(0, 5));
    RangeQuery other = query(key_a);
    other.host_id = "web-2";
    CHECK(history->range(other).value().size() == 3);
    other.host_id = "nobody";
    CHECK(history->range(other).value().empty());
    CHECK(values(*history, {"no.such.signal", {}}).empty());
}

TEST_CASE("journal: a range holds its first and last moment and nothing beyond", "[history]") {
    const TemporaryFolder folder;
    const auto history = opened(folder);
    keep(*history, {block(key_a, 0, 10)});
    keep(*history, {block(key_a, 10, 10)});
    const auto points = history->range(query(key_a, 8, 11)).value();
    REQUIRE(points.size() == 4);
    CHECK(points.front().last == 8);
    CHECK(points.back().last == 11);
    CHECK(history->range(query(key_a, 2, 1)).error().code == Errc::invalid);
}

TEST_CASE("journal: everything is there again after opening anew, and grows on", "[history]") {
    const TemporaryFolder folder;
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 0, 10), block(key_b, 0, 10)});
    }
    const auto history = opened(folder);
    keep(*history, {block(key_b, 10, 10)});
    CHECK(values(*history, key_a) == counting(0, 10));
    CHECK(values(*history, key_b) == counting(0, 20));
    CHECK(files(folder).size() == 1);
    CHECK(history->counters().torn_bytes_cut == 0);
}

TEST_CASE("journal: what was not synced is not there", "[history]") {
    const TemporaryFolder folder;
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 0, 1)});
        REQUIRE(history->append("web-1", {block(key_a, 1, 1)}));
        CHECK(values(*history, key_a) == counting(0, 1));
    }
    CHECK(values(*opened(folder), key_a) == counting(0, 1));
}

TEST_CASE("journal: the same samples again are harmless, late ones find their place", "[history]") {
    const TemporaryFolder folder;
    const auto history = opened(folder);
    keep(*history, {block(key_a, 10, 10)});
    keep(*history, {block(key_a, 10, 10)});
    keep(*history, {block(key_a, 0, 10)});
    CHECK(values(*history, key_a) == counting(0, 20));
}

TEST_CASE("journal: a host's series are listed once each, sorted", "[history]") {
    const TemporaryFolder folder;
    JournalSettings settings;
    settings.segment_bytes_max = 1;
    const auto history = opened(folder, settings);
    keep(*history, {block(key_a, 0, 1), block(key_b, 0, 1)});
    keep(*history, {block(key_a, 1, 1)});
    CHECK(history->series("web-1").value() == std::vector<SeriesKey>{key_b, key_a});
    CHECK(history->series("web-2").value().empty());
}

TEST_CASE("journal: a thinned range keeps the extremes", "[history]") {
    const TemporaryFolder folder;
    const auto history = opened(folder);
    SeriesBlock spiky = block(key_a, 0, 3000);
    spiky.values[1234] = 1e9;
    spiky.values[2345] = -1e9;
    keep(*history, {spiky});
    RangeQuery few = query(key_a);
    few.points_max = 20;
    const auto points = history->range(few).value();
    CHECK(points.size() == 20);
    const auto least = [](const Point& a, const Point& b) { return a.min < b.min; };
    const auto most = [](const Point& a, const Point& b) { return a.max < b.max; };
    CHECK(std::min_element(points.begin(), points.end(), least)->min == -1e9);
    CHECK(std::max_element(points.begin(), points.end(), most)->max == 1e9);
}

TEST_CASE("journal: segments end by size, and old ones go by age", "[history]") {
    const TemporaryFolder folder;
    JournalSettings settings;
    settings.segment_bytes_max = 1;
    settings.retention = std::chrono::minutes{10};
    const auto history = opened(folder, settings);
    keep(*history, {block(key_a, 0, 1)});
    keep(*history, {block(key_a, 300, 1)});
    keep(*history, {block(key_a, 600, 1)});
    CHECK(files(folder).size() == 3);
    REQUIRE(history->expire(second(600)));
    CHECK(files(folder).size() == 3);
    REQUIRE(history->expire(second(901)));
    CHECK(values(*history, key_a) == std::vector<double>{600});
    CHECK(files(folder).size() == 1);
    CHECK(history->counters().segments_expired == 2);
    CHECK(history->series("web-1").value().size() == 1);
}

TEST_CASE("journal: a segment ends after its span, as expire learns it", "[history]") {
    const TemporaryFolder folder;
    const auto history = opened(folder);
    keep(*history, {block(key_a, 0, 1)});
    REQUIRE(history->expire(second(0)));
    REQUIRE(history->expire(second(3599)));
    keep(*history, {block(key_a, 3599, 1)});
    CHECK(files(folder).size() == 1);
    REQUIRE(history->expire(second(3600)));
    keep(*history, {block(key_a, 3600, 1)});
    CHECK(files(folder).size() == 2);
    CHECK(values(*history, key_a) == std::vector<double>{0, 3599, 3600});
}

TEST_CASE("journal: a host that writes of the future keeps no segment for ever", "[history]") {
    const TemporaryFolder folder;
    JournalSettings settings;
    settings.segment_bytes_max = 1;
    settings.retention = std::chrono::minutes{10};
    const auto history = opened(folder, settings);
    keep(*history, {block(key_a, 50'000'000, 1)});
    REQUIRE(history->expire(second(0)));
    CHECK(files(folder).size() == 1);
    REQUIRE(history->expire(second(601)));
    CHECK(files(folder).empty());
}

TEST_CASE("journal: the oldest segments go when there are too many bytes", "[history]") {
    const TemporaryFolder folder;
    JournalSettings settings;
    settings.segment_bytes_max = 1;
    const auto history = opened(folder, settings);
    for (int i = 0; i < 5; ++i)
        keep(*history, {block(key_a, i, 1)});
    const std::uint64_t bytes = history->counters().bytes;
    settings.bytes_max = bytes - 1;
    REQUIRE(history->expire(second(5)));
    CHECK(history->counters().segments == 5);
    const TemporaryFolder copy;
    std::filesystem::copy(folder.path() + "/history", copy.path() + "/history");
    const auto tight = opened(copy, settings);
    REQUIRE(tight->expire(second(5)));
    CHECK(tight->counters().segments == 4);
    CHECK(values(*tight, key_a) == counting(1, 4));
}

TEST_CASE("journal: blocks that are no columns, or of no possible time, are refused", "[history]") {
    const TemporaryFolder folder;
    const auto history = opened(folder);
    SeriesBlock uneven = block(key_a, 0, 3);
    uneven.values.pop_back();
    CHECK(history->append("web-1", {uneven}).error().code == Errc::invalid);
    SeriesBlock ancient = block(key_a, 0, 1);
    ancient.times = {from_unix_ms(-1)};
    CHECK(history->append("web-1", {ancient}).error().code == Errc::invalid);
    ancient.times = {from_unix_ms(253'402'300'800'000)};
    CHECK(history->append("web-1", {ancient}).error().code == Errc::invalid);
    CHECK(history->append("web-1", {{key_a, {}, {}}}));
    CHECK(history->append("web-1", {}));
    REQUIRE(history->sync());
    CHECK(history->counters().segments == 0);
}

TEST_CASE("journal: at most so many series of a host, the rest is counted", "[history]") {
    const TemporaryFolder folder;
    const auto history = opened(folder);
    std::vector<SeriesBlock> blocks;
    for (int i = 0; i <= 20'000; ++i) {
        blocks.push_back({{"s" + std::to_string(i), {}}, {second(0)}, {1}});
    }
    keep(*history, blocks);
    CHECK(history->series("web-1").value().size() == 20'000);
    CHECK(history->counters().series_refused == 1);
    CHECK(values(*history, {"s19999", {}}) == std::vector<double>{1});
    CHECK(values(*history, {"s20000", {}}).empty());
}

TEST_CASE("journal: what waits for a sync is bounded, and the series it named are forgotten",
          "[history]") {
    const TemporaryFolder folder;
    JournalSettings settings;
    settings.pending_bytes_max = 150;
    const auto history = opened(folder, settings);
    REQUIRE(history->append("web-1", {block(key_a, 0, 1)}));
    CHECK(history->append("web-1", {block(key_b, 0, 1)}).error().code == Errc::unavailable);
    REQUIRE(history->sync());
    keep(*history, {block(key_b, 1, 1)});
    CHECK(values(*history, key_a) == counting(0, 1));
    CHECK(values(*history, key_b) == counting(1, 1));
}

TEST_CASE("journal: a range of too many samples is refused", "[history]") {
    const TemporaryFolder folder;
    JournalSettings settings;
    settings.samples_per_query_max = 10;
    const auto history = opened(folder, settings);
    keep(*history, {block(key_a, 0, 11), block(key_b, 0, 10)});
    CHECK(history->range(query(key_b)).value().size() == 10);
    CHECK(history->range(query(key_a)).error().code == Errc::too_large);
}

TEST_CASE("journal: a folder has one writer", "[history]") {
    const TemporaryFolder folder;
    const auto history = opened(folder);
    CHECK(open_journal_history(folder.path() + "/history").error().code == Errc::conflict);
}

TEST_CASE("journal: readers run beside a writer and see whole records", "[history][threads]") {
    const TemporaryFolder folder;
    JournalSettings settings;
    settings.segment_bytes_max = 2000;
    const auto history = opened(folder, settings);
    std::atomic<bool> done = false;
    std::atomic<int> broken = 0;
    std::thread reader{[&] {
        while (!done) {
            const auto points = history->range(query(key_a));
            if (!points || points->size() % 10 != 0) ++broken;
            if (!history->series("web-1")) ++broken;
        }
    }};
    bool kept_all = true;
    for (int i = 0; i < 60; ++i) {
        kept_all = kept_all && history->append("web-1", {block(key_a, i * 10, 10)}) &&
                   history->sync() && history->expire(second(i * 10));
    }
    done = true;
    reader.join();
    CHECK(kept_all);
    CHECK(broken == 0);
    CHECK(values(*history, key_a) == counting(0, 600));
}
