#include "server/intake/dictionary.hpp"

#include <catch2/catch.hpp>

#include "tests/support/reports.hpp"

namespace foreshock::intake {
namespace {

wire::Report defining(std::string run, std::uint32_t from, std::size_t count) {
    wire::Report report;
    report.agent_id = "web-1";
    report.run_id = std::move(run);
    report.definitions_from = from;
    for (std::size_t i = 0; i < count; ++i) {
        report.definitions.push_back({"signal." + std::to_string(from + i), {}});
    }
    return report;
}

TEST_CASE("dictionary: definitions of several reports are one numbering", "[intake]") {
    Dictionary dictionary;
    REQUIRE(dictionary.learn(defining("r", 0, 2)));
    REQUIRE(dictionary.learn(defining("r", 2, 1)));
    CHECK(dictionary.size() == 3);
    CHECK(dictionary.key(2).signal == "signal.2");
}

TEST_CASE("dictionary: all definitions again change nothing", "[intake]") {
    Dictionary dictionary;
    REQUIRE(dictionary.learn(defining("r", 0, 3)));
    REQUIRE(dictionary.learn(defining("r", 0, 2)));
    CHECK(dictionary.size() == 3);
    CHECK(dictionary.key(0).signal == "signal.0");
}

TEST_CASE("dictionaries: a report without series takes nobody's place", "[intake]") {
    Dictionaries all{1000, 1};
    REQUIRE(all.learn(defining("r", 0, 2)));
    wire::Report words = defining("r", 0, 0);
    words.agent_id = "web-2";
    const auto learned = all.learn(words);
    REQUIRE(learned);
    CHECK((*learned)->size() == 0);
    CHECK(all.forgotten() == 0);
    CHECK(all.series_count() == 2);
}

TEST_CASE("dictionary: a gap before the definitions is a conflict", "[intake]") {
    Dictionary dictionary;
    REQUIRE(dictionary.learn(defining("r", 0, 2)));
    const Result<void> learned = dictionary.learn(defining("r", 3, 1));
    REQUIRE_FALSE(learned);
    CHECK(learned.error().code == Errc::conflict);
    CHECK(dictionary.size() == 2);
}

TEST_CASE("dictionary: a column of an unknown series is a conflict and teaches nothing",
          "[intake]") {
    Dictionary dictionary;
    wire::Report report = defining("r", 0, 2);
    report.columns = {{2, {}, {}}};
    const Result<void> learned = dictionary.learn(report);
    REQUIRE_FALSE(learned);
    CHECK(learned.error().code == Errc::conflict);
    CHECK(dictionary.size() == 0);
}

TEST_CASE("dictionary: takes its bound of series and not one more", "[intake]") {
    Dictionary dictionary;
    REQUIRE(dictionary.learn(defining("r", 0, Dictionary::series_max)));
    const Result<void> learned =
        dictionary.learn(defining("r", static_cast<std::uint32_t>(Dictionary::series_max), 1));
    REQUIRE_FALSE(learned);
    CHECK(learned.error().code == Errc::too_large);
}

TEST_CASE("dictionaries: runs and agents do not share numbers", "[intake]") {
    Dictionaries all;
    REQUIRE(all.learn(defining("run-1", 0, 2)));
    wire::Report other_run = defining("run-2", 2, 1);
    CHECK(all.learn(other_run).error().code == Errc::conflict);
    wire::Report other_agent = defining("run-1", 2, 1);
    other_agent.agent_id = "web-2";
    CHECK(all.learn(other_agent).error().code == Errc::conflict);
    CHECK(all.learn(defining("run-1", 2, 1)));
}

TEST_CASE("dictionaries: beyond the bound the least recently used one is forgotten", "[intake]") {
    Dictionaries all{1000, 2};
    REQUIRE(all.learn(defining("run-1", 0, 1)));
    REQUIRE(all.learn(defining("run-2", 0, 1)));
    CHECK(all.forgotten() == 0);
    REQUIRE(all.learn(defining("run-1", 1, 1)));
    REQUIRE(all.learn(defining("run-3", 0, 1)));
    CHECK(all.forgotten() == 1);
    CHECK(all.learn(defining("run-1", 2, 0)));
    CHECK(all.learn(defining("run-2", 1, 0)).error().code == Errc::conflict);
}

TEST_CASE("dictionaries: series over all agents are bounded", "[intake]") {
    Dictionaries all{4, 100};
    REQUIRE(all.learn(defining("run-1", 0, 2)));
    REQUIRE(all.learn(defining("run-2", 0, 2)));
    CHECK(all.series_count() == 4);
    CHECK(all.forgotten() == 0);
    REQUIRE(all.learn(defining("run-3", 0, 1)));
    CHECK(all.series_count() == 3);
    CHECK(all.forgotten() == 1);
}

TEST_CASE("dictionaries: a refused first report leaves nothing behind", "[intake]") {
    Dictionaries all{10, 10};
    CHECK_FALSE(all.learn(defining("run-1", 1, 1)));
    CHECK(all.series_count() == 0);
    CHECK(all.learn(defining("run-1", 0, 1)));
    CHECK(all.series_count() == 1);
}

}  // namespace
}  // namespace foreshock::intake
