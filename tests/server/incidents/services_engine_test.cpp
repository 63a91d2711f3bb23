#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"
#include "tests/support/service_samples.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

SharedServiceMap shared(std::vector<Service> services, const std::vector<ServiceHost>& hosts) {
    return std::make_shared<const ServiceMap>(std::move(services), hosts);
}

Words happening() {
    Words words;
    words.phase = Phase::occurring;
    words.expected_in = Duration{0};
    return words;
}

Service heavy_shop() {
    Service shop = service("shop", {"web-*"});
    shop.weight = 5;
    return shop;
}

std::string last_change(const Drive& drive) {
    for (auto event = drive.events.rbegin(); event != drive.events.rend(); ++event) {
        if (event->kind == EventKind::priority_changed) {
            return event->from + " to " + event->to + ": " + event->reason.text;
        }
    }
    return "";
}

}  // namespace

TEST_CASE("engine: news of services changes priorities, and says why", "[incidents][services]") {
    Drive drive;
    const Incident before = Drive::only(drive.say(happening()));
    CHECK(before.priority.level == 3);
    const auto hosts = std::vector{named_host("web-1")};
    const Changes changes = drive.give(ServicesChanged{drive.now, shared({heavy_shop()}, hosts)});
    CHECK(Drive::only(changes).priority.level == 2);
    CHECK(last_change(drive) ==
          "P3 to P2: 1 of 1 host of shop is touched, 1 is needed: 1 too few; shop has weight 5; "
          "filesystem.space.exhaustion is happening now, severity warning; impact 1 and urgency 2 "
          "make P2");
    CHECK(drive.give(ServicesChanged{drive.now, shared({heavy_shop()}, hosts)}).empty());
    drive.give(ServicesChanged{drive.now, shared({}, hosts)});
    CHECK(last_change(drive).starts_with("P2 to P3: "));
}

TEST_CASE("engine: a second host of a redundant service makes it graver",
          "[incidents][services][S7]") {
    Drive drive;
    const std::vector<ServiceHost> hosts{named_host("web-1"), named_host("web-2"),
                                         named_host("web-3")};
    drive.give(ServicesChanged{drive.now, shared({heavy_shop()}, hosts)});
    CHECK(Drive::only(drive.say(happening())).priority.impact == 2);
}

TEST_CASE("engine: two incidents on two hosts are the end of one service",
          "[incidents][services]") {
    Drive drive;
    const std::vector<ServiceHost> hosts{named_host("web-1"), named_host("web-2"),
                                         named_host("web-3")};
    drive.give(ServicesChanged{drive.now, shared({heavy_shop()}, hosts)});
    const std::string first = Drive::only(drive.say(happening())).id;
    Words other = happening();
    other.id = "episode-2";
    other.host = "web-2";
    other.kind = "clock.drift";
    other.component = "clock";
    drive.wait(hours{1});
    const Incident second = Drive::only(drive.say(other));
    REQUIRE(second.id != first);
    CHECK(second.priority.impact == 1);
    CHECK(second.priority.reasons.at(0).text ==
          "1 of 3 hosts of shop is touched, 1 more by other incidents, 2 are needed: 1 too few");
    drive.wait(seconds{1});
    CHECK(drive.incident(first).priority.impact == 1);
    drive.clear(other);
    drive.wait(seconds{1});
    CHECK(drive.incident(first).priority.impact == 2);
}

TEST_CASE("engine: the time of day changes priorities at its moment", "[incidents][services]") {
    Drive drive;
    Service shop = heavy_shop();
    shop.has_hours = true;
    shop.hours = {{start + hours{2}, start + hours{10}}};
    shop.hours_known = TimeSpan{start, start + hours{24}};
    drive.give(ServicesChanged{drive.now, shared({shop}, {named_host("web-1")})});
    const std::string id = Drive::only(drive.say(happening())).id;
    CHECK(drive.incident(id).priority.level == 3);
    drive.wait(hours{2} - seconds{1});
    CHECK(drive.incident(id).priority.level == 3);
    CHECK(drive.engine.next_deadline() == start + hours{2});
    drive.wait(seconds{1});
    CHECK(drive.incident(id).priority.level == 2);
    CHECK(last_change(drive).starts_with("P3 to P2: "));
    drive.wait(hours{8});
    CHECK(drive.incident(id).priority.level == 3);
    CHECK(drive.now == start + hours{10});
}

TEST_CASE("engine: incidents of no service are left alone by news of services",
          "[incidents][services]") {
    Drive drive;
    drive.say(happening());
    CHECK(drive
              .give(ServicesChanged{drive.now,
                                    shared({service("mail", {"mail-1"})}, {named_host("mail-1")})})
              .empty());
}
