#include "collectors/entity_series.hpp"

#include <array>

#include <catch2/catch.hpp>

#include "tests/support/recording_sink.hpp"

namespace foreshock::collectors {
namespace {

constexpr std::array signals{
    SignalDescription{"a.thing.first_count", SignalType::gauge, "count", "First."},
    SignalDescription{"a.thing.second_count", SignalType::gauge, "count", "Second."},
};

TEST_CASE("entity series: a series is asked for at its first value and once",
          "[collectors][entity]") {
    test::RecordingSink sink;
    EntitySeries series{signals, Labels{{"disk", "sda"}}};
    CHECK(sink.asked == 0);
    series.add(sink, 1, 5.0);
    sink.clear();
    series.add(sink, 1, 6.0);
    CHECK(sink.asked == 1);
    CHECK(sink.table.size() == 1);
    CHECK(sink.value("a.thing.second_count{disk=\"sda\"}") == 6.0);
}

TEST_CASE("entity series: no value asks for no series", "[collectors][entity]") {
    test::RecordingSink sink;
    EntitySeries series{signals};
    series.add(sink, 0, std::optional<double>{});
    CHECK(sink.asked == 0);
    series.add(sink, 0, std::optional<double>{2.0});
    CHECK(sink.value("a.thing.first_count") == 2.0);
}

}  // namespace
}  // namespace foreshock::collectors
