#include "server/notify/outbox_entries.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::incidents::Transition;
using foreshock::test::at_second;
using nlohmann::json;

namespace {

const ChannelSettings chat{"chat", "http://chat.test/hook"};
const ChannelSettings desk_hook{"desk", "http://desk.test/hook"};

const words::WordBook& book() {
    static const words::WordBook read = words::WordBook::read(words::built_in_words()).value();
    return read;
}

/// What the plan says, with two webhooks unless another one is given.
struct Desk {
    TellPlan plan;
    incidents::ServiceMap services;
    std::vector<desk::Subscription> subscriptions;
    people::Directory directory;

    Desk() {
        plan.channels = {{"chat", {chat.recipient}, "", true, true},
                         {"desk", {desk_hook.recipient}, "", true, true}};
    }

    [[nodiscard]] std::vector<incidents::OutboxEntry> entries(
        const incidents::Changes& changes) const {
        return outbox_entries(changes, plan, {services, subscriptions, directory},
                              {book(), "https://foreshock.test"});
    }
};

incidents::Changes opened() {
    incidents::Changes changes;
    changes.incidents = {test::leaking_incident()};
    changes.announcements = {{changes.incidents.front().id, Transition::opened, 7, at_second(4)}};
    return changes;
}

}  // namespace

TEST_CASE("outbox entries: one for each announcement and channel, due at once", "[notify]") {
    const auto entries = Desk{}.entries(opened());
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].incident_id == "inc-00000000000000aa");
    CHECK(entries[0].transition == Transition::opened);
    CHECK(entries[0].channel == "chat");
    CHECK(entries[0].recipient == "http://chat.test/hook");
    CHECK(entries[0].created_at == at_second(4));
    CHECK(entries[0].due_at == at_second(4));
    CHECK(entries[0].attempts == 0);
    CHECK(entries[1].channel == "desk");
}

TEST_CASE("outbox entries: the body speaks of the incident under the entry's id", "[notify]") {
    const auto entries = Desk{}.entries(opened());
    const json body = json::parse(entries.at(0).body);
    CHECK(body["event"] == "incident.opened");
    CHECK(body["id"] == entries[0].id);
    CHECK(body["incident"]["id"] == "inc-00000000000000aa");
    CHECK(body["incident"]["revision"] == 7);
}

TEST_CASE("outbox entries: the same decision has the same id, for ever", "[notify]") {
    const incidents::Announcement announcement{"inc-1", Transition::resolved, 3, at_second(0)};
    CHECK(outbox_id(announcement, chat) == "aae191eb4414bac854f13b60915a259d");
    incidents::Announcement later = announcement;
    later.at = at_second(99);
    CHECK(outbox_id(later, chat) == outbox_id(announcement, chat));
}

TEST_CASE("outbox entries: incident, transition, revision, channel and recipient make the id",
          "[notify]") {
    const incidents::Announcement first{"inc-1", Transition::opened, 3, at_second(0)};
    const std::string id = outbox_id(first, chat);
    incidents::Announcement other = first;
    other.incident_id = "inc-2";
    CHECK(outbox_id(other, chat) != id);
    other = first;
    other.transition = Transition::closed;
    CHECK(outbox_id(other, chat) != id);
    other = first;
    other.revision = 4;
    CHECK(outbox_id(other, chat) != id);
    CHECK(outbox_id(first, {"chat", desk_hook.recipient}) != id);
    CHECK(outbox_id(first, {"desk", chat.recipient}) != id);
}

TEST_CASE("outbox entries: nothing announced or nobody to tell gives none", "[notify]") {
    Desk nobody;
    nobody.plan.channels.clear();
    CHECK(nobody.entries(opened()).empty());
    incidents::Changes silent = opened();
    silent.announcements.clear();
    CHECK(Desk{}.entries(silent).empty());
}

TEST_CASE("outbox entries: people get words, machines every word", "[notify]") {
    Desk desk;
    desk.plan.channels.push_back({"mail", {"ann@example.org"}, "th", false, false});
    const auto entries = desk.entries(opened());
    REQUIRE(entries.size() == 3);
    CHECK_FALSE(entries[0].is_replaceable);
    CHECK(entries[2].is_replaceable);
    CHECK(entries[2].recipient == "ann@example.org");
    const json notice = json::parse(entries[2].body);
    CHECK(notice["reference"] == "INC-000042");
    CHECK(notice["url"] == "https://foreshock.test/incidents/42");
    CHECK(notice["summary"] == "P2 กำลังจะเกิดขึ้น: shop on web-1 will run out of files");
    const std::string text = notice["text"];
    for (const char* words : {"open() fails", "120", "256", "disruption in 2 min", "web-1",
                              "Look at its open files.", "Was shop deployed today?"}) {
        INFO(words);
        CHECK(text.find(words) != std::string::npos);
    }
}

TEST_CASE("outbox entries: a person's update keeps its words and its place", "[notify]") {
    Desk desk;
    desk.plan.channels = {{"mail", {"ann@example.org"}, "en", false, false}};
    incidents::Changes changes = opened();
    changes.announcements.front().transition = Transition::changed;
    changes.announcements.front().explanation = "A new disk is on its way.";
    changes.announcements.front().told_by = "bob";
    const auto entries = desk.entries(changes);
    REQUIRE(entries.size() == 1);
    CHECK_FALSE(entries[0].is_replaceable);
    const json notice = json::parse(entries[0].body);
    CHECK(notice["event"] == "update");
    CHECK(notice["summary"] == "P2 bob says: shop on web-1 will run out of files");
    CHECK(notice["text"].get<std::string>().find("A new disk is on its way.") != std::string::npos);
}
