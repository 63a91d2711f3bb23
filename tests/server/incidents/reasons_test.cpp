#include "tests/support/reasons.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"
#include "tests/support/service_samples.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

Words trouble(int number) {
    Words words;
    words.id = "episode-" + std::to_string(number);
    words.host = "web-" + std::to_string(number % 4);
    words.component = number % 3 == 0 ? "" : "process shop (pid 4)";
    words.kind = number % 2 == 0 ? "process.down" : "memory.exhaustion";
    words.severity = static_cast<Severity>(number % 3);
    words.phase = number % 5 == 0 ? Phase::occurring : Phase::impending;
    words.expected_in = number % 4 == 0 ? Duration{0} : hours{number % 7};
    words.impact = 1 + number % 3;
    return words;
}

}  // namespace

TEST_CASE("reasons: no priority, category, grouping or step is without them",
          "[incidents][reasons]") {
    Drive drive;
    Service shop = service("shop", {"web-*"}, {"database"});
    shop.has_hours = true;
    shop.hours = {{start + hours{2}, start + hours{10}}};
    shop.hours_known = TimeSpan{start, start + hours{24}};
    const auto map = std::make_shared<const ServiceMap>(
        std::vector{shop, service("database", {"web-0"})},
        std::vector{named_host("web-0"), named_host("web-1"), named_host("web-2")});
    for (int i = 0; i < 60; ++i) {
        require_reasons(drive.say(trouble(i)));
        if (i == 20) require_reasons(drive.give(ServicesChanged{drive.now, map}));
        if (i % 7 == 0) require_reasons(drive.clear(trouble(i / 2)));
        drive.now += minutes{11};
        require_reasons(drive.give(TimePassed{drive.now}));
    }
    CHECK(drive.events.size() > 60);
}

TEST_CASE("reasons: a symptom without category is in a category that says so",
          "[incidents][reasons]") {
    Drive drive;
    Symptom symptom = make_symptom({}, SymptomStatus::raised, drive.now);
    symptom.category.clear();
    const Incident incident = Drive::only(drive.give(SymptomArrived{drive.now, symptom, false}));
    CHECK(incident.category == "uncategorised");
    CHECK(incident.category_reasons.at(0).code == "category.none");
}
