#include "cli/words.hpp"

#include <catch2/catch.hpp>

#include "tests/support/incident_samples.hpp"

using namespace foreshock;
using namespace foreshock::cli;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const TimePoint now = from_unix_ms(1'790'000'000'000);

IncidentSummary leaking() {
    return read_incident_summary(test::incident_summary).value();
}

}  // namespace

TEST_CASE("words: short durations keep two units", "[cli]") {
    CHECK(short_duration(Duration{-5000}) == "0s");
    CHECK(short_duration(seconds{59}) == "59s");
    CHECK(short_duration(seconds{112}) == "1m52s");
    CHECK(short_duration(hours{3} + minutes{4}) == "3h04m");
    CHECK(short_duration(hours{52}) == "2d04h");
}

TEST_CASE("words: a stop-watch has hours, minutes and seconds", "[cli]") {
    CHECK(stop_watch(seconds{112}) == "00:01:52");
    CHECK(stop_watch(hours{27}) == "27:00:00");
    CHECK(stop_watch(seconds{-3}) == "-00:00:03");
}

TEST_CASE("words: the countdown says what comes", "[cli]") {
    IncidentSummary incident = leaking();
    CHECK(countdown(incident, now) == "1m40s");
    CHECK(countdown(incident, now + seconds{100}) == "due");
    incident.forecast.reset();
    CHECK(countdown(incident, now) == "?");
    incident.phase = "occurring";
    CHECK(countdown(incident, now) == "now");
    incident.recovering_since = now;
    CHECK(countdown(incident, now) == "clear");
    incident.is_open = false;
    CHECK(countdown(incident, now) == "-");
}

TEST_CASE("words: states read as words, and recovery shows while it is open", "[cli]") {
    IncidentSummary incident = leaking();
    CHECK(state_words(incident) == "new");
    incident.state = "in_progress";
    CHECK(state_words(incident) == "in progress");
    incident.recovering_since = now;
    CHECK(state_words(incident) == "recovering");
    incident.is_open = false;
    incident.state = "resolved";
    CHECK(state_words(incident) == "resolved");
}

TEST_CASE("words: urgent priorities are red, and one thing has no s", "[cli]") {
    CHECK(colour_of_priority("P1") == Colour::red);
    CHECK(colour_of_priority("P2") == Colour::red);
    CHECK(colour_of_priority("P3") == Colour::yellow);
    CHECK(colour_of_priority("P5") == Colour::none);
    CHECK(counted(1, "time") == "1 time");
    CHECK(counted(2, "time") == "2 times");
}
