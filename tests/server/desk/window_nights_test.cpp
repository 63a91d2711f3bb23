// Maintenance windows in virtual time, with the engine, in nights in which clocks are set.

#include <catch2/catch.hpp>

#include "tests/support/desk_drive.hpp"

using namespace foreshock;
using namespace foreshock::desk;
using namespace foreshock::desk::test;

namespace {

using Told = std::vector<Transition>;

TimePoint utc(const char* text) {
    return parse_rfc3339(text).value();
}

/// From 01:30 to 03:30 Berlin time, when no clock is set.
MaintenanceWindow nightly(const char* until = "2026-12-01T00:00:00Z") {
    MaintenanceWindow window;
    window.matchers = {{"host", "web-1"}};
    window.recurrence = {"FREQ=DAILY", "", "Europe/Berlin", "2026-03-01T01:30", {}};
    window.duration = hours{2};
    window.until = utc(until);
    return window;
}

}  // namespace

TEST_CASE("window: in a spring night it hides for two hours from its local start",
          "[desk][window]") {
    DeskDrive drive{utc("2026-03-28T20:00:00Z")};
    drive.window(nightly());
    drive.wait_until("2026-03-29T00:30:00Z");  // 01:30, half an hour before the clocks
    const std::string id = drive.say({});
    drive.wait_until("2026-03-29T02:10:00Z");
    CHECK(drive.stored.at(id).is_muted());
    CHECK(drive.told().empty());
    drive.wait_until("2026-03-29T02:29:50Z");  // 04:29:50 on the wall
    CHECK(drive.told() == Told{Transition::suppression_ending});
    drive.wait_until("2026-03-29T02:30:00Z");
    CHECK(drive.told() == Told{Transition::suppression_ending, Transition::opened});
}

TEST_CASE("window: in an autumn night it comes once, though its local time comes twice",
          "[desk][window]") {
    DeskDrive drive{utc("2026-10-24T20:00:00Z")};
    MaintenanceWindow window = nightly();
    window.recurrence.first = "2026-03-01T02:15";
    window.duration = minutes{30};
    drive.window(window);
    drive.wait_until("2026-10-25T00:14:50Z");  // 02:14:50, the first pass
    drive.wait(seconds{10});
    const std::string id = drive.say({});
    drive.wait(minutes{2});
    CHECK(drive.stored.at(id).is_muted());
    drive.clear({});
    drive.wait_until("2026-10-25T01:16:00Z");  // 02:16, the second pass: it does not come again
    Words again;
    again.id = "episode-2";
    drive.say(again);
    drive.wait(minutes{1});
    CHECK(drive.told().back() == Transition::opened);
}

TEST_CASE("window: one whose start does not exist that night comes as much later",
          "[desk][window]") {
    DeskDrive drive{utc("2026-03-29T00:00:00Z")};
    MaintenanceWindow window = nightly();
    window.recurrence = {"", "30 2 * * *", "Europe/Berlin", "", {}};
    drive.window(window);
    drive.wait_until("2026-03-29T01:29:00Z");  // 03:29
    const std::string id = drive.say({});
    CHECK_FALSE(drive.stored.at(id).is_muted());
    drive.wait_until("2026-03-29T01:30:00Z");  // 03:30
    CHECK(drive.stored.at(id).is_muted());
    drive.wait_until("2026-03-29T03:30:00Z");
    CHECK_FALSE(drive.stored.at(id).is_muted());
}

TEST_CASE("window: what outlives one is told at its end, and hidden again in the next night",
          "[desk][window]") {
    DeskDrive drive{utc("2026-05-01T20:00:00Z")};
    drive.window(nightly());
    drive.wait_until("2026-05-02T00:00:00Z");
    const std::string id = drive.say({});
    drive.wait_until("2026-05-02T02:00:00Z");
    CHECK(drive.told() == Told{Transition::suppression_ending, Transition::opened});
    drive.wait_until("2026-05-03T00:30:00Z");
    CHECK(drive.stored.at(id).is_muted());
    CHECK(drive.count(EventKind::suppressed) == 2);
}

TEST_CASE("window: an occurrence ends early when it is quiet, and the next one comes all the same",
          "[desk][window]") {
    DeskDrive drive{utc("2026-05-01T23:00:00Z")};
    MaintenanceWindow window = nightly();
    window.end_when_quiet = minutes{10};
    const std::string id = drive.window(window);
    drive.wait_until("2026-05-01T23:40:00Z");
    drive.say({});
    drive.wait(minutes{5});
    drive.clear({});
    drive.wait(minutes{11});
    CHECK(drive.windows.at(id).ended_by == EndedBy::quiet);
    CHECK(drive.windows.at(id).ended_occurrence == utc("2026-05-01T23:30:00Z"));
    CHECK(drive.suppression.active_count() == 0);
    drive.restart();
    CHECK(drive.suppression.active_count() == 0);
    drive.now = utc("2026-05-02T23:30:00Z");
    drive.wait(seconds{10});
    CHECK(drive.suppression.active_count() == 1);
    // Last night's quiet is not this night's.
    drive.wait(minutes{30});
    CHECK(drive.suppression.active_count() == 1);
}

TEST_CASE("window: people end an occurrence, move its end, or end all of it", "[desk][window]") {
    DeskDrive drive{utc("2026-05-01T23:00:00Z")};
    const std::string id = drive.window(nightly());
    SuppressionChanges none;
    WindowEdit edit;
    edit.end_occurrence = true;
    CHECK(drive.suppression.edit(id, edit, {"bo", drive.now}, none).error().code == Errc::conflict);
    drive.wait_until("2026-05-01T23:40:00Z");
    drive.command([&](SuppressionChanges& changes) {
        return drive.suppression.edit(id, edit, {"bo", drive.now}, changes);
    });
    CHECK(drive.windows.at(id).ended_by == EndedBy::person);
    CHECK(drive.suppression.active_count() == 0);
    edit = {};
    edit.until = utc("2026-05-02T23:45:00Z");
    drive.command([&](SuppressionChanges& changes) {
        return drive.suppression.edit(id, edit, {"bo", drive.now}, changes);
    });
    drive.now = utc("2026-05-02T23:40:00Z");
    drive.wait(seconds{10});
    CHECK(drive.suppression.active_count() == 1);
    drive.wait(minutes{6});
    CHECK(drive.suppression.active_count() == 0);
    CHECK(drive.suppression.expire_window(id, {"bo", drive.now}, none).error().code ==
          Errc::conflict);
    const std::string other = drive.window(nightly());
    drive.command([&](SuppressionChanges& changes) {
        return drive.suppression.expire_window(other, {"bo", drive.now}, changes);
    });
    CHECK(drive.windows.at(other).until == drive.now);
}
