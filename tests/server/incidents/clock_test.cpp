#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

const Words fault{};

}  // namespace

TEST_CASE("clock: a small step back of the server's clock leaves the timeline in order",
          "[incidents][clock]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{10});
    drive.give(Acknowledged{drive.now, id, "mali", ""});
    const TimePoint last = drive.now;
    drive.now -= Settings{}.step_back_max;
    drive.give(NoteAdded{drive.now, id, "mali", "the clock was corrected"});
    CHECK(drive.last(EventKind::noted).at == last);
    CHECK(drive.incident(id).updated_at == last);
}

TEST_CASE("clock: one that was wrong by far is not waited for", "[incidents][clock]") {
    Drive drive;
    const std::string id = Drive::only(drive.say(fault)).id;
    drive.wait(minutes{10});
    drive.now -= Settings{}.step_back_max + Duration{1};
    drive.give(NoteAdded{drive.now, id, "mali", "it was set to the wrong hour"});
    CHECK(drive.last(EventKind::noted).at == drive.now);
}
