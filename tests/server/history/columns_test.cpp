#include "server/history/columns.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::history;

namespace {

const TimePoint base = from_unix_ms(1'790'000'000'000);

std::string packed(const std::vector<double>& values, double relative_error = 1e-6) {
    std::string bytes;
    encode_values(values, relative_error, bytes);
    return bytes;
}

std::vector<double> back(const std::vector<double>& values, double relative_error = 1e-6) {
    return decode_values(packed(values, relative_error), values.size()).value();
}

}  // namespace

TEST_CASE("columns: whole numbers come back exactly, in few bytes", "[history]") {
    const std::vector<double> values{512'345'678'912, 512'345'678'913, 512'345'679'000, -5, 0};
    CHECK(back(values) == values);
    CHECK(packed({100, 101, 102, 103, 104, 105, 106, 107}).size() == 2 + 2 + 7);
}

TEST_CASE("columns: short decimals come back exactly", "[history]") {
    const std::vector<double> values{0.25, 0.5, 12.75, 3.1};
    CHECK(back(values) == values);
}

TEST_CASE("columns: long fractions are kept within the relative error of the greatest",
          "[history]") {
    const std::vector<double> values{1.0 / 3, 2.0 / 7, 123.0 / 777, -10.0 / 3};
    const std::vector<double> got = back(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
        CHECK(std::abs(got[i] - values[i]) <= 10.0 / 3 * 1e-6);
    }
    CHECK(packed(values).size() < packed(values, 0).size());
}

TEST_CASE("columns: an error of zero keeps every bit", "[history]") {
    const std::vector<double> values{1.0 / 3, 1e300, -1e-300, 5e-324};
    CHECK(back(values, 0) == values);
}

TEST_CASE("columns: a constant costs nine bytes however long it is", "[history]") {
    const std::vector<double> values(1000, 0.1);
    CHECK(packed(values).size() == 9);
    CHECK(back(values) == values);
}

TEST_CASE("columns: whole numbers too large for exact decimals are kept as they are", "[history]") {
    const std::vector<double> values{9007199254740993.0, 1e18, 3};
    CHECK(back(values) == values);
}

TEST_CASE("columns: not-a-number and infinities survive", "[history]") {
    const double infinity = std::numeric_limits<double>::infinity();
    const std::vector<double> got = back({std::nan(""), infinity, -infinity, 1});
    CHECK(std::isnan(got[0]));
    CHECK(got[1] == infinity);
    CHECK(got[2] == -infinity);
    CHECK(got[3] == 1);
}

TEST_CASE("columns: even ticks cost one byte each after the second", "[history]") {
    std::vector<TimePoint> times;
    for (int i = 0; i < 100; ++i)
        times.push_back(base + std::chrono::seconds{i});
    std::string bytes;
    encode_times(times, base, bytes);
    CHECK(bytes.size() == 101);
    CHECK(decode_times(bytes, times.size(), base).value() == times);
}

TEST_CASE("columns: times may jump, repeat and go back", "[history]") {
    const std::vector<TimePoint> times{base + Duration{5}, base, base, base + Duration{1'000'000},
                                       from_unix_ms(0)};
    std::string bytes;
    encode_times(times, base, bytes);
    CHECK(decode_times(bytes, times.size(), base).value() == times);
}

TEST_CASE("columns: no values and no times are fine", "[history]") {
    CHECK(back({}).empty());
    CHECK(decode_times("", 0, base).value().empty());
}

TEST_CASE("columns: bytes that are cut or too many are malformed", "[history]") {
    for (const std::vector<double>& values :
         {std::vector<double>{1, 1, 1}, {1, 2, 3}, {1e300, 2.5, 1.0 / 3}}) {
        const std::string bytes = packed(values, 0);
        for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
            CHECK_FALSE(decode_values(bytes.substr(0, cut), 3));
        }
        CHECK_FALSE(decode_values(bytes + "x", 3));
    }
    CHECK_FALSE(decode_values("\x07", 0));
    CHECK_FALSE(decode_times("\x01", 2, base));
    CHECK_FALSE(decode_times("\x01\x01", 1, base));
}

TEST_CASE("columns: an announced count beyond the bytes does not allocate", "[history]") {
    CHECK_FALSE(decode_values(packed({1, 2, 3}), std::size_t{1} << 60));
    CHECK_FALSE(decode_times("\x01\x01", std::size_t{1} << 60, base));
}
