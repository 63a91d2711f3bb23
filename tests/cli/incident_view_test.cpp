#include "cli/incident_view.hpp"

#include <catch2/catch.hpp>

#include "tests/support/incident_samples.hpp"

using namespace foreshock;
using namespace foreshock::cli;

namespace {

Look look_of(std::size_t width = 100) {
    Look look;
    look.now = from_unix_ms(1'790'000'000'000);
    look.width = width;
    return look;
}

std::string shown(const std::string& json, std::size_t width = 100) {
    return render_incident(read_incident(json).value(), look_of(width));
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("incident view: begins with what it is", "[cli]") {
    CHECK(shown(test::incident_detail)
              .starts_with("INC-000042  P2  impending  new\n"
                           "process shop on web-1: open() fails soon\n"
                           "shop (pid 42) has 120 of 256 files open and gains 1.2 per second.\n"));
}

TEST_CASE("incident view: says when, why this priority and who", "[cli]") {
    const std::string text = shown(test::incident_detail, 160);
    CHECK(has(text,
              "Forecast  open() fails in 1 min 40 s, at 14:15:00 (between 14:14:50 and "
              "14:15:20, confidence 90 %). Now 120 of 256, 1.25 more per second.\n"));
    CHECK(has(text,
              "Priority  P2: impact 2, urgency 1 (1 is highest)\n"
              "          - the disruption is 1 min 40 s away\n"));
    CHECK(has(text, "Category  process / files\n"));
    CHECK(has(text, "Owner     nobody yet: foreshock incidents ack 42\n"));
    CHECK(has(text, "Since     opened 14:13:20, first sign 14:12:50\n"));
}

TEST_CASE("incident view: shows first signs, evidence and why a symptom belongs here", "[cli]") {
    const std::string text = shown(test::incident_detail, 120);
    CHECK(has(text, "First signs\n  14:12:50 web-1 process shop (pid 42): "));
    CHECK(has(text,
              "Evidence: process.files.exhaustion on web-1, process shop (pid 42)\n"
              "  Another sentence.\n"
              "  process.files.open_count{process=\"shop\"} = 120, limit 256, over 40 s\n"
              "    grew steadily\n"
              "  belongs here: files leak into sockets\n"));
}

TEST_CASE("incident view: marks the culprit in the snapshot", "[cli]") {
    const std::string text = shown(test::incident_detail);
    CHECK(has(text,
              "web-1 as it was at 14:13:20\n"
              "  processes by open files\n"
              "   pid  name\n"
              ">  42   shop\n"
              "   7    init\n"));
}

TEST_CASE("incident view: says what to do, what to ask, what happened", "[cli]") {
    const std::string text = shown(test::incident_detail);
    CHECK(has(text, "What to do\n  Look at its files.\n  Then restart it.\n"));
    CHECK(has(text, "Ask\n  - Was shop deployed today?\n"));
    CHECK(has(text, "Timeline\n  14:13:20 priority changed: P3 to P2 (it is near)\n"));
}

TEST_CASE("incident view: while it recovers there is no forecast but a promise", "[cli]") {
    IncidentDetail incident = read_incident(test::incident_detail).value();
    incident.summary.recovering_since = look_of().now;
    const std::string text = render_incident(incident, look_of(160));
    CHECK_FALSE(has(text, "Forecast"));
    CHECK(has(text, "quiet since 14:13:20: resolved when it stays so"));
}

TEST_CASE("incident view: an incident without anything is still shown", "[cli]") {
    CHECK(has(shown("{}"), "Timeline"));
}

TEST_CASE("incident view: a section without rows says so", "[cli]") {
    CHECK(render_section({"mounts", {"a"}, {}, {}}, look_of()) == "  mounts: nothing\n");
}

TEST_CASE("incident view: a wide column gives way to the terminal", "[cli]") {
    const SnapshotSection section{"top", {"pid", "command"}, {{"1", std::string(300, 'c')}}, {}};
    const std::string text = render_section(section, look_of(60));
    CHECK(has(text, "c…\n"));
    CHECK(text.size() < 200);
}

TEST_CASE("incident line: says state and what is expected", "[cli]") {
    IncidentSummary incident = read_incident_summary(test::incident_summary).value();
    CHECK(render_incident_line(incident, look_of()) ==
          "14:13:20  INC-000042 P2  process shop on web-1: open() fails soon (new, expected in "
          "1m40s)\n");
    incident.phase = "occurring";
    CHECK(has(render_incident_line(incident, look_of()), "(new, occurring)"));
    incident.recovering_since = look_of().now;
    CHECK(has(render_incident_line(incident, look_of()), "(recovering)"));
    incident.is_open = false;
    incident.state = "resolved";
    incident.outcome = "prevented";
    CHECK(has(render_incident_line(incident, look_of()), "(resolved, prevented)"));
}
