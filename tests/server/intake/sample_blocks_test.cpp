#include "server/intake/sample_blocks.hpp"

#include <catch2/catch.hpp>

#include "tests/support/reports.hpp"

namespace foreshock::intake {
namespace {

using std::chrono::seconds;

const TimePoint now = from_unix_ms(1'790'000'000'000);

struct Filled {
    SampleBlocks blocks;
    Dictionary dictionary;

    SampleCounts fill(const wire::Report& report, TimePoint received_at = now) {
        REQUIRE(dictionary.learn(report));
        return blocks.fill(report, dictionary, received_at);
    }
};

TEST_CASE("sample_blocks: a column without ticks has a value at every tick", "[intake]") {
    wire::Report report = test::small_report(1, now);
    report.ticks = {now - seconds{2}, now - seconds{1}};
    report.columns = {{0, {}, {1, 2}}};
    Filled filled;
    CHECK(filled.fill(report).accepted == 2);
    const auto& blocks = filled.blocks.blocks();
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].key == report.definitions[0]);
    CHECK(blocks[0].times == report.ticks);
    CHECK(blocks[0].values == std::vector<double>{1, 2});
}

TEST_CASE("sample_blocks: a column with ticks has values only there", "[intake]") {
    wire::Report report = test::small_report(1, now);
    report.ticks = {now - seconds{2}, now - seconds{1}, now};
    report.columns = {{0, {0, 2}, {1, 3}}};
    Filled filled;
    filled.fill(report);
    CHECK(filled.blocks.blocks()[0].times == std::vector<TimePoint>{now - seconds{2}, now});
}

TEST_CASE("sample_blocks: samples out of the time bounds are refused and counted", "[intake]") {
    const SampleTimeBounds bounds;
    wire::Report report = test::small_report(1, now);
    report.ticks = {now - bounds.past_max - Duration{1}, now - bounds.past_max,
                    now + bounds.future_max, now + bounds.future_max + Duration{1}};
    report.columns = {{0, {}, {1, 2, 3, 4}}};
    Filled filled;
    const SampleCounts counts = filled.fill(report);
    CHECK(counts.accepted == 2);
    CHECK(counts.refused == 2);
    CHECK(filled.blocks.blocks()[0].values == std::vector<double>{2, 3});
}

TEST_CASE("sample_blocks: a column that lies wholly out of bounds makes no block", "[intake]") {
    wire::Report report = test::small_report(1, now - std::chrono::hours{24 * 30});
    Filled filled;
    CHECK(filled.fill(report).refused == 1);
    CHECK(filled.blocks.blocks().empty());
}

TEST_CASE("sample_blocks: the next report leaves nothing of the one before", "[intake]") {
    wire::Report report = test::small_report(1, now);
    report.definitions.push_back({"memory.ram.used_bytes", {}});
    report.columns = {{0, {}, {1}}, {1, {}, {2}}};
    Filled filled;
    filled.fill(report);
    report.columns = {{1, {}, {3}}};
    filled.fill(report);
    const auto& blocks = filled.blocks.blocks();
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].key.signal == "memory.ram.used_bytes");
    CHECK(blocks[0].values == std::vector<double>{3});
}

}  // namespace
}  // namespace foreshock::intake
