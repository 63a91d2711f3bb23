#include "collectors/logs/kmsg_record.hpp"

#include <catch2/catch.hpp>

namespace foreshock::collectors {
namespace {

TEST_CASE("kmsg record: prefix and first line are read", "[collectors][logs]") {
    const auto record = parse_kmsg_record(
        "6,339,5140900,-,caller=T1;NET: Registered protocol family 10\n SUBSYSTEM=net\n");
    REQUIRE(record);
    CHECK(record->severity == LogSeverity::informational);
    CHECK(record->facility == 0);
    CHECK(record->sequence == 339);
    CHECK(record->microseconds == 5140900);
    CHECK_FALSE(record->is_fragment);
    CHECK(record->text == "NET: Registered protocol family 10");
}

TEST_CASE("kmsg record: a program's level and facility are told apart", "[collectors][logs]") {
    const auto record = parse_kmsg_record("30,1,2,c;systemd[1]: hello; again\n");
    REQUIRE(record);
    CHECK(record->facility == 3);
    CHECK(record->severity == LogSeverity::informational);
    CHECK(record->is_fragment);
    CHECK(record->text == "systemd[1]: hello; again");
    CHECK(parse_kmsg_record("3,1,2,-;\n")->text.empty());
}

TEST_CASE("kmsg record: one that lacks a field is malformed", "[collectors][logs]") {
    for (const char* text : {"", ";", "6,339,5140900", "6,339;text", "6,x,5140900,-;text",
                             "-6,339,5140900,-;text", "6,339,99999999999999999999999,-;text"}) {
        INFO(text);
        REQUIRE_FALSE(parse_kmsg_record(text));
        CHECK(parse_kmsg_record(text).error().code == Errc::malformed);
    }
}

TEST_CASE("kernel ring line: level, time and caller are read", "[collectors][logs]") {
    const auto line = parse_ring_line("<4>[    5.140900] NET: Registered");
    REQUIRE(line);
    CHECK(line->severity == LogSeverity::warning);
    CHECK(line->microseconds == 5140900);
    CHECK(line->text == "NET: Registered");
    CHECK(parse_ring_line("<6>[12345.000001][    T1] x")->text == "x");
    CHECK(parse_ring_line("<6>[12345.000001] [drm] x")->text == "[drm] x");
}

TEST_CASE("kernel ring line: what is no line of the ring is malformed", "[collectors][logs]") {
    for (const char* text : {"", "text", "<6>text", "<6>[x] y", "<6>[1.5] y", "<6>[ 1.000000]y",
                             "a<6>[ 1.000000] y", "<6>a[ 1.000000] y"}) {
        INFO(text);
        CHECK_FALSE(parse_ring_line(text));
    }
}

}  // namespace
}  // namespace foreshock::collectors
