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
const ChannelSettings desk{"desk", "http://desk.test/hook"};

incidents::Changes opened() {
    incidents::Changes changes;
    changes.incidents = {test::leaking_incident()};
    changes.announcements = {{changes.incidents.front().id, Transition::opened, 7, at_second(4)}};
    return changes;
}

}  // namespace

TEST_CASE("outbox entries: one for each announcement and channel, due at once", "[notify]") {
    const auto entries = outbox_entries(opened(), {chat, desk});
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
    const auto entries = outbox_entries(opened(), {chat});
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
    CHECK(outbox_id(first, {"chat", desk.recipient}) != id);
    CHECK(outbox_id(first, {"desk", chat.recipient}) != id);
}

TEST_CASE("outbox entries: nothing announced or nobody to tell gives none", "[notify]") {
    CHECK(outbox_entries(opened(), {}).empty());
    incidents::Changes silent = opened();
    silent.announcements.clear();
    CHECK(outbox_entries(silent, {chat}).empty());
}
