#include "agent/limit_book.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::agent;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);

detectors::Pack pack() {
    detectors::Pack pack;
    pack.kinds.emplace_back().kind = "disk.slow";
    pack.kinds.back().unit = detectors::Unit::seconds;
    return pack;
}

detectors::Learned limit_of(const std::string& disk, double now) {
    detectors::Learned learned{
        "disk.slow", {"disk.read.latency", Labels{{"disk", disk}}}, 3, {}, {}};
    learned.limit.emplace();
    learned.limit->of_pack = 10;
    learned.limit->now = now;
    return learned;
}

std::optional<LearnedLimits> walk(LimitBook& book, TimePoint now,
                                  const std::vector<detectors::Learned>& all) {
    book.begin();
    for (const detectors::Learned& each : all)
        book.note(each, pack(), start);
    return book.finish(now);
}

}  // namespace

TEST_CASE("limit book: it asks for a walk of its own soon after the start, and once only",
          "[agent][limits]") {
    LimitBook book;
    CHECK_FALSE(book.is_due(start));
    CHECK_FALSE(book.is_due(start + seconds{14}));
    CHECK(book.is_due(start + seconds{15}));
    REQUIRE(walk(book, start + seconds{15}, {limit_of("sda", 10)}));
    CHECK_FALSE(book.is_due(start + hours{5}));
    book.begin_anew();
    CHECK(book.is_due(start + hours{5}));
}

TEST_CASE("limit book: limits are told with unit and times, what is no limit is counted",
          "[agent][limits]") {
    LimitBook book;
    detectors::Learned rhythm = limit_of("sda", 1);
    rhythm.limit.reset();
    const auto told = walk(book, start, {limit_of("sda", 12), rhythm});
    REQUIRE(told);
    CHECK(told->at == start);
    CHECK(told->others == 1);
    REQUIRE(told->limits.size() == 1);
    CHECK(told->limits[0].unit == "seconds");
    CHECK(told->limits[0].since == start);
    CHECK(told->limits[0].version == 3);
    CHECK(told->limits[0].numbers.now == 12);
}

TEST_CASE("limit book: nothing new is told once a day", "[agent][limits]") {
    LimitBook book;
    REQUIRE(walk(book, start, {limit_of("sda", 12)}));
    CHECK_FALSE(walk(book, start + hours{23}, {limit_of("sda", 12)}));
    CHECK(walk(book, start + hours{24}, {limit_of("sda", 12)}));
}

TEST_CASE("limit book: what changed materially is told after an hour, a little is not",
          "[agent][limits]") {
    LimitBook book;
    REQUIRE(walk(book, start, {limit_of("sda", 10)}));
    CHECK_FALSE(walk(book, start + minutes{59}, {limit_of("sda", 20)}));
    CHECK_FALSE(walk(book, start + hours{2}, {limit_of("sda", 10.9)}));
    CHECK(walk(book, start + hours{3}, {limit_of("sda", 11.1)}));
    CHECK(walk(book, start + hours{5}, {limit_of("sda", 11.1), limit_of("sdb", 10)}));
}

TEST_CASE("limit book: of a series that came twice the later one counts", "[agent][limits]") {
    LimitBook book;
    const auto told = walk(book, start, {limit_of("sda", 10), limit_of("sda", 14)});
    REQUIRE(told->limits.size() == 1);
    CHECK(told->limits[0].numbers.now == 14);
}

TEST_CASE("limit book: beyond the bound moved limits stay, the others are counted",
          "[agent][limits]") {
    LimitBook book;
    std::vector<detectors::Learned> all;
    for (std::size_t i = 0; i < LearnedLimits::limits_max; ++i)
        all.push_back(limit_of("a" + std::to_string(i), 10));
    CHECK(walk(book, start, all)->left_out == 0);
    all.push_back(limit_of("z", 14));
    const auto told = walk(book, start + hours{2}, all);
    CHECK(told->left_out == 1);
    REQUIRE(told->limits.size() == LearnedLimits::limits_max);
    CHECK(told->limits.back().subject.labels.get("disk") == "z");
}

TEST_CASE("limit book: no more bytes are told than the bound", "[agent][limits]") {
    LimitBook book;
    std::vector<detectors::Learned> all;
    for (int i = 0; i < 250; ++i)
        all.push_back(limit_of(std::string(230, 'd') + std::to_string(i), 10));
    const auto told = walk(book, start, all);
    std::size_t bytes = 0;
    for (const SeriesLimit& limit : told->limits)
        bytes += limit.kind.size() + limit.subject.labels.text().size();
    CHECK(bytes <= LearnedLimits::bytes_max);
    CHECK(told->limits.size() + told->left_out == 250);
    CHECK(told->left_out > 0);
}

TEST_CASE("limit book: a name that no server would take stays out", "[agent][limits]") {
    LimitBook book;
    detectors::Learned learned = limit_of("sda", 10);
    learned.subject.signal = std::string(LearnedLimits::name_bytes_max + 1, 's');
    const auto told = walk(book, start, {learned});
    CHECK(told->limits.empty());
    CHECK(told->left_out == 1);
}
