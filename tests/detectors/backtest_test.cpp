#include "detectors/backtest.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "detectors/csv.hpp"

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

Pack stock() {
    return load_packs({FORESHOCK_SOURCE_DIR "/packaging/packs/stock"}).value();
}

/// Flat at 50 for two minutes, then one more each second until 100, then 50 again.
std::string filling(const std::string& header) {
    std::string csv = header + "\n";
    for (int second = 0; second < 260; ++second) {
        const int used = second < 120 ? 50 : second < 200 ? std::min(100, 50 + second - 120) : 50;
        csv += format_rfc3339(from_unix_ms(1'790'000'000'000 + second * 1000)) + "," +
               std::to_string(used * 1'000'000) + "\n";
    }
    return csv;
}

const BacktestBinding disk{"filesystem.space.used_bytes", Labels{{"mount", "/var"}}, 100e6};

Result<BacktestReport> run(const std::string& csv, const BacktestBinding& binding) {
    std::istringstream in{csv};
    return backtest(stock(), in, binding);
}

}  // namespace

TEST_CASE("backtest: a plain CSV with a constant limit is announced and scored",
          "[detectors][backtest]") {
    const auto report = run(filling("timestamp,value"), disk);
    REQUIRE(report);
    CHECK(report->rows == 260);
    REQUIRE(report->scores.size() == 1);
    const ScoredForecast& score = report->scores.front();
    CHECK(score.subject.component == "filesystem /var");
    CHECK(score.verdict == ForecastVerdict::hit);
    CHECK(score.lead() >= std::chrono::seconds{12});
    CHECK(std::abs(error_ratio(score)) < 0.25);
    CHECK(report->unannounced == 0);
}

TEST_CASE("backtest: the rendered report tells message, score and sum", "[detectors][backtest]") {
    const auto report = run(filling("timestamp,value"), disk);
    REQUIRE(report);
    const std::string text = render(*report);
    CHECK(text.find("raised  impending") != std::string::npos);
    CHECK(text.find("/var will be full in about") != std::string::npos);
    CHECK(text.find("inside the interval") != std::string::npos);
    CHECK(text.find("1 of 1 announcements came true") != std::string::npos);
}

TEST_CASE("backtest: a wide CSV names its series in the header", "[detectors][backtest]") {
    std::string csv =
        "time,\"filesystem.space.used_bytes{mount=\"\"/a\"\"}\","
        "\"filesystem.space.size_bytes{mount=\"\"/a\"\"}\",other.thing.count\n";
    for (int second = 0; second < 240; ++second)
        csv += std::to_string(1'790'000'000 + second) + "," +
               std::to_string(second < 100 ? 500 : std::min(1000, 400 + second)) + "e6,1000e6,\n";
    const auto report = run(csv, {});
    REQUIRE(report);
    CHECK(report->series == 3);
    CHECK(report->series_unwatched == 1);
    CHECK(report->values == 480);
    for (const Symptom& symptom : report->symptoms)
        CHECK(symptom.subject.component == "filesystem /a");
}

TEST_CASE("backtest: a limit met out of the blue counts as unannounced", "[detectors][backtest]") {
    std::string csv = "timestamp,value\n";
    for (int second = 0; second < 200; ++second)
        csv += std::to_string(1'790'000'000 + second) + (second < 100 ? ",50e6\n" : ",100e6\n");
    const auto report = run(csv, disk);
    REQUIRE(report);
    CHECK(report->scores.empty());
    CHECK(report->unannounced == 1);
}

TEST_CASE("backtest: rows that go back in time are left out and counted", "[detectors][backtest]") {
    const auto report =
        run("timestamp,value\n1790000010,5\n1790000005,5\n1790000010,5\n1790000011,5\n", disk);
    REQUIRE(report);
    CHECK(report->rows == 2);
    CHECK(report->rows_out_of_order == 2);
}

TEST_CASE("backtest: what is wrong is told with its line", "[detectors][backtest]") {
    const auto complaint = [](const std::string& csv) {
        const auto report = run(csv, disk);
        return report ? std::string{} : report.error().what;
    };
    CHECK(complaint("") == "there is no first line with column names");
    CHECK(complaint("timestamp\n").starts_with("line 1: a time and a value column"));
    CHECK(complaint("timestamp,value\nyesterday,5\n") == "line 2: 'yesterday' is no time");
    CHECK(complaint("timestamp,value\n1790000000,lots\n") == "line 2: 'lots' is no number");
    CHECK(complaint("timestamp,value\n1790000000,1,2\n").starts_with("line 2: more cells"));
    CHECK(complaint("timestamp,value\n1790000000,\"1\n") == "line 2: a quote is not closed");
    CHECK(complaint("timestamp,a{b}\n").starts_with("line 1: column a{b}"));
    std::istringstream unbound{"timestamp,value\n"};
    CHECK_FALSE(backtest(stock(), unbound));
}

TEST_CASE("backtest: a line at the bound is read, a longer one is too large",
          "[detectors][backtest]") {
    const std::string head = "timestamp,value\n1790000000,";
    const std::string blanks(csv_line_bytes_max - 12, ' ');
    CHECK(run(head + blanks + "5\n", disk));
    const auto above = run(head + blanks + " 5\n", disk);
    REQUIRE_FALSE(above);
    CHECK(above.error().code == Errc::too_large);
}
