#pragma once

#include "tests/support/store_contract.hpp"

namespace foreshock::test {

inline incidents::OutboxEntry state_entry(const std::string& id, TimePoint due_at) {
    incidents::OutboxEntry entry = outbox_entry(id, "inc-1", due_at);
    entry.is_replaceable = true;
    return entry;
}

inline std::string taken(store::Store& store, const std::string& id, TimePoint now) {
    const auto entry = store.outbox().take(id, now);
    return entry ? entry->id : std::string{to_string(entry.error().code)};
}

inline void check_outbox_takes_the_newest_truth(store::Store& store) {
    incidents::Commit commit;
    commit.outbox = {state_entry("s1", at_second(0)), state_entry("s2", at_second(1)),
                     state_entry("s3", at_second(2)), state_entry("later", at_second(50)),
                     outbox_entry("other", "inc-2", at_second(0))};
    REQUIRE(store.ledger().commit(commit));
    REQUIRE(store.outbox().postpone("s1", at_second(3), "busy"));
    REQUIRE(store.outbox().postpone("s1", at_second(3), "busy"));
    CHECK(taken(store, "s1", at_second(9)) == "s3");
    CHECK(store.outbox().take("s3", at_second(9))->attempts == 2);
    CHECK(taken(store, "s1", at_second(9)) == "not_found");
    CHECK(taken(store, "s2", at_second(9)) == "not_found");
    CHECK(ids_of(*store.outbox().due(at_second(9), 10)) == std::vector<std::string>{"s3", "other"});
    CHECK(store.outbox().count().value() == 3);
}

inline void check_outbox_drops_nothing_that_must_be_said(store::Store& store) {
    incidents::Commit commit;
    commit.outbox = {state_entry("s1", at_second(0)), outbox_entry("u", "inc-1", at_second(0)),
                     state_entry("s2", at_second(0)), state_entry("s3", at_second(0))};
    REQUIRE(store.ledger().commit(commit));
    const auto event = opened_event(numbered_incident(1));
    CHECK(taken(store, "s1", at_second(9)) == "s1");
    REQUIRE(store.outbox().settle("s1", event));
    CHECK(taken(store, "u", at_second(9)) == "u");
    REQUIRE(store.outbox().settle("u", event));
    CHECK(taken(store, "s2", at_second(9)) == "s3");
}

inline void check_outbox_has_lanes(store::Store& store) {
    incidents::Commit commit;
    commit.outbox = {outbox_entry("a", "inc-1", at_second(1)),
                     outbox_entry("b", "inc-1", at_second(2)),
                     outbox_entry("c", "inc-1", at_second(3))};
    commit.outbox[1].channel = "mail";
    commit.outbox[2].channel = "gone";
    REQUIRE(store.ledger().commit(commit));
    const auto ids = [&](const incidents::OutboxLane& lane) {
        return ids_of(*store.outbox().due_in(lane, at_second(9), 10));
    };
    using Ids = std::vector<std::string>;
    CHECK(ids({{"mail"}, false}) == Ids{"b"});
    CHECK(ids({{"mail", "ops"}, false}) == Ids{"a", "b"});
    CHECK(ids({{"mail", "ops"}, true}) == Ids{"c"});
    CHECK(ids({{}, false}).empty());
    CHECK(ids(incidents::OutboxLane::all()) == Ids{"a", "b", "c"});
    CHECK(store.outbox().next_due_in({{"mail"}, false}).value() == at_second(2));
    CHECK_FALSE(store.outbox().next_due_in({{"none"}, false}).value());
}

inline void check_pages_are_void_once_it_is_taken(store::Store& store) {
    incidents::Incident incident = numbered_incident(1);
    incidents::Commit opened;
    opened.incidents = {incident};
    opened.outbox = {outbox_entry("page", incident.id, at_second(0)),
                     outbox_entry("word", incident.id, at_second(0)),
                     outbox_entry("elsewhere", "inc-2", at_second(0))};
    for (const std::size_t page : {0, 2})
        opened.outbox[page].is_page = true;
    REQUIRE(store.ledger().commit(opened));
    incidents::Commit acknowledged;
    acknowledged.events = {opened_event(incident)};
    acknowledged.events[0].kind = incidents::EventKind::acknowledged;
    acknowledged.outbox = {outbox_entry("same breath", incident.id, at_second(0))};
    acknowledged.outbox[0].is_page = true;
    REQUIRE(store.ledger().commit(acknowledged));
    CHECK(taken(store, "page", at_second(9)) == "not_found");
    CHECK(taken(store, "same breath", at_second(9)) == "not_found");
    CHECK(taken(store, "word", at_second(9)) == "word");
    CHECK(taken(store, "elsewhere", at_second(9)) == "elsewhere");
    incidents::Commit returned;
    returned.events = {opened_event(incident), opened_event(incident)};
    returned.events[0].kind = incidents::EventKind::acknowledged;
    returned.events[1].kind = incidents::EventKind::reopened;
    returned.outbox = {outbox_entry("again", incident.id, at_second(0))};
    returned.outbox[0].is_page = true;
    REQUIRE(store.ledger().commit(returned));
    CHECK(taken(store, "again", at_second(9)) == "again");
}

inline void check_outbox_hands_over(store::Store& store) {
    incidents::Commit commit;
    commit.outbox = {outbox_entry("a", "inc-1", at_second(0))};
    REQUIRE(store.ledger().commit(commit));
    REQUIRE(store.outbox().postpone("a", at_second(60), "dead"));
    incidents::OutboxEntry to = commit.outbox[0];
    to.channel = "mail";
    to.recipient = "ann@example.org";
    to.due_at = at_second(5);
    const auto event = opened_event(numbered_incident(1));
    REQUIRE(store.outbox().hand_over("a", to, event));
    const auto now = store.outbox().due(at_second(5), 10);
    REQUIRE(now->size() == 1);
    CHECK(now->at(0).channel == "mail");
    CHECK(now->at(0).recipient == "ann@example.org");
    CHECK(now->at(0).attempts == 0);
    CHECK(now->at(0).body == commit.outbox[0].body);
    CHECK(store.outbox().hand_over("none", to, event).error().code == Errc::not_found);
    REQUIRE(store.outbox().note(event));
    CHECK(store.incidents().timeline("inc-1")->size() == 2);
}

inline void check_threads_are_kept(store::Store& store) {
    auto& threads = store.external_threads();
    incidents::Commit commit;
    commit.incidents = {numbered_incident(1), numbered_incident(2)};
    commit.incidents[1].state = incidents::IncidentState::closed;
    REQUIRE(store.ledger().commit(commit));
    CHECK_FALSE(threads.find("chat", "C1", "inc-1").value());
    REQUIRE(threads.keep({"chat", "C1", "inc-1", "{}"}));
    REQUIRE(threads.keep({"chat", "C1", "inc-1", R"({"root":"1"})"}));
    REQUIRE(threads.keep({"chat", "C2", "inc-1", "2"}));
    REQUIRE(threads.keep({"chat", "C1", "inc-2", "3"}));
    REQUIRE(threads.keep({"mail", "C1", "inc-1", "4"}));
    CHECK(threads.find("chat", "C1", "inc-1").value() == R"({"root":"1"})");
    const auto open = threads.unfinished("chat", 10);
    REQUIRE(open->size() == 2);
    CHECK(open->at(0).recipient == "C1");
    CHECK(threads.unfinished("chat", 1)->size() == 1);
    incidents::Commit last_word;
    last_word.outbox = {outbox_entry("end", "inc-2", at_second(0))};
    REQUIRE(store.ledger().commit(last_word));
    REQUIRE(threads.forget_closed());
    CHECK(threads.find("chat", "C1", "inc-2").value());
    REQUIRE(store.outbox().settle("end", opened_event(numbered_incident(2))));
    REQUIRE(threads.forget_closed());
    CHECK_FALSE(threads.find("chat", "C1", "inc-2").value());
    CHECK(threads.find("chat", "C1", "inc-1").value());
}

inline void check_subscriptions_are_kept(store::Store& store) {
    auto& subscriptions = store.subscriptions();
    desk::Subscription one;
    one.id = "sub-1";
    one.service = "shop";
    one.channel = "mail";
    one.address = "u@example.org";
    one.audience = desk::TellAudience::management;
    one.language = "th";
    one.priority_level = 3;
    one.created_by = "ann";
    one.created_at = at_second(7);
    desk::Subscription other = one;
    other.id = "sub-2";
    other.service = "*";
    REQUIRE(subscriptions.add(one));
    REQUIRE(subscriptions.add(other));
    CHECK(subscriptions.list().value() == std::vector<desk::Subscription>{other, one});
    desk::Subscription same = one;
    same.id = "sub-3";
    CHECK(subscriptions.add(same).error().code == Errc::conflict);
    REQUIRE(subscriptions.remove("sub-1"));
    CHECK(subscriptions.remove("sub-1").error().code == Errc::not_found);
    CHECK(subscriptions.list()->size() == 1);
}

}  // namespace foreshock::test
