#include "detectors/anomaly_scores.hpp"

#include <cmath>
#include <sstream>
#include <vector>

#include <catch2/catch.hpp>

#include "core/number.hpp"

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

std::string recording(int rows) {
    std::string text = "timestamp,value\n";
    for (int row = 0; row < rows; ++row) {
        const int minute = row * 5;
        char line[64];
        std::snprintf(line, sizeof line, "2014-04-%02d %02d:%02d:00,%.4f\n", 1 + minute / 1440,
                      minute / 60 % 24, minute % 60,
                      row == 1500 ? 500.0 : 50 + 10 * std::sin(row * 0.1));
        text += line;
    }
    return text;
}

std::vector<std::string> lines_of(const std::string& csv, AnomalyScoreReport* report = nullptr) {
    std::istringstream in{csv};
    std::ostringstream out;
    const auto done = score_anomalies(in, out);
    REQUIRE(done);
    if (report) *report = *done;
    std::istringstream written{out.str()};
    std::vector<std::string> lines;
    for (std::string line; std::getline(written, line);)
        lines.push_back(line);
    return lines;
}

double score_of(const std::string& line) {
    return parse_double(line.substr(line.rfind(',') + 1)).value();
}

}  // namespace

TEST_CASE("anomaly scores: a row for each row, as it came, and one high score per event") {
    AnomalyScoreReport report;
    const auto lines = lines_of(recording(2000), &report);
    REQUIRE(lines.size() == 2001);
    CHECK(lines[0] == "timestamp,value,anomaly_score");
    CHECK(lines[1].rfind("2014-04-01 00:00:00,50.0000,", 0) == 0);
    CHECK(score_of(lines[1501]) >= 0.5);
    int high = 0;
    for (std::size_t row = 1; row < lines.size(); ++row)
        high += score_of(lines[row]) >= 0.5 ? 1 : 0;
    CHECK(high == 1);
    CHECK(report.rows == 2000);
    CHECK(report.flagged == 1);
}

TEST_CASE("anomaly scores: a file cut short has the same first rows") {
    const auto whole = lines_of(recording(2000));
    const auto part = lines_of(recording(1600));
    REQUIRE(part.size() == 1601);
    CHECK(std::equal(part.begin(), part.end(), whole.begin()));
}

TEST_CASE("anomaly scores: repeated, backward and unreadable times and values keep their row") {
    AnomalyScoreReport report;
    const auto lines = lines_of(
        "timestamp,value\r\n2014-01-01 00:00:00,1\r\n2014-01-01 00:00:00,1\r\n"
        "2013-01-01 00:00:00,1\r\nsoon,1\r\n2014-01-01 00:05:00,nan\r\n2014-01-01 00:10:00,inf\r\n",
        &report);
    REQUIRE(lines.size() == 7);
    CHECK(lines[2] == "2014-01-01 00:00:00,1,0.000000");
    CHECK(lines[4] == "soon,1,0.000000");
    CHECK(report.rows == 6);
    CHECK(report.times_unreadable == 1);
    CHECK(report.values_unreadable == 2);
}

TEST_CASE("anomaly scores: without the two columns it says what is missing") {
    for (const char* text : {"", "a,b\n1,2\n", "timestamp,b\n"}) {
        std::istringstream in{text};
        std::ostringstream out;
        const auto done = score_anomalies(in, out);
        REQUIRE_FALSE(done);
        CHECK(done.error().code == Errc::malformed);
    }
}
