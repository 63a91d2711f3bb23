#include "server/history/journal_history.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <catch2/catch.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using namespace foreshock::history;
using foreshock::test::TemporaryFolder;

namespace {

const SeriesKey key_a{"memory.ram.used_bytes", {}};
const SeriesKey key_b{"filesystem.space.used_bytes", Labels{{"mount", "/var"}}};

TimePoint second(int n) {
    return from_unix_ms(1'790'000'000'000) + std::chrono::seconds{n};
}

/// Samples of every second from `from`, each with its second as value.
SeriesBlock block(const SeriesKey& key, int from, int count) {
    SeriesBlock made{key, {}, {}};
    for (int i = from; i < from + count; ++i) {
        made.times.push_back(second(i));
        made.values.push_back(i);
    }
    return made;
}

std::unique_ptr<History> opened(const TemporaryFolder& folder, JournalSettings settings = {}) {
    return open_journal_history(folder.path() + "/history", settings).value();
}

RangeQuery query(const SeriesKey& key, int from = -100'000, int to = 100'000) {
    return {"web-1", key.signal, key.labels, second(from), second(to), 100'000};
}

std::vector<double> values(const History& history, const SeriesKey& key) {
    std::vector<double> got;
    for (const Point& point : history.range(query(key)).value())
        got.push_back(point.last);
    return got;
}

std::vector<double> counting(int from, int count) {
    std::vector<double> numbers;
    for (int i = from; i < from + count; ++i)
        numbers.push_back(i);
    return numbers;
}

void keep(History& history, const std::vector<SeriesBlock>& blocks,
          std::string_view host = "web-1") {
    REQUIRE(history.append(host, blocks));
    REQUIRE(history.sync());
}

std::vector<std::string> files(const TemporaryFolder& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path() + "/history"}) {
        names.push_back(entry.path().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string content(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void replace(const std::string& path, const std::string& bytes) {
    std::ofstream{path, std::ios::binary | std::ios::trunc} << bytes;
}

/// Runs `body` in a child process and gives its exit code, or 1000 plus the signal.
template <class Body>
int in_child(Body body) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(body());
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

}  // namespace

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

TEST_CASE("journal: a torn last record is cut off, wherever it is torn", "[history]") {
    const TemporaryFolder folder;
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 0, 5)});
    }
    const std::string path = files(folder).front();
    const std::string first = content(path);
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 5, 5), block(key_b, 0, 5)});
    }
    const std::string whole = content(path);
    for (std::size_t size = first.size(); size < whole.size(); ++size) {
        INFO("torn after " << size << " of " << whole.size());
        replace(path, whole.substr(0, size));
        const auto history = opened(folder);
        REQUIRE(values(*history, key_a) == counting(0, 5));
        REQUIRE(history->counters().torn_bytes_cut == size - first.size());
        REQUIRE(content(path) == first);
    }
}

TEST_CASE("journal: appends after a cut define their series anew", "[history]") {
    const TemporaryFolder folder;
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 0, 5)});
        keep(*history, {block(key_b, 0, 5)});
    }
    const std::string path = files(folder).front();
    replace(path, content(path).substr(0, content(path).size() - 1));
    {
        const auto history = opened(folder);
        CHECK(values(*history, key_b).empty());
        keep(*history, {block(key_b, 10, 5)});
    }
    CHECK(values(*opened(folder), key_b) == counting(10, 5));
}

TEST_CASE("journal: a zeroed tail, as after a power cut, is cut off", "[history]") {
    const TemporaryFolder folder;
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 0, 5)});
    }
    const std::string path = files(folder).front();
    const std::string good = content(path);
    replace(path, good + std::string(4096, '\0'));
    const auto history = opened(folder);
    CHECK(values(*history, key_a) == counting(0, 5));
    CHECK(history->counters().torn_bytes_cut == 4096);
}

TEST_CASE("journal: damaged samples amid good ones are passed over and counted", "[history]") {
    const TemporaryFolder folder;
    std::size_t end_of_first = 0;
    {
        const auto history = opened(folder);
        keep(*history, {block(key_a, 0, 5)});
        end_of_first = content(files(folder).front()).size();
        keep(*history, {block(key_a, 5, 5)});
    }
    const std::string path = files(folder).front();
    std::string bytes = content(path);
    bytes[end_of_first - 1] = static_cast<char>(bytes[end_of_first - 1] ^ 1);
    replace(path, bytes);
    const auto history = opened(folder);
    CHECK(values(*history, key_a) == counting(5, 5));
    CHECK(history->counters().records_damaged == 1);
    CHECK(history->counters().torn_bytes_cut == 0);
}

TEST_CASE("journal: damage that happens while it is open is passed over and counted", "[history]") {
    const TemporaryFolder folder;
    const auto history = opened(folder);
    keep(*history, {block(key_a, 0, 5)});
    keep(*history, {block(key_b, 0, 5)});
    const std::string path = files(folder).front();
    std::string bytes = content(path);
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    replace(path, bytes);
    CHECK(values(*history, key_b).empty());
    CHECK(history->counters().records_damaged == 1);
    CHECK(values(*history, key_a) == counting(0, 5));
}

TEST_CASE("journal: files that are not ours stay untouched", "[history]") {
    const TemporaryFolder folder;
    folder.write("history/readme.txt", "mine");
    folder.write("history/0000000007.journal", "not a journal");
    const auto history = opened(folder);
    keep(*history, {block(key_a, 0, 1)});
    CHECK(content(folder.path() + "/history/readme.txt") == "mine");
    CHECK(content(folder.path() + "/history/0000000007.journal") == "not a journal");
    CHECK(values(*history, key_a) == counting(0, 1));
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

TEST_CASE("journal: a full disk drops what was not synced, reads go on, later appends work",
          "[history]") {
    const TemporaryFolder folder;
    const auto limit_file_size = [](rlim_t bytes) {
        const rlimit limit{bytes, RLIM_INFINITY};
        return ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
    };
    const int failed_step = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        const auto history = opened(folder);
        if (!history->append("web-1", {block(key_a, 0, 10)}) || !history->sync()) return 1;
        const std::uint64_t good = std::filesystem::file_size(files(folder).front());
        if (!limit_file_size(good + 20)) return 2;  // in the middle of the next record
        if (!history->append("web-1", {block(key_b, 0, 10)})) return 3;
        const auto full = history->sync();
        if (full || full.error().code != Errc::unavailable) return 4;
        if (std::filesystem::file_size(files(folder).front()) != good) return 5;
        if (values(*history, key_a) != counting(0, 10) || !values(*history, key_b).empty())
            return 6;
        if (history->counters().bytes_dropped == 0) return 7;
        if (!limit_file_size(RLIM_INFINITY)) return 8;
        if (!history->append("web-1", {block(key_b, 20, 10)}) || !history->sync()) return 9;
        return values(*history, key_b) == counting(20, 10) ? 0 : 10;
    });
    CHECK(failed_step == 0);
    const auto history = opened(folder);
    CHECK(values(*history, key_a) == counting(0, 10));
    CHECK(values(*history, key_b) == counting(20, 10));
}

TEST_CASE("journal: a writer killed at any moment loses nothing that was synced", "[history]") {
    const TemporaryFolder folder;
    int promised_total = 0;
    for (int round = 0; round < 8; ++round) {
        int promises[2];
        REQUIRE(::pipe(promises) == 0);
        const pid_t writer = ::fork();
        if (writer == 0) {
            const auto history = opened(folder);
            for (int i = round * 100'000;; ++i) {
                if (!history->append("web-1", {block(key_a, i, 1)}) || !history->sync()) ::_exit(1);
                if (::write(promises[1], &i, sizeof i) != sizeof i) ::_exit(2);
            }
        }
        ::close(promises[1]);
        // After a different number of promises each time, in the middle of whatever it does.
        std::vector<double> promised;
        for (int i = 0; static_cast<int>(promised.size()) <= round * 3 &&
                        ::read(promises[0], &i, sizeof i) == sizeof i;) {
            promised.push_back(i);
        }
        ::kill(writer, SIGKILL);
        for (int i = 0; ::read(promises[0], &i, sizeof i) == sizeof i;)
            promised.push_back(i);
        ::waitpid(writer, nullptr, 0);
        ::close(promises[0]);
        const auto history = opened(folder);
        std::vector<double> kept;
        for (const Point& point :
             history->range(query(key_a, round * 100'000, round * 100'000 + 99'999)).value()) {
            kept.push_back(point.last);
        }
        REQUIRE(promised.size() > static_cast<std::size_t>(round));
        REQUIRE(kept.size() >= promised.size());
        REQUIRE(kept.size() <= promised.size() + 1);
        kept.resize(promised.size());
        REQUIRE(kept == promised);
        promised_total += static_cast<int>(promised.size());
    }
    RangeQuery all = query(key_a, 0, 1'000'000);
    CHECK(opened(folder)->range(all).value().size() >= static_cast<std::size_t>(promised_total));
}

TEST_CASE("journal: readers run beside a writer and see whole records", "[history]") {
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
