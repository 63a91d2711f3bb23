#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "server/history/journal_history.hpp"
#include "tests/support/temporary_folder.hpp"

/// What the tests of the journal are made of: two series, blocks of counting values, and answers.
namespace foreshock::test::journal {

using foreshock::SeriesKey;
using history::History;
using history::JournalSettings;
using history::Point;
using history::RangeQuery;
using history::SeriesBlock;

inline const SeriesKey key_a{"memory.ram.used_bytes", {}};
inline const SeriesKey key_b{"filesystem.space.used_bytes", Labels{{"mount", "/var"}}};

inline TimePoint second(int n) {
    return from_unix_ms(1'790'000'000'000) + std::chrono::seconds{n};
}

/// Samples of every second from `from`, each with its second as value.
inline SeriesBlock block(const SeriesKey& key, int from, int count) {
    SeriesBlock made{key, {}, {}};
    for (int i = from; i < from + count; ++i) {
        made.times.push_back(second(i));
        made.values.push_back(i);
    }
    return made;
}

inline std::unique_ptr<History> opened(const TemporaryFolder& folder,
                                       JournalSettings settings = {}) {
    return open_journal_history(folder.path() + "/history", settings).value();
}

inline RangeQuery query(const SeriesKey& key, int from = -100'000, int to = 100'000) {
    return {"web-1", key.signal, key.labels, second(from), second(to), 100'000};
}

inline std::vector<double> values(const History& history, const SeriesKey& key) {
    const std::vector<Point> points = history.range(query(key)).value();
    std::vector<double> got;
    for (const Point& point : points)
        got.push_back(point.last);
    return got;
}

inline std::vector<double> counting(int from, int count) {
    std::vector<double> numbers;
    for (int i = from; i < from + count; ++i)
        numbers.push_back(i);
    return numbers;
}

inline void keep(History& history, const std::vector<SeriesBlock>& blocks,
                 std::string_view host = "web-1") {
    REQUIRE(history.append(host, blocks));
    REQUIRE(history.sync());
}

inline std::vector<std::string> files(const TemporaryFolder& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path() + "/history"}) {
        names.push_back(entry.path().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace foreshock::test::journal
