#include "server/app/self_judge.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::app;
using std::chrono::minutes;

namespace {

SelfReading well(std::uint64_t turns) {
    SelfReading reading;
    reading.engine_turns = turns;
    reading.outbox_waits = minutes{10};
    reading.free_bytes = 256 << 20;
    return reading;
}

std::vector<std::string> kinds(const std::vector<SelfFault>& faults) {
    std::vector<std::string> all;
    for (const SelfFault& fault : faults)
        all.push_back(fault.kind);
    return all;
}

using Kinds = std::vector<std::string>;

}  // namespace

TEST_CASE("self judge: at its bounds the server is well", "[app][self]") {
    SelfJudge judge{{}};
    CHECK(judge.judge(well(1)).empty());
    CHECK(judge.judge(well(2)).empty());
}

TEST_CASE("self judge: one beyond each bound is a fault", "[app][self]") {
    SelfJudge judge{{}};
    SelfReading reading = well(1);
    reading.outbox_waits = minutes{10} + Duration{1};
    CHECK(kinds(judge.judge(reading)) == Kinds{"server.outbox.stuck"});
    reading = well(2);
    reading.free_bytes = (256 << 20) - 1;
    CHECK(kinds(judge.judge(reading)) == Kinds{"server.disk.low"});
    reading = well(3);
    reading.not_ready_because = "the disk is full";
    const auto faults = judge.judge(reading);
    REQUIRE(kinds(faults) == Kinds{"server.store.refuses"});
    CHECK(faults[0].sentence == "The server cannot keep what it is told: the disk is full");
}

TEST_CASE("self judge: a test word must be out in time, or says why it never will be",
          "[app][self]") {
    SelfJudge judge{{}};
    SelfReading reading = well(1);
    reading.test.waits = minutes{1};
    CHECK(judge.judge(reading).empty());
    reading = well(2);
    reading.test.waits = minutes{1} + Duration{1};
    CHECK(kinds(judge.judge(reading)) == Kinds{"server.self_test.failed"});
    reading = well(3);
    reading.test.failed_because = "answered 403";
    const auto faults = judge.judge(reading);
    REQUIRE(kinds(faults) == Kinds{"server.self_test.failed"});
    CHECK_THAT(faults[0].sentence, Catch::Contains("answered 403"));
    CHECK_FALSE(is_alive(faults));
}

TEST_CASE("self judge: certificates that were not renewed are a warning, by name", "[app][self]") {
    SelfJudge judge{{}};
    SelfReading reading = well(1);
    for (int i = 1; i <= 12; ++i) {
        reading.agent_certificates.push_back(
            {"agent web-" + std::to_string(i), from_unix_ms(1'790'000'000'000 - i)});
    }
    const auto faults = judge.judge(reading);
    REQUIRE(kinds(faults) == Kinds{"server.agent_certificates.unrenewed"});
    CHECK_THAT(faults[0].sentence, Catch::Contains("agent web-10 and 2 more"));
    CHECK(is_alive(faults));
    reading = well(2);
    reading.own_certificates = {{"the server's authority", from_unix_ms(1'790'000'000'000)}};
    CHECK(kinds(judge.judge(reading)) == Kinds{"server.certificate.ending"});
}

TEST_CASE("self judge: an engine that does not move is hung until it moves", "[app][self]") {
    SelfJudge judge{{}};
    CHECK(judge.judge(well(7)).empty());
    CHECK(kinds(judge.judge(well(7))) == Kinds{"server.engine.hung"});
    CHECK(judge.judge(well(8)).empty());
}

TEST_CASE("self judge: what is not known is no fault", "[app][self]") {
    SelfJudge judge{{}};
    SelfReading reading;
    CHECK(judge.judge(reading).empty());
}

TEST_CASE("self judge: every fault is of a known kind", "[app][self]") {
    SelfJudge judge{{}};
    SelfReading reading = well(1);
    CHECK(judge.judge(reading).empty());
    reading.not_ready_because = "x";
    reading.outbox_waits = minutes{60};
    reading.free_bytes = 0;
    reading.test.failed_because = "answered 403";
    reading.own_certificates = {{"the server's certificate", TimePoint{}}};
    reading.agent_certificates = {{"agent web-1", TimePoint{}}};
    auto found = kinds(judge.judge(reading));
    CHECK(found.size() == self_kinds().size());
    std::sort(found.begin(), found.end());
    auto known = self_kinds();
    std::sort(known.begin(), known.end());
    CHECK(found == known);
}
