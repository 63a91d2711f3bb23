#include "server/incidents/urgency.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"
#include "tests/support/service_samples.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

/// In its hours from `start` + 8 h to + 16 h; known for a day.
Service day_shop(std::string name = "shop") {
    Service shop = service(std::move(name), {"web-1"});
    shop.has_hours = true;
    shop.hours = {{start + hours{8}, start + hours{16}}};
    shop.hours_known = TimeSpan{start, start + hours{24}};
    return shop;
}

ServiceMap map_of(std::vector<Service> services) {
    return {std::move(services), {named_host("web-1")}};
}

Judgement urgency_of(const Words& words, TimePoint now, const ServiceMap& services) {
    Incident incident;
    IncidentSymptom known;
    known.symptom = make_symptom(words, SymptomStatus::raised, now);
    incident.symptoms.push_back(known);
    return judge_urgency(incident, now, {}, services);
}

Words happening() {
    Words words;
    words.phase = Phase::occurring;
    words.expected_in = Duration{0};
    return words;
}

}  // namespace

TEST_CASE("urgency: one lower out of the service's hours", "[incidents][prioritise]") {
    const ServiceMap map = map_of({day_shop()});
    const Judgement night = urgency_of(happening(), start + hours{1}, map);
    CHECK(night.value == 3);
    REQUIRE(night.reasons.size() == 2);
    CHECK(night.reasons[1].code == "urgency.outside_hours");
    CHECK(night.reasons[1].text ==
          "shop is out of service hours until " + format_rfc3339(start + hours{8}));
    CHECK(urgency_of(happening(), start + hours{8}, map).value == 2);
    CHECK(urgency_of(happening(), start + hours{16}, map).value == 3);
    CHECK(urgency_of(happening(), start + hours{25}, map).value == 2);
}

TEST_CASE("urgency: what is critical is not put off until morning", "[incidents][prioritise]") {
    Words words = happening();
    words.severity = Severity::critical;
    CHECK(urgency_of(words, start + hours{1}, map_of({day_shop()})).value == 1);
}

TEST_CASE("urgency: one service in its hours is enough", "[incidents][prioritise]") {
    CHECK(urgency_of(happening(), start, map_of({day_shop(), service("mail", {"web-1"})})).value ==
          2);
    const Judgement both = urgency_of(happening(), start, map_of({day_shop(), day_shop("pay")}));
    CHECK(both.value == 3);
    CHECK(both.reasons.back().text.starts_with("pay and shop are out of service hours"));
}

TEST_CASE("urgency: a disruption expected within the hours is not put off",
          "[incidents][prioritise]") {
    const ServiceMap map = map_of({day_shop()});
    Words words;
    words.expected_in = hours{3};
    CHECK(urgency_of(words, start + hours{1}, map).value == 3);
    CHECK(urgency_of(words, start + hours{6}, map).value == 2);
}

TEST_CASE("urgency: hours do not take part in the wavering of a forecast",
          "[incidents][prioritise]") {
    const ServiceMap map = map_of({day_shop()});
    Incident incident;
    IncidentSymptom known;
    Words words;
    words.expected_in = minutes{30};
    known.symptom = make_symptom(words, SymptomStatus::raised, start);
    incident.symptoms.push_back(known);
    const Judgement first = judge_urgency(incident, start, {}, map);
    CHECK(first.value == 2);
    incident.priority = {3, 2, first.value, first.reasons};
    words.expected_in = minutes{37};
    incident.symptoms[0].symptom = make_symptom(words, SymptomStatus::raised, start);
    CHECK(judge_urgency(incident, start, {}, map).value == 2);
    CHECK_FALSE(next_urgency_change(incident, {}));
    words.expected_in = minutes{38};
    incident.symptoms[0].symptom = make_symptom(words, SymptomStatus::raised, start);
    CHECK(judge_urgency(incident, start, {}, map).value == 3);
}
