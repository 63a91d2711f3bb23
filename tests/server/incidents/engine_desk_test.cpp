#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

TEST_CASE("kept apart: it is gone without a word to the world, and so are links to it",
          "[incidents][breach]") {
    Drive drive;
    const Words disk;
    Words memory;
    memory.id = "episode-m";
    memory.kind = "memory.will_be_full";
    memory.host = "db-7";
    const std::string one = Drive::only(drive.say(disk)).id;
    const std::string two = Drive::only(drive.say(memory)).id;
    REQUIRE(one != two);
    drive.wait(seconds{10});
    drive.give(PersonStep{drive.now, one, "mali", MakeLink{LinkKind::child_of, two, "one cause"}});
    const auto gone = drive.engine.apply(KeptApart{drive.now, one, "mali"});
    REQUIRE(gone);
    CHECK(gone->announcements.empty());
    CHECK(gone->pages_withdrawn == std::vector<std::string>{one});
    CHECK(drive.engine.find(one) == nullptr);
    CHECK(drive.engine.open_count() == 1);
    REQUIRE(gone->incidents.size() == 1);
    CHECK(gone->incidents[0].id == two);
    CHECK(gone->incidents[0].handling.links.empty());
    REQUIRE(gone->events.size() == 1);
    CHECK(gone->events[0].kind == EventKind::unlinked);
    CHECK(gone->events[0].incident_id == two);
    CHECK(gone->events[0].reason.text == "incident 1 is no longer kept here");
    CHECK(drive.engine.apply(KeptApart{drive.now, one, "mali"}).error().code == Errc::not_found);
    // Its symptom is free: what is said of it again is another incident.
    Words again = disk;
    again.id = "episode-2";
    CHECK(Drive::only(drive.say(again)).id != one);
}
