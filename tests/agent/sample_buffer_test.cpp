#include "agent/sample_buffer.hpp"

#include <limits>

#include <catch2/catch.hpp>

using namespace foreshock;
using foreshock::agent::SampleBuffer;

namespace {

constexpr SignalDescription used{"filesystem.space.used_bytes", SignalType::gauge, "bytes", ""};
constexpr SignalDescription busy{"cpu.time.busy_ratio", SignalType::gauge, "ratio", ""};

TimePoint at(int second) {
    return from_unix_ms(1'790'000'000'000 + 1000 * second);
}

}  // namespace

TEST_CASE("samples: columns hold every tick, or say which", "[agent][samples]") {
    SampleBuffer buffer;
    buffer.begin_tick(at(0));
    const SeriesId a = buffer.series(used, {{"mount", "/"}});
    const SeriesId b = buffer.series(busy, {});
    buffer.add(a, 1);
    buffer.begin_tick(at(1));
    buffer.add(a, 2);
    buffer.add(b, 0.5);
    wire::Report report;
    buffer.move_into(report);
    REQUIRE(report.ticks == std::vector{at(0), at(1)});
    REQUIRE(report.columns.size() == 2);
    CHECK(report.columns[0].ticks.empty());
    CHECK(report.columns[0].values == std::vector<double>{1, 2});
    CHECK(report.columns[1].ticks == std::vector<std::uint32_t>{1});
    CHECK(report.columns[1].values == std::vector<double>{0.5});
    CHECK(wire::decode(wire::encode(report)));
}

TEST_CASE("samples: after a report the buffer starts anew and keeps its numbers",
          "[agent][samples]") {
    SampleBuffer buffer;
    buffer.begin_tick(at(0));
    const SeriesId a = buffer.series(used, {});
    buffer.add(a, 1);
    wire::Report first;
    buffer.move_into(first);
    CHECK(buffer.value_count() == 0);
    buffer.begin_tick(at(1));
    CHECK(buffer.series(used, {}) == a);
    buffer.add(a, 2);
    wire::Report second;
    buffer.move_into(second);
    CHECK(second.ticks == std::vector{at(1)});
    CHECK(second.columns[0].values == std::vector<double>{2});
}

TEST_CASE("samples: the detectors see the running tick only", "[agent][samples]") {
    SampleBuffer buffer;
    buffer.begin_tick(at(0));
    const SeriesId a = buffer.series(used, {});
    buffer.add(a, 1);
    buffer.begin_tick(at(1));
    buffer.add(a, 2);
    REQUIRE(buffer.tick_samples().size() == 1);
    CHECK(buffer.tick_samples()[0].value == 2);
    CHECK(buffer.tick_samples()[0].at == at(1));
}

TEST_CASE("samples: what is no number, comes twice or has no series is dropped and counted",
          "[agent][samples]") {
    SampleBuffer buffer{1};
    buffer.begin_tick(at(0));
    const SeriesId a = buffer.series(used, {});
    const SeriesId over = buffer.series(busy, {});
    CHECK(over == SeriesTable::overflow);
    buffer.add(a, std::numeric_limits<double>::quiet_NaN());
    buffer.add(a, std::numeric_limits<double>::infinity());
    buffer.add(over, 1);
    buffer.add(a, 1);
    buffer.add(a, 2);
    CHECK(buffer.dropped() == 4);
    CHECK(buffer.value_count() == 1);
    CHECK(buffer.tick_samples()[0].value == 1);
    CHECK(buffer.table().refused() == 1);
}

TEST_CASE("samples: labels of any bytes are made to fit", "[agent][samples]") {
    SampleBuffer buffer;
    const std::string wild = "a\nb\xFF" + std::string(600, 'x') + "\xC3\xA9";
    const SeriesId id = buffer.series(used, {{"mount", wild}});
    const Labels& labels = buffer.table().key(id).labels;
    CHECK(labels.get("mount").starts_with("a?b\xEF\xBF\xBDx"));
    CHECK(labels.get("mount").size() <= Labels::value_bytes_max);
    CHECK(Labels::from_pairs(labels.pairs()));
    CHECK(buffer.series(used, {{"mount", wild}}) == id);
}

TEST_CASE("samples: a long label is not cut within a character", "[agent][samples]") {
    SampleBuffer buffer;
    const std::string wide = std::string(511, 'x') + "\xC3\xA9";
    const SeriesId id = buffer.series(used, {{"mount", wide}});
    CHECK(buffer.table().key(id).labels.get("mount") == std::string(511, 'x'));
}

TEST_CASE("samples: a buffer of many ticks asks for a report", "[agent][samples]") {
    SampleBuffer buffer;
    const std::size_t ticks_max = wire::ReportLimits{}.ticks_max;
    for (std::size_t tick = 0; tick + 1 < ticks_max; ++tick) {
        buffer.begin_tick(at(static_cast<int>(tick)));
    }
    CHECK_FALSE(buffer.is_full());
    buffer.begin_tick(at(static_cast<int>(ticks_max)));
    CHECK(buffer.is_full());
}

TEST_CASE("samples: definitions are told by their numbers", "[agent][samples]") {
    SampleBuffer buffer;
    buffer.series(busy, {});
    buffer.series(used, {{"mount", "/"}});
    buffer.series(used, {{"mount", "/var"}});
    const auto keys = buffer.definitions(1, 3);
    REQUIRE(keys.size() == 2);
    CHECK(keys[1].labels.get("mount") == "/var");
}
