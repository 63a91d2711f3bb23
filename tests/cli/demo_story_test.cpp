#include "cli/demo_story.hpp"

#include <catch2/catch.hpp>

#include "tests/support/incident_samples.hpp"

using namespace foreshock;
using namespace foreshock::cli;
using std::chrono::seconds;

namespace {

// The sample incident was opened here; its forecast says 90 to 120 s from now.
const TimePoint opened = from_unix_ms(1'790'000'000'000);
const TimePoint begin = opened - seconds{60};

Look at(TimePoint now) {
    Look look;
    look.now = now;
    look.width = 120;
    return look;
}

IncidentDetail leaking() {
    return read_incident(test::incident_detail).value();
}

DemoStory story() {
    return {"open()", "42", begin};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("demo story: the announcement is told with forecast, reasons and culprit", "[cli]") {
    DemoStory told = story();
    const std::string text = told.on_incident(leaking(), at(opened));
    CHECK(text.starts_with("00:01:00  announced as INC-000042: P2, impending\n"));
    CHECK(has(text, "open() fails at 02:40 by this clock, between 02:30-03:00, confidence 90 %"));
    CHECK(has(text, "P2 because the disruption is 1 min 40 s away"));
    CHECK(has(text, "the snapshot of the host names it: processes by open files: 42 shop"));
    CHECK(has(text, "foreshock incidents show 42"));
    CHECK(told.on_incident(leaking(), at(opened + seconds{1})).empty());
}

TEST_CASE("demo story: lead time and interval are told at the failure", "[cli]") {
    DemoStory told = story();
    told.on_incident(leaking(), at(opened));
    const TimePoint failed = opened + seconds{112};
    const std::string text = told.on_failure(failed, at(failed));
    CHECK(has(text, "announced 00:01:52 before the first failed open()"));
    CHECK(has(text, "first forecast interval 02:30-03:00, happened at 02:52: inside"));
    CHECK(told.was_announced_in_time());
    CHECK(told.verdict() ==
          "Announced 00:01:52 before the first failed open(); forecast interval 02:30-03:00, "
          "happened at 02:52: inside.\n");
}

TEST_CASE("demo story: an interval that did not hold is said to be missed", "[cli]") {
    DemoStory told = story();
    told.on_incident(leaking(), at(opened));
    const TimePoint failed = opened + seconds{121};
    CHECK(has(told.on_failure(failed, at(failed)), "outside"));
    CHECK(has(told.verdict(), "outside"));
}

TEST_CASE("demo story: nothing before the failure is no announcement", "[cli]") {
    DemoStory told = story();
    CHECK(has(told.on_failure(opened, at(opened)), "it was not announced"));
    CHECK(told.verdict() == "Not announced.\n");
    told.on_incident(leaking(), at(opened + seconds{1}));
    CHECK_FALSE(told.was_announced_in_time());
    CHECK(told.verdict() == "Announced only after the first failed open().\n");
}

TEST_CASE("demo story: a demo that was interrupted claims nothing", "[cli]") {
    DemoStory told = story();
    told.on_incident(leaking(), at(opened));
    CHECK_FALSE(told.was_announced_in_time());
    CHECK(told.verdict() == "The demo ended before anything failed.\n");
}

TEST_CASE("demo story: a forecast that moves is told, a trembling one is not", "[cli]") {
    DemoStory told = story();
    IncidentDetail incident = leaking();
    told.on_incident(incident, at(opened));
    incident.summary.forecast->expected += seconds{9};
    CHECK(told.on_incident(incident, at(opened + seconds{5})).empty());
    incident.summary.forecast->expected += seconds{1};
    CHECK(has(told.on_incident(incident, at(opened + seconds{6})), "the forecast is now 02:50"));
}

TEST_CASE("demo story: after the failure the forecast is closed", "[cli]") {
    DemoStory told = story();
    IncidentDetail incident = leaking();
    told.on_incident(incident, at(opened));
    told.on_failure(opened + seconds{100}, at(opened + seconds{100}));
    incident.summary.forecast->earliest = opened;
    incident.summary.forecast->expected += seconds{50};
    CHECK(told.on_incident(incident, at(opened + seconds{101})).empty());
    CHECK(has(told.verdict(), "02:30-03:00"));
}

TEST_CASE("demo story: priority and phase are told when they change", "[cli]") {
    DemoStory told = story();
    IncidentDetail incident = leaking();
    told.on_incident(incident, at(opened));
    incident.summary.priority = "P1";
    incident.summary.phase = "occurring";
    const std::string text = told.on_incident(incident, at(opened + seconds{1}));
    CHECK(has(text, "priority P2 becomes P1"));
    CHECK(has(text, "the incident is now occurring"));
}

TEST_CASE("demo story: a culprit who is not ours is not claimed", "[cli]") {
    DemoStory told{"open()", "4711", begin};
    CHECK_FALSE(has(told.on_incident(leaking(), at(opened)), "names it"));
}

TEST_CASE("demo story: recovery is told now and then, and the end once", "[cli]") {
    DemoStory told = story();
    IncidentDetail incident = leaking();
    told.on_incident(incident, at(opened));
    incident.summary.recovering_since = opened + seconds{10};
    CHECK(has(told.on_incident(incident, at(opened + seconds{15})),
              "recovery is seen, quiet for 5 s"));
    CHECK(told.on_incident(incident, at(opened + seconds{44})).empty());
    CHECK(has(told.on_incident(incident, at(opened + seconds{45})), "still quiet for 35 s"));
    CHECK_FALSE(told.is_resolved());
    incident.summary.is_open = false;
    incident.summary.state = "resolved";
    incident.summary.outcome = "recovered";
    CHECK(has(told.on_incident(incident, at(opened + seconds{130})),
              "INC-000042 is resolved (recovered), by itself"));
    CHECK(told.is_resolved());
    CHECK(told.on_incident(incident, at(opened + seconds{131})).empty());
}
