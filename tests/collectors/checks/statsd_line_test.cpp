#include "collectors/checks/statsd_line.hpp"

#include <string>

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

TEST_CASE("statsd line: each type is read", "[collectors][statsd]") {
    const auto counter = parse_statsd_line("page.views:3|c|@0.1|#env:prod");
    REQUIRE(counter);
    CHECK(counter->name == "page.views");
    CHECK(counter->type == StatsdType::counter);
    CHECK(counter->value == 3);
    CHECK(counter->sample_rate == 0.1);
    const auto timer = parse_statsd_line("db:320.5|ms");
    REQUIRE(timer);
    CHECK(timer->type == StatsdType::timer);
    CHECK(timer->value == 320.5);
    CHECK(timer->sample_rate == 1);
    const auto set = parse_statsd_line("uniques:user 765|s");
    REQUIRE(set);
    CHECK(set->type == StatsdType::set);
    CHECK(set->member == "user 765");
}

TEST_CASE("statsd line: a gauge with a sign moves, one without is set", "[collectors][statsd]") {
    CHECK_FALSE(parse_statsd_line("g:4|g")->is_difference);
    CHECK(parse_statsd_line("g:+4|g")->is_difference);
    CHECK(parse_statsd_line("g:+4|g")->value == 4);
    CHECK(parse_statsd_line("g:-4|g")->is_difference);
    CHECK(parse_statsd_line("g:-4|g")->value == -4);
    CHECK_FALSE(parse_statsd_line("c:-4|c")->is_difference);
}

TEST_CASE("statsd line: what is not of the format gives nothing", "[collectors][statsd]") {
    for (const char* text : {"", ":", "a", "a:1", "a:|c", "a:1|", "a:1|x", "a:1|h", ":1|c",
                             "a b:1|c", "a:x|c", "a:nan|g", "a:1e999|c", "a:1|c|@0", "a:1|c|@2",
                             "a:1|c|@x", "a:1 |c", "a:++1|g", "\x01:1|c"}) {
        INFO(text);
        CHECK_FALSE(parse_statsd_line(text));
    }
}

TEST_CASE("statsd line: names have a bound", "[collectors][statsd]") {
    const std::string name(statsd_name_bytes_max, 'n');
    CHECK(parse_statsd_line(name + ":1|c"));
    CHECK_FALSE(parse_statsd_line(name + "n:1|c"));
}

}  // namespace
}  // namespace foreshock::collectors
