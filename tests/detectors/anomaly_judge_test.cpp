#include "detectors/engines/anomaly_judge.hpp"

#include <cmath>
#include <functional>
#include <vector>

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

using Course = std::function<double(int)>;

const TimePoint start = from_unix_ms(1'790'000'000'000);
constexpr int rows_per_day = 288;

// Repeatable noise between -1 and 1.
double noise(int row) {
    auto bits = static_cast<std::uint32_t>(row) * 2654435761U;
    bits ^= bits >> 15;
    bits *= 2246822519U;
    bits ^= bits >> 13;
    return static_cast<double>(bits % 20001) / 10000.0 - 1;
}

double busy_day(int row) {
    return 100 + 40 * std::sin(6.2831853 * row / rows_per_day) + 5 * noise(row);
}

std::vector<int> flags(const Course& course, int rows, minutes step = minutes{5}) {
    AnomalyJudge judge;
    std::vector<int> found;
    for (int row = 0; row < rows; ++row)
        if (judge.observe(start + row * step, course(row)).is_flagged) found.push_back(row);
    return found;
}

std::vector<double> scores(const Course& course, int rows) {
    AnomalyJudge judge;
    std::vector<double> found;
    for (int row = 0; row < rows; ++row)
        found.push_back(judge.observe(start + row * minutes{5}, course(row)).score);
    return found;
}

bool is_flagged_between(const std::vector<int>& found, int from, int to) {
    for (const int row : found)
        if (row >= from && row < to) return true;
    return false;
}

}  // namespace

TEST_CASE("anomaly: a constant is never flagged, a true change of it once") {
    CHECK(flags([](int) { return 42.0; }, 5000).empty());
    const auto found = flags([](int row) { return row < 3000 ? 42.0 : 43.0; }, 5000);
    REQUIRE(found.size() == 1);
    CHECK(found.front() == 3000);
}

TEST_CASE("anomaly: a new day and a daily rhythm are not flagged") {
    CHECK(flags(busy_day, 14 * rows_per_day).size() <= 1);
    CHECK(flags([](int row) { return row % rows_per_day < 100 ? 20.0 : 80.0; }, 14 * rows_per_day)
              .empty());
}

TEST_CASE("anomaly: what leaves the past is flagged where it begins") {
    const int day10 = 10 * rows_per_day;
    const auto flagged_with = [&](const Course& course) {
        return is_flagged_between(flags(course, 12 * rows_per_day), day10, day10 + 48);
    };
    CHECK(flagged_with([&](int row) { return row == day10 ? 300 : busy_day(row); }));
    CHECK(flagged_with([&](int row) { return busy_day(row) + (row >= day10 ? 80 : 0); }));
    CHECK(flagged_with([&](int row) { return busy_day(row) - (row >= day10 ? 90 : 0); }));
    CHECK(flagged_with(
        [&](int row) { return busy_day(row) + (row >= day10 ? 40 * noise(row) : 0); }));
}

TEST_CASE("anomaly: a day on which nothing happens is flagged, by the hour of the day") {
    const int day10 = 10 * rows_per_day;
    const Course course = [&](int row) {
        const bool is_busy = row % rows_per_day >= 100 && row % rows_per_day < 200;
        const bool is_holiday = row >= day10 && row < day10 + rows_per_day;
        return (is_busy && !is_holiday ? 80 : 20) + noise(row);
    };
    const auto found = flags(course, 12 * rows_per_day);
    CHECK(is_flagged_between(found, day10 + 100, day10 + rows_per_day));
    CHECK_FALSE(is_flagged_between(found, 0, day10));
}

TEST_CASE("anomaly: an event is one flag, however long it lasts") {
    const auto found =
        flags([](int row) { return row < 2000 ? row % 7 : 50 + 20 * noise(row); }, 2100);
    REQUIRE(found.size() == 1);
    CHECK(found.front() == 2000);
}

TEST_CASE("anomaly: it learns for a hundred rows and a day and a half first") {
    const Course wild = [](int row) { return row % 50 == 49 ? std::pow(3.0, row / 50) : 0.0; };
    CHECK(flags(wild, 3 * rows_per_day / 2).empty());
    CHECK_FALSE(flags(wild, 2 * rows_per_day).empty());
    CHECK(flags(wild, 100, minutes{60}).empty());
    CHECK_FALSE(flags(wild, 200, minutes{60}).empty());
}

TEST_CASE("anomaly: shifting and scaling a series changes nothing") {
    const Course course = [](int row) { return row == 2500 ? 300 : busy_day(row); };
    const auto plain = scores(course, 3000);
    const auto other = scores([&](int row) { return -700 + 4096 * course(row); }, 3000);
    for (std::size_t row = 0; row < plain.size(); ++row)
        REQUIRE(other[row] == Approx(plain[row]).margin(0.01));
}

TEST_CASE("anomaly: the score of a row depends on no later row") {
    const auto whole = scores(busy_day, 3000);
    const auto part = scores(busy_day, 1777);
    CHECK(std::equal(part.begin(), part.end(), whole.begin()));
}

TEST_CASE("anomaly: times that stand still, step back or jump do not matter to a level") {
    AnomalyJudge judge;
    int found = 0;
    for (int row = 0; row < 4000; ++row) {
        TimePoint at = start + row * minutes{5};
        if (row % 7 == 0) at -= std::chrono::hours{30};
        if (row > 2000) at += std::chrono::hours{24 * 365};
        if (row % 11 == 0) at = start;
        found += judge.observe(at, 10 + noise(row)).is_flagged ? 1 : 0;
    }
    CHECK(found <= 1);
}

TEST_CASE("anomaly: any finite value is survived") {
    AnomalyJudge judge;
    const std::vector<double> wild{0, 1e308, -1e308, 5e-324, 1e30, -0.0, 3.4e38, 1};
    for (int row = 0; row < 3000; ++row) {
        const double value = wild[static_cast<std::size_t>(row * 7 + row / 5) % wild.size()];
        const double score = judge.observe(start + row * seconds{60}, value).score;
        REQUIRE(score >= 0);
        REQUIRE(score <= 1);
    }
}

TEST_CASE("anomaly: what was learned is read back whole, or not at all") {
    AnomalyJudge judge;
    for (int row = 0; row < 2345; ++row)
        judge.observe(start + row * minutes{5}, busy_day(row));
    StateWriter out;
    judge.save(out);
    const std::string bytes = out.take();
    CHECK(bytes.size() <= anomaly_judge_bytes);

    AnomalyJudge read;
    StateReader in{bytes};
    REQUIRE(read.restore(in));
    CHECK(in.is_complete());
    for (int row = 2345; row < 3000; ++row) {
        const TimePoint at = start + row * minutes{5};
        const double value = row == 2700 ? 400 : busy_day(row);
        REQUIRE(read.observe(at, value).score == judge.observe(at, value).score);
    }

    AnomalyJudge other;
    StateReader cut{std::string_view{bytes}.substr(0, bytes.size() - 1)};
    CHECK_FALSE(other.restore(cut));
    CHECK(other.rows_seen() == 0);
}

TEST_CASE("anomaly: saved bytes that are not ours are survived") {
    AnomalyJudge judge;
    for (int row = 0; row < 1000; ++row)
        judge.observe(start + row * minutes{5}, busy_day(row));
    StateWriter out;
    judge.save(out);
    const std::string bytes = out.take();
    for (int round = 0; round < 300; ++round) {
        std::string wild = bytes;
        for (int i = 0; i < 40; ++i) {
            const auto place = static_cast<std::size_t>(1e6 * (2 + noise(round * 50 + i)));
            wild[place % wild.size()] = static_cast<char>(round * 31 + i * 7);
        }
        AnomalyJudge read;
        StateReader in{wild};
        (void)read.restore(in);
        for (int row = 0; row < 300; ++row) {
            const double score = read.observe(start + row * minutes{5}, busy_day(row)).score;
            REQUIRE((score >= 0 && score <= 1));
        }
        (void)read.usual_bounds();
    }
}
