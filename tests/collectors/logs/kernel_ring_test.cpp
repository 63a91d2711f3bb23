#include "collectors/logs/kernel_ring.hpp"

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.hpp"

namespace foreshock::collectors {
namespace {

std::string next_text(KernelRing& ring) {
    const auto record = ring.next();
    if (!record) return std::string{to_string(record.error().code)};
    return *record ? std::string{(*record)->text} : "none";
}

TEST_CASE("kernel ring: a host without /dev/kmsg has no such ring", "[collectors][logs]") {
    const auto ring = make_kmsg_ring("/nowhere/dev/kmsg");
    CHECK(ring->begin(KernelRing::From::now).error().code == Errc::no_data);
    CHECK(ring->next().error().code == Errc::no_data);
    CHECK(ring->has_lasting_sequence());
}

TEST_CASE("kernel ring: a record is one read of the file", "[collectors][logs]") {
    const test::TemporaryFolder folder;
    folder.write("kmsg", "6,339,5140900,-;NET: Registered\n SUBSYSTEM=net\n");
    const auto ring = make_kmsg_ring(folder.path() + "/kmsg");
    REQUIRE(ring->begin(KernelRing::From::oldest));
    const auto record = ring->next();
    REQUIRE(record);
    REQUIRE(*record);
    CHECK((*record)->sequence == 339);
    CHECK((*record)->text == "NET: Registered");
    CHECK(next_text(*ring) == "none");
    REQUIRE(ring->begin(KernelRing::From::now));
    CHECK(next_text(*ring) == "none");
}

TEST_CASE("syslog ring: only lines behind the last one are told", "[collectors][logs]") {
    std::string text = "<6>[    1.000000] one\n<6>[    2.000000] two\n";
    const auto ring = make_syslog_ring([&text] { return Result<std::string>{text}; });
    REQUIRE(ring->begin(KernelRing::From::now));
    CHECK(next_text(*ring) == "none");
    text += "<4>[    3.000000] three\nnonsense\n<4>[    4.000000] four\n";
    CHECK(next_text(*ring) == "three");
    CHECK(next_text(*ring) == "malformed");
    CHECK(next_text(*ring) == "four");
    CHECK(next_text(*ring) == "none");
    CHECK_FALSE(ring->has_lasting_sequence());
}

TEST_CASE("syslog ring: when the last line is gone, that is told and all is new",
          "[collectors][logs]") {
    std::string text = "<6>[    1.000000] one\n";
    const auto ring = make_syslog_ring([&text] { return Result<std::string>{text}; });
    REQUIRE(ring->begin(KernelRing::From::now));
    text = "<6>[    8.000000] eight\n<6>[    9.000000] nine\n";
    CHECK(next_text(*ring) == "conflict");
    CHECK(next_text(*ring) == "eight");
    CHECK(next_text(*ring) == "nine");
    CHECK(next_text(*ring) == "none");
}

TEST_CASE("syslog ring: an empty ring, and one that may not be read", "[collectors][logs]") {
    const auto empty = make_syslog_ring([] { return Result<std::string>{std::string{}}; });
    REQUIRE(empty->begin(KernelRing::From::now));
    CHECK(next_text(*empty) == "none");
    const auto closed = make_syslog_ring(
        []() -> Result<std::string> { return fail(Errc::unreadable, "no right"); });
    CHECK(closed->begin(KernelRing::From::now).error().code == Errc::unreadable);
    CHECK(next_text(*closed) == "unreadable");
}

}  // namespace
}  // namespace foreshock::collectors
