#include "server/app/incident_board.hpp"

#include <catch2/catch.hpp>

#include "tests/support/reports.hpp"

namespace foreshock::app {
namespace {

const TimePoint now = from_unix_ms(1'790'000'000'000);

incidents::Incident incident(std::string id, Duration left = std::chrono::minutes{10}) {
    incidents::Incident one;
    one.id = std::move(id);
    one.priority.level = 2;
    incidents::IncidentSymptom symptom;
    symptom.symptom = test::disk_symptom("s", now);
    symptom.symptom.forecast->expected = now + left;
    one.symptoms = {symptom};
    return one;
}

http::Status status_of(const IncidentBoard& board) {
    http::Status status;
    board.count(status);
    return status;
}

TEST_CASE("incident_board: counts by state and priority, and open ones by host", "[app][board]") {
    IncidentBoard board;
    board.note(incident("a"));
    board.note(incident("b"));
    incidents::Incident resolved = incident("c");
    resolved.state = incidents::IncidentState::resolved;
    board.note(resolved);
    const http::Status status = status_of(board);
    CHECK(status.incidents.at({"new", 2}) == 2);
    CHECK(status.incidents.at({"resolved", 2}) == 1);
    CHECK(status.open_incidents_of("web-1") == 2);
    CHECK(status.etas.size() == 2);
}

TEST_CASE("incident_board: an incident counts as it is now, a closed one no more", "[app][board]") {
    IncidentBoard board;
    incidents::Incident one = incident("a");
    board.note(one);
    one.priority.level = 1;
    board.note(one);
    CHECK(status_of(board).incidents.size() == 1);
    CHECK(status_of(board).incidents.at({"new", 1}) == 1);
    one.state = incidents::IncidentState::closed;
    board.note(one);
    CHECK(status_of(board).incidents.empty());
}

TEST_CASE("incident_board: symptoms that cleared or already occur have no time left",
          "[app][board]") {
    IncidentBoard board;
    incidents::Incident one = incident("a");
    one.symptoms[0].cleared_at = now;
    board.note(one);
    CHECK(status_of(board).etas.empty());
    one.symptoms[0].cleared_at.reset();
    one.symptoms[0].symptom.phase = Phase::occurring;
    board.note(one);
    CHECK(status_of(board).etas.empty());
}

TEST_CASE("incident_board: the soonest are kept up to the bound", "[app][board]") {
    IncidentBoard board;
    const auto add = [&](std::size_t i) {
        board.note(incident(std::to_string(i), std::chrono::seconds{i}));
    };
    for (std::size_t i = http::Status::etas_max; i > 0; --i)
        add(i);
    CHECK(status_of(board).etas.size() == http::Status::etas_max);
    add(0);
    const http::Status status = status_of(board);
    CHECK(status.etas.size() == http::Status::etas_max);
    CHECK(status.etas.front().expected == now);
}

}  // namespace
}  // namespace foreshock::app
