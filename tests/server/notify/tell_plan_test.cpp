#include "server/notify/tell_plan.hpp"

#include <catch2/catch.hpp>

#include "server/notify/cadence.hpp"
#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using namespace foreshock::notify;
using desk::TellAudience;
using foreshock::test::at_second;
using incidents::Transition;

namespace {

struct Desk {
    incidents::Incident incident = test::leaking_incident();
    incidents::Announcement announcement{"inc-00000000000000aa", Transition::opened, 7,
                                         at_second(4)};
    TellPlan plan;
    incidents::ServiceMap services;
    std::vector<desk::Subscription> subscriptions;
    people::Directory directory;

    Desk() {
        plan.channels = {{"mail", {"ops@example.org"}}, {"chat", {"C1"}}, {"phone", {"duty"}}};
        incidents::Service shop;
        shop.name = "shop";
        shop.team = "web";
        shop.hosts = {"web-*"};
        services = incidents::ServiceMap{{shop}, {{"web-1", {}, {}, {}}}};
        directory.people = {{"ann",
                             "Ann",
                             people::Role::responder,
                             {{"mail", "ann@example.org"}},
                             "th",
                             "UTC",
                             false}};
    }

    [[nodiscard]] std::vector<std::string> told() const {
        std::vector<std::string> lines;
        for (const Told& one :
             who_is_told(incident, announcement, plan, {services, subscriptions, directory})) {
            lines.push_back(one.channel + " " + one.recipient + " " +
                            std::string{to_string(one.audience)} + " " + one.language +
                            (one.is_page ? " page" : ""));
        }
        return lines;
    }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("telling: without routes everything goes to every channel", "[notify]") {
    CHECK(Desk{}.told() == Lines{"mail ops@example.org responders en", "chat C1 responders en",
                                 "phone duty responders en"});
}

TEST_CASE("telling: routes choose by priority, category, service and team", "[notify]") {
    const auto fits = [](auto change) {
        Desk desk;
        TellRoute route;
        route.channels = {"chat"};
        change(route);
        desk.plan.routes = {route};
        return !desk.told().empty();
    };
    CHECK(fits([](TellRoute&) {}));
    CHECK(fits([](TellRoute& r) { r.priorities = {1, 2}; }));
    CHECK_FALSE(fits([](TellRoute& r) { r.priorities = {1, 3}; }));
    CHECK(fits([](TellRoute& r) { r.categories = {"proc*"}; }));
    CHECK(fits([](TellRoute& r) { r.categories = {"process/files"}; }));
    CHECK_FALSE(fits([](TellRoute& r) { r.categories = {"storage"}; }));
    CHECK(fits([](TellRoute& r) { r.services = {"sh*"}; }));
    CHECK_FALSE(fits([](TellRoute& r) { r.services = {"database"}; }));
    CHECK(fits([](TellRoute& r) { r.teams = {"web"}; }));
    CHECK_FALSE(fits([](TellRoute& r) { r.teams = {"storage"}; }));
    CHECK_FALSE(fits([](TellRoute& r) { r.teams = {"web"}, r.priorities = {5}; }));
}

TEST_CASE("telling: routes add up until the last one, each place once", "[notify]") {
    Desk desk;
    desk.plan.routes = {
        {"a", {}, {}, {}, {}, {"chat"}, {}, TellAudience::management, "th", false, false},
        {"b", {}, {}, {}, {}, {"mail", "chat"}, {}, TellAudience::responders, "", false, true},
        {"c", {}, {}, {}, {}, {"phone"}, {}, TellAudience::responders, "", false, false}};
    CHECK(desk.told() == Lines{"chat C1 management th", "mail ops@example.org responders en"});
    desk.plan.routes[1].recipients = {"x@example.org", "y@example.org"};
    desk.plan.routes[1].channels = {"mail"};
    CHECK(desk.told() == Lines{"chat C1 management th", "mail x@example.org responders en",
                               "mail y@example.org responders en"});
}

TEST_CASE("telling: a page calls only while nobody works on it", "[notify]") {
    Desk desk;
    desk.plan.routes = {
        {"p", {}, {}, {}, {}, {"phone"}, {}, TellAudience::responders, "", true, false}};
    CHECK(desk.told() == Lines{"phone duty responders en page"});
    desk.incident.acknowledged_at = at_second(5);
    desk.announcement.transition = Transition::changed;
    CHECK(desk.told().empty());
    desk.announcement.transition = Transition::reopened;
    CHECK(desk.told().size() == 1);
    desk.incident.state = incidents::IncidentState::resolved;
    desk.announcement.transition = Transition::resolved;
    CHECK(desk.told().empty());
}

TEST_CASE("telling: a webhook hears everything, whatever routes say", "[notify]") {
    Desk desk;
    desk.plan.channels.push_back({"log", {"http://x"}, "", true, true});
    desk.plan.routes = {
        {"a", {"database"}, {}, {}, {}, {"chat"}, {}, TellAudience::responders, "", false, false}};
    CHECK(desk.told() == Lines{"log http://x responders en"});
}

TEST_CASE("telling: subscribers hear of their service, in their language", "[notify]") {
    Desk desk;
    desk.plan.channels = {{"mail", {}}};
    desk.plan.routes = {};
    const auto subscriber = [](std::string service, std::string person, std::string address) {
        desk::Subscription one;
        one.service = std::move(service);
        one.person = std::move(person);
        one.channel = one.person.empty() ? "mail" : "";
        one.address = std::move(address);
        return one;
    };
    desk.subscriptions = {subscriber("shop", "", "user@example.org"),
                          subscriber("database", "", "no@example.org"), subscriber("*", "ann", ""),
                          subscriber("shop", "nobody", "")};
    CHECK(desk.told() ==
          Lines{"mail user@example.org subscribers en", "mail ann@example.org subscribers th"});
    desk.announcement.transition = Transition::acknowledged;
    CHECK(desk.told().empty());
    desk.announcement.transition = Transition::resolved;
    desk.subscriptions[0].priority_level = 1;
    desk.directory.people[0].disabled = true;
    CHECK(desk.told().empty());
}

TEST_CASE("updates: due when nobody was told anything for the promised span", "[notify]") {
    incidents::Incident incident = test::leaking_incident();
    incident.last_word = incidents::LastWord{Transition::opened, at_second(0), 2, Phase::impending};
    Cadence every{};
    every[1] = std::chrono::minutes{10};
    const auto times = [&](int second) {
        const auto due = update_due(incident, every, at_second(second));
        return due ? due->times : 0;
    };
    CHECK(times(599) == 0);
    CHECK(times(600) == 1);
    CHECK(times(1200) == 2);
    CHECK(times(100'000) == reminders_max);
    incident.handling.waiting = incidents::Waiting{"a part is ordered", at_second(0), {}};
    CHECK(times(600) == 0);
    incident.handling.waiting.reset();
    incident.priority.level = 3;
    CHECK(times(600) == 0);
    incident.priority.level = 2;
    incident.state = incidents::IncidentState::resolved;
    CHECK(times(600) == 0);
}

TEST_CASE("updates: the owner is reminded, else those who work on it, never a machine",
          "[notify]") {
    Desk desk;
    desk.plan.channels.push_back({"log", {"http://x"}, "", true, true});
    const TellSurroundings around{desk.services, desk.subscriptions, desk.directory};
    desk.incident.owner = "ann";
    const auto owner = who_is_reminded(desk.incident, desk.plan, around);
    REQUIRE(owner.size() == 1);
    CHECK(owner[0].recipient == "ann@example.org");
    CHECK(owner[0].language == "th");
    desk.incident.owner = "somebody else";
    CHECK(who_is_reminded(desk.incident, desk.plan, around).size() == 3);
}
