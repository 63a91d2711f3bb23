#pragma once

#include "server/desk/ports.hpp"
#include "tests/support/sample_incident.hpp"

namespace foreshock::test {

/// A silence with all that one can carry.
inline desk::Silence silence_of_host(const std::string& id, const std::string& host) {
    desk::Silence silence;
    silence.id = id;
    silence.matchers = {{"host", host}, {"kind", "disk|memory.*", true, false}};
    silence.owner = "ann";
    silence.reason = "a new disk is put in";
    silence.starts_at = at_second(0);
    silence.ends_at = at_second(3600);
    silence.created_at = at_second(-5);
    silence.updated_at = at_second(-4);
    silence.end_when_quiet = std::chrono::minutes{10};
    silence.warn_before = std::chrono::minutes{5};
    silence.warned_at = at_second(3000);
    silence.ended_by = desk::EndedBy::person;
    return silence;
}

/// A window with all that one can carry.
inline desk::MaintenanceWindow nightly_window(const std::string& id) {
    desk::MaintenanceWindow window;
    window.id = id;
    window.matchers = {{"host", "db-.*", true}};
    window.owner = "bo";
    window.reason = "backup";
    window.recurrence = {"FREQ=DAILY", "", "Europe/Berlin", "2026-03-01T01:30", {"2026-12-25"}};
    window.duration = std::chrono::hours{2};
    window.until = at_second(1'000'000);
    window.created_at = at_second(-5);
    window.updated_at = at_second(-4);
    window.warn_before = Duration{0};
    window.warned_of = at_second(100);
    window.ended_occurrence = at_second(200);
    window.ended_at = at_second(300);
    window.ended_by = desk::EndedBy::quiet;
    return window;
}

}  // namespace foreshock::test
