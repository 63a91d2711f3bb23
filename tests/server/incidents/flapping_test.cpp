#include "server/incidents/flapping.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

/// A fault that comes for a minute, again and again.
struct Flapping {
    Drive drive;
    Words fault;
    int times = 0;
    std::string id;

    void come() {
        fault.id = "episode-" + std::to_string(++times);
        id = Drive::only(drive.say(fault)).id;
    }

    void go() {
        drive.clear(fault);
        drive.wait(minutes{2});
    }

    void come_and_go() {
        come();
        drive.wait(minutes{1});
        go();
        drive.wait(minutes{3});
    }
};

const std::vector told_twice{Transition::opened, Transition::resolved, Transition::reopened,
                             Transition::resolved};

}  // namespace

TEST_CASE("flapping: the first return is told at once, the next ones later and later",
          "[incidents][flapping]") {
    Flapping link;
    for (int i = 0; i < 5; ++i)
        link.come_and_go();
    CHECK(link.drive.told() == told_twice);
    CHECK(link.drive.count(EventKind::reopened) == 4);
    CHECK(link.drive.count(EventKind::resolved) == 5);
    CHECK(link.drive.count(EventKind::flapping) == 3);
    CHECK(link.drive.last(EventKind::flapping).reason.code == "words_spaced_out");
}

TEST_CASE("flapping: the state is true all the time", "[incidents][flapping]") {
    Flapping link;
    for (int i = 0; i < 6; ++i) {
        link.come();
        CHECK(link.drive.incident(link.id).is_open());
        link.drive.wait(minutes{1});
        CHECK(link.drive.incident(link.id).is_open());
        link.go();
        CHECK(link.drive.incident(link.id).state == IncidentState::resolved);
    }
}

TEST_CASE("flapping: what stays is told after the pause, and the word says why so late",
          "[incidents][flapping]") {
    Flapping link;
    for (int i = 0; i < 3; ++i)
        link.come_and_go();
    link.come();
    link.drive.wait(minutes{10} - Duration{1});
    CHECK(link.drive.told() == told_twice);
    link.drive.wait(Duration{1});
    CHECK(link.drive.told().back() == Transition::reopened);
    CHECK(link.drive.announcements.back().explanation ==
          "came back 3 times within 1 h: its return is told after 10 min, its state is true all "
          "the time");
    link.go();
    CHECK(link.drive.told().back() == Transition::resolved);
}

TEST_CASE("flapping: what comes back graver than it was told does not wait",
          "[incidents][flapping]") {
    Flapping link;
    for (int i = 0; i < 3; ++i)
        link.come_and_go();
    link.fault.impact = 1;
    link.fault.phase = Phase::occurring;
    link.fault.severity = Severity::critical;
    link.come();
    link.drive.wait(seconds{3});
    CHECK(link.drive.told().back() == Transition::reopened);
    CHECK(link.drive.announcements.back().explanation.empty());
}

TEST_CASE("flapping: the pause doubles and ends at its bound", "[incidents][flapping]") {
    const Settings settings;
    Incident incident;
    const auto pause_after = [&](std::size_t returns) {
        incident.handling.returns.assign(returns, start);
        return word_pause(incident, settings);
    };
    CHECK(pause_after(0) == Duration{0});
    CHECK(pause_after(1) == Duration{0});
    CHECK(pause_after(2) == minutes{5});
    CHECK(pause_after(5) == minutes{40});
    CHECK(pause_after(6) == settings.flap_pause_max);
    CHECK(pause_after(Handling::returns_max) == settings.flap_pause_max);
}

TEST_CASE("flapping: returns of long ago do not count, and only the newest are remembered",
          "[incidents][flapping]") {
    Flapping link;
    for (int i = 0; i < 3; ++i) {
        link.come_and_go();
        link.drive.wait(hours{1});
    }
    CHECK(link.drive.count(EventKind::flapping) == 0);
    for (std::size_t i = 0; i < Handling::returns_max + 1; ++i)
        link.come_and_go();
    CHECK(link.drive.incident(link.id).handling.returns.size() == Handling::returns_max);
}
