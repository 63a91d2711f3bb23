#include "server/render/alert_json.hpp"

#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/sample_incident.hpp"

namespace foreshock::render {
namespace {

using nlohmann::json;

TEST_CASE("alert_json: an alert has exactly the fields of a gettableAlert", "[render][alerts]") {
    incidents::Alert alert;
    alert.labels = {{"alertname", "A"}};
    const json shown =
        json::parse(alert_json(alert, {"suppressed", {"s-1"}, {}, {}, "INC-000001", {}}));
    std::set<std::string> names;
    for (const auto& [name, value] : shown.items())
        names.insert(name);
    CHECK(names == std::set<std::string>{"annotations", "endsAt", "fingerprint", "generatorURL",
                                         "labels", "receivers", "startsAt", "status", "updatedAt"});
    CHECK(shown["status"]["state"] == "suppressed");
    CHECK(shown["status"]["silencedBy"] == json{"s-1"});
    CHECK(shown["annotations"] == json{{"incident", "INC-000001"}});
}

TEST_CASE("alert_json: an end that is known is shown, else the given one", "[render][alerts]") {
    incidents::Alert alert;
    AlertStanding standing;
    standing.state = "active";
    standing.ends_at = from_unix_ms(1000);
    CHECK(json::parse(alert_json(alert, standing))["endsAt"] == "1970-01-01T00:00:01.000Z");
    alert.ends_at = from_unix_ms(2000);
    CHECK(json::parse(alert_json(alert, standing))["endsAt"] == "1970-01-01T00:00:02.000Z");
}

TEST_CASE("alert_json: a symptom is an alert by its kind", "[render][alerts]") {
    const incidents::Incident incident = test::leaking_incident();
    const Symptom& symptom = incident.symptoms.at(0).symptom;
    const incidents::Alert alert = alert_of(symptom, incident);
    CHECK(alert.labels.at("alertname") == symptom.kind);
    CHECK(alert.labels.at("host") == symptom.subject.host);
    CHECK(alert.labels.at("incident") == "INC-000042");
    CHECK(alert.annotations.at("summary") == symptom.sentence);
    CHECK_FALSE(alert.ends_at);
}

TEST_CASE("alert_json: what is no UTF-8 is replaced", "[render][alerts]") {
    CHECK(json::parse(texts_json({{"a", "\xff"}})) == json{{"a", "\xef\xbf\xbd"}});
}

}  // namespace
}  // namespace foreshock::render
