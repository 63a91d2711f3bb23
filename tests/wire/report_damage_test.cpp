#include "random_report.hpp"
#include "same_report.hpp"
#include <catch2/catch.hpp>

#include "wire/compression.hpp"
#include "wire/report.hpp"

using namespace foreshock;
using namespace foreshock::wire;
using foreshock::test::check_same;
using foreshock::test::RandomReport;

namespace {

/// Whatever decode accepts must be a report that can be sent on.
bool is_sound(const Result<Report>& decoded) {
    if (!decoded)
        return decoded.error().code == Errc::malformed || decoded.error().code == Errc::too_large;
    for (const SampleColumn& column : decoded->columns) {
        const std::size_t ticks =
            column.ticks.empty() ? decoded->ticks.size() : column.ticks.size();
        if (column.values.size() != ticks) return false;
        if (!column.ticks.empty() && column.ticks.back() >= decoded->ticks.size()) return false;
    }
    const auto again = decode(encode(*decoded));
    return again && again->columns.size() == decoded->columns.size() &&
           again->symptoms.size() == decoded->symptoms.size();
}

}  // namespace

TEST_CASE("report: flipped bits of the body give an error or a sound report", "[wire][report]") {
    std::string body = encode(RandomReport{21}.make());
    for (std::size_t bit = 0; bit < body.size() * 8; bit += 3) {
        body[bit / 8] = static_cast<char>(body[bit / 8] ^ (1 << (bit % 8)));
        REQUIRE(is_sound(decode(body)));
        body[bit / 8] = static_cast<char>(body[bit / 8] ^ (1 << (bit % 8)));
    }
}

TEST_CASE("report: flipped bits and cuts of the message give an error or a sound report",
          "[wire][report]") {
    const unsigned seed = GENERATE(1U, 2U, 7U);
    std::string message = *inflate(encode(RandomReport{seed}.make()), 1 << 20);
    for (std::size_t bit = 0; bit < message.size() * 8; bit += 7) {
        message[bit / 8] = static_cast<char>(message[bit / 8] ^ (1 << (bit % 8)));
        REQUIRE(is_sound(decode(compress(message))));
        message[bit / 8] = static_cast<char>(message[bit / 8] ^ (1 << (bit % 8)));
    }
    for (std::size_t length = 0; length < message.size(); length += 3) {
        REQUIRE(is_sound(decode(compress(message.substr(0, length)))));
    }
}

TEST_CASE("report: garbage is malformed", "[wire][report]") {
    std::mt19937 random{5};
    for (int round = 0; round < 300; ++round) {
        std::string bytes(random() % 200, '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(random());
        REQUIRE(is_sound(decode(bytes)));
        REQUIRE(is_sound(decode(compress(bytes))));
    }
    CHECK_FALSE(decode(""));
    CHECK_FALSE(decode("{\"json\": true}"));
}
