#include <fstream>

#include "journal_fixture.hpp"

namespace foreshock::test::journal {
namespace {

std::vector<double> values_of(const History& history, std::string_view host) {
    RangeQuery asked = query(key_a);
    asked.host_id = host;
    std::vector<double> got;
    const auto points = history.range(asked).value();
    for (const Point& point : points)
        got.push_back(point.last);
    return got;
}

/// How many steps it took.
int erase_all(History& history, std::string_view host, TimePoint until) {
    int steps = 1;
    while (history.erase_some(host, until).value())
        ++steps;
    return steps;
}

JournalSettings tiny_files() {
    JournalSettings settings;
    settings.segment_bytes_max = 400;
    return settings;
}

TEST_CASE("journal: an erased host is gone from every file, the others are whole", "[history]") {
    const TemporaryFolder folder;
    auto history = opened(folder, tiny_files());
    for (int i = 0; i < 20; ++i) {
        keep(*history, {block(key_a, i * 10, 10)});
        keep(*history, {block(key_a, i * 10, 10)}, "web-2");
    }
    const std::size_t count = files(folder).size();
    REQUIRE(count > 3);
    CHECK(erase_all(*history, "web-1", second(1000)) > 3);
    CHECK(values_of(*history, "web-1").empty());
    CHECK(history->series("web-1")->empty());
    CHECK(values_of(*history, "web-2") == counting(0, 200));
    for (const std::string& path : files(folder)) {
        std::ifstream file{path, std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
        CHECK(bytes.find("web-1") == std::string::npos);
    }
    CHECK_FALSE(history->erase_some("web-1", second(1000)).value());
    history.reset();
    history = opened(folder, tiny_files());
    CHECK(values_of(*history, "web-1").empty());
    CHECK(values_of(*history, "web-2") == counting(0, 200));
}

TEST_CASE("journal: what a host of the same id says afterwards is kept", "[history]") {
    const TemporaryFolder folder;
    auto history = opened(folder);
    keep(*history, {block(key_a, 0, 10)});
    erase_all(*history, "web-1", second(9));
    keep(*history, {block(key_a, 20, 10)});
    CHECK_FALSE(history->erase_some("web-1", second(9)).value());
    CHECK(values_of(*history, "web-1") == counting(20, 10));
    history.reset();
    CHECK(values_of(*opened(folder), "web-1") == counting(20, 10));
}

TEST_CASE("journal: what waits to be written is erased as well", "[history]") {
    const TemporaryFolder folder;
    auto history = opened(folder);
    REQUIRE(history->append("web-1", {block(key_a, 0, 10)}));
    REQUIRE(history->append("web-2", {block(key_a, 0, 10)}));
    erase_all(*history, "web-1", second(100));
    CHECK(values_of(*history, "web-1").empty());
    CHECK(values_of(*history, "web-2") == counting(0, 10));
}

TEST_CASE("journal: an erasure that was cut short leaves no copy behind", "[history]") {
    const TemporaryFolder folder;
    keep(*opened(folder), {block(key_a, 0, 10)});
    const std::string copy = files(folder).at(0) + ".copy";
    std::ofstream{copy} << "half a file";
    CHECK(values_of(*opened(folder), "web-1") == counting(0, 10));
    CHECK_FALSE(std::filesystem::exists(copy));
}

TEST_CASE("journal: a host that nobody knows has nothing to erase", "[history]") {
    const TemporaryFolder folder;
    auto history = opened(folder);
    CHECK_FALSE(history->erase_some("web-9", second(100)).value());
    keep(*history, {block(key_a, 0, 10)});
    CHECK_FALSE(history->erase_some("web-9", second(100)).value());
    CHECK(values_of(*history, "web-1") == counting(0, 10));
}

}  // namespace
}  // namespace foreshock::test::journal
