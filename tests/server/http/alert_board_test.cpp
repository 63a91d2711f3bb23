#include "server/http/alert_board.hpp"

#include "api_fixture.hpp"

namespace foreshock::http {
namespace {

SharedAlert disk_alert() {
    incidents::Alert alert;
    alert.labels = {{"alertname", "DiskFull"}};
    return std::make_shared<const incidents::Alert>(alert);
}

TEST_CASE("alert_board: an alert knows the incident that its symptom is in", "[http][alerts]") {
    AlertBoard board;
    incidents::Incident incident = stored_incident(3);
    const std::string episode = incident.symptoms[0].symptom.id;
    board.put(episode, disk_alert());
    board.note(incident);
    auto rows = board.rows();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].alert->labels.at("alertname") == "DiskFull");
    REQUIRE(board.carrier_of(episode));
    CHECK(board.carrier_of(episode)->incident_id == incident.id);

    incident.symptoms[0].cleared_at = incident.opened_at;
    board.note(incident);
    CHECK_FALSE(board.carrier_of(episode));
    board.drop(episode);
    CHECK(board.rows().empty());
}

TEST_CASE("alert_board: a resolved incident shows none of its symptoms", "[http][alerts]") {
    AlertBoard board;
    incidents::Incident incident = stored_incident(3);
    board.note(incident);
    CHECK(board.rows().size() == 1);
    incident.state = incidents::IncidentState::resolved;
    board.note(incident);
    CHECK(board.rows().empty());
    incident.state = incidents::IncidentState::fresh;
    board.note(incident);
    board.clear();
    CHECK(board.rows().empty());
}

}  // namespace
}  // namespace foreshock::http
