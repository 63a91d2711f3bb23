#pragma once

#include <map>
#include <variant>

#include <catch2/catch.hpp>

#include "server/store/sqlite_store.hpp"
#include "tests/support/sample_incident.hpp"

// What every store promises, whatever database is below: one suite, called with a fresh store.

namespace foreshock::test {

inline incidents::Incident numbered_incident(std::uint64_t number) {
    incidents::Incident incident = leaking_incident();
    incident.id = "inc-" + std::to_string(number);
    incident.number = number;
    return incident;
}

inline incidents::Event opened_event(const incidents::Incident& incident) {
    incidents::Event event;
    event.incident_id = incident.id;
    event.at = incident.opened_at;
    event.kind = incidents::EventKind::opened;
    event.actor = "engine";
    event.reason = {"first_symptom", "nothing else explains it"};
    event.text = std::string{"with a NUL \0 and a quote '", 26};
    return event;
}

inline incidents::OutboxEntry outbox_entry(const std::string& id, const std::string& incident_id,
                                           TimePoint due_at) {
    incidents::OutboxEntry entry;
    entry.id = id;
    entry.incident_id = incident_id;
    entry.channel = "ops";
    entry.recipient = "http://127.0.0.1/hook";
    entry.body = "{\"id\":\"" + id + "\"}";
    entry.created_at = at_second(0);
    entry.due_at = due_at;
    return entry;
}

inline std::vector<std::string> ids_of(const std::vector<incidents::OutboxEntry>& entries) {
    std::vector<std::string> ids;
    for (const auto& entry : entries)
        ids.push_back(entry.id);
    return ids;
}

inline ScoredForecast announcement(const std::string& id) {
    ScoredForecast made;
    made.id = id;
    made.kind = "filesystem.space.exhaustion";
    made.subject = {"web-1", "filesystem /var"};
    made.raised_at = at_second(10);
    made.first.disruption = "writes to /var fail";
    made.first.earliest = at_second(100);
    made.first.latest = at_second(200);
    made.newest = made.first;
    made.newest.confidence = 0.75;
    return made;
}

inline ScoredForecast settled(ScoredForecast made, ForecastVerdict verdict, int second) {
    made.verdict = verdict;
    made.settled_at = at_second(second);
    if (came_true(verdict)) made.happened_at = at_second(second);
    return made;
}

inline incidents::Member member_of(std::uint64_t incident, const std::string& host) {
    incidents::Member member;
    member.incident = incident;
    member.fingerprint = "0123456789abcdef0123456789abcde" + host.substr(host.size() - 1);
    member.words = {"episode-1", host, "network.down", "interface eth0", "same_kind, burst"};
    member.state.severity = Severity::critical;
    member.state.worst_phase = Phase::occurring;
    member.state.observed_at = at_second(4);
    member.state.received_at = at_second(5);
    return member;
}

/// What is told of members comes to this, in the order of incidents and fingerprints.
inline std::vector<incidents::Member> told_members(store::Store& store) {
    using incidents::Member;
    std::map<std::pair<std::uint64_t, std::string>, Member> all;
    const auto told = store.ledger().tell_members([&](const incidents::MemberChange& change) {
        if (const auto* changed = std::get_if<incidents::MemberChanged>(&change)) {
            all.at({changed->incident, changed->fingerprint}).state = changed->state;
        }
        if (const auto* entered = std::get_if<incidents::MemberEntered>(&change)) {
            const Member& member = entered->member;
            const auto [held, is_new] =
                all.try_emplace({member.incident, member.fingerprint}, member);
            if (is_new) return;
            const std::string past = held->second.words.episode;
            held->second = member;
            held->second.past_episode = past;
        }
    });
    REQUIRE(told);
    std::vector<Member> members;
    for (const auto& [key, member] : all)
        members.push_back(member);
    return members;
}

inline void check_members_are_read_back(store::Store& store) {
    incidents::Member again = member_of(1, "web-1");
    again.words.episode = "episode-2";
    again.state.times_raised = 2;
    incidents::MemberState over = member_of(1, "web-2").state;
    over.cleared_at = at_second(9);
    over.orphaned_since = at_second(8);
    incidents::Commit commit;
    commit.incidents = {numbered_incident(1)};
    commit.members = {incidents::MemberEntered{member_of(1, "web-1")},
                      incidents::MemberEntered{again},
                      incidents::MemberEntered{member_of(1, "web-2")},
                      incidents::MemberChanged{1, member_of(1, "web-2").fingerprint, over}};
    REQUIRE(store.ledger().commit(commit));
    const std::vector<incidents::Member> members = told_members(store);
    REQUIRE(members.size() == 2);
    CHECK(members.at(0).words == again.words);
    CHECK(members.at(0).past_episode == "episode-1");
    CHECK(members.at(0).state == again.state);
    CHECK(members.at(1).state == over);
    CHECK(members.at(1).past_episode.empty());
    incidents::IncidentQuery of_host;
    of_host.host = "web-2";
    CHECK(store.incidents().list(of_host)->incidents.size() == 1);
}

inline void check_members_pass(store::Store& store) {
    incidents::Incident into = numbered_incident(2);
    into.symptoms_beyond = 2;
    incidents::Commit commit;
    commit.incidents = {numbered_incident(1), into};
    commit.members = {incidents::MemberEntered{member_of(1, "web-1")},
                      incidents::MemberEntered{member_of(2, "web-1")},
                      incidents::MemberEntered{member_of(1, "web-2")},
                      incidents::MembersPassed{1, 2}};
    REQUIRE(store.ledger().commit(commit));
    const std::vector<incidents::Member> members = told_members(store);
    REQUIRE(members.size() == 2);
    CHECK(members.at(0).incident == 2);
    CHECK(members.at(1).incident == 2);
    const auto summary = store.incidents().members(into);
    REQUIRE(summary);
    REQUIRE(summary->hosts.size() == 2);
    CHECK(summary->hosts[0].name == "web-1");
    REQUIRE(summary->kinds.size() == 1);
    CHECK(summary->kinds[0].symptoms == 2);
    CHECK(summary->kinds[0].active == 2);
}

inline void check_forecasts_wait_for_their_verdict(store::Store& store) {
    ScoredForecast taken_back = announcement("b");
    taken_back.taken_back_at = at_second(50);
    taken_back.if_over = ForecastVerdict::prevented;
    incidents::Commit commit;
    commit.forecasts = {announcement("a"), taken_back};
    REQUIRE(store.ledger().commit(commit));
    const auto pending = store.ledger().load_pending_forecasts();
    REQUIRE(pending);
    REQUIRE(pending->size() == 2);
    CHECK(pending->at(0).subject == Subject{"web-1", "filesystem /var"});
    CHECK(pending->at(0).raised_at == at_second(10));
    CHECK(pending->at(0).first.latest == at_second(200));
    CHECK(pending->at(0).newest.confidence == 0.75);
    CHECK_FALSE(pending->at(0).taken_back_at);
    CHECK(pending->at(1).taken_back_at == at_second(50));
    CHECK(pending->at(1).if_over == ForecastVerdict::prevented);
    CHECK(store.ledger().load_forecast_outcomes(at_second(0))->empty());
}

inline void check_a_verdict_is_final(store::Store& store) {
    incidents::Commit commit;
    commit.forecasts = {announcement("a"), announcement("b")};
    REQUIRE(store.ledger().commit(commit));
    commit.forecasts = {settled(announcement("a"), ForecastVerdict::hit, 130)};
    REQUIRE(store.ledger().commit(commit));
    commit.forecasts = {announcement("a"), settled(announcement("b"), ForecastVerdict::never, 400)};
    REQUIRE(store.ledger().commit(commit));
    CHECK(store.ledger().load_pending_forecasts()->empty());
    const auto outcomes = store.ledger().load_forecast_outcomes(at_second(0));
    REQUIRE(outcomes->size() == 2);
    CHECK(outcomes->at(0).verdict == ForecastVerdict::hit);
    CHECK(outcomes->at(0).lead == std::chrono::seconds{120});
    CHECK(outcomes->at(0).host == "web-1");
    CHECK(outcomes->at(1).verdict == ForecastVerdict::never);
    CHECK(outcomes->at(1).lead == Duration{0});
    const auto newer = store.ledger().load_forecast_outcomes(at_second(400));
    REQUIRE(newer->size() == 1);
    CHECK(newer->at(0).settled_at == at_second(400));
}

inline void check_commit_is_read_back(store::Store& store) {
    incidents::Commit commit;
    commit.incidents = {numbered_incident(1)};
    commit.events = {opened_event(commit.incidents[0]), opened_event(commit.incidents[0])};
    REQUIRE(store.ledger().commit(commit));
    CHECK(commit.events[0].sequence < commit.events[1].sequence);
    const auto found = store.incidents().find("inc-1");
    REQUIRE(found);
    CHECK(found->symptoms.at(0).symptom.snapshot->sections.at(0).rows.at(0).at(1) == "shop");
    CHECK(store.incidents().find("1")->id == "inc-1");
    CHECK(store.incidents().find("2").error().code == Errc::not_found);
    const auto timeline = store.incidents().timeline("inc-1");
    REQUIRE(timeline);
    REQUIRE(timeline->size() == 2);
    CHECK(timeline->at(0).text == commit.events[0].text);
    CHECK(timeline->at(0).reason == commit.events[0].reason);
    CHECK(store.incidents().events_after(commit.events[0].sequence, 10)->size() == 1);
    CHECK(store.ledger().next_number().value() == 2);
}

inline void check_older_revision_loses(store::Store& store) {
    incidents::Commit newer;
    newer.incidents = {numbered_incident(1)};
    newer.incidents[0].title = "newer";
    incidents::Commit older = newer;
    older.incidents[0].revision -= 1;
    older.incidents[0].title = "older";
    REQUIRE(store.ledger().commit(newer));
    REQUIRE(store.ledger().commit(older));
    CHECK(store.incidents().find("1")->title == "newer");
}

/// Six incidents whose order is known by their numbers: 5, 4, 3, 2, 1, 6.
inline void commit_six_ordered(store::Store& store) {
    incidents::Commit commit;
    for (std::uint64_t number = 1; number <= 6; ++number) {
        commit.incidents.push_back(numbered_incident(number));
        commit.incidents.back().opened_at = at_second(static_cast<int>(number));
    }
    commit.incidents[4].priority.level = 1;        // 5: the highest
    commit.incidents[0].phase = Phase::occurring;  // 1: after the impending ones
    commit.incidents[5].priority.level = 1;        // 6: ended, so last
    commit.incidents[5].state = incidents::IncidentState::resolved;
    commit.incidents[5].symptoms[0].symptom.subject.host = "db-1";
    REQUIRE(store.ledger().commit(commit));
}

inline std::vector<std::uint64_t> numbers_listed(store::Store& store,
                                                 incidents::IncidentQuery query) {
    std::vector<std::uint64_t> numbers;
    for (int page_count = 0; page_count < 20; ++page_count) {
        const auto page = store.incidents().list(query);
        REQUIRE(page);
        for (const auto& incident : page->incidents)
            numbers.push_back(incident.number);
        if (page->next_cursor.empty()) break;
        query.cursor = page->next_cursor;
    }
    return numbers;
}

inline void check_list_order_filters_and_pages(store::Store& store) {
    using Numbers = std::vector<std::uint64_t>;
    commit_six_ordered(store);
    incidents::IncidentQuery query;
    CHECK(numbers_listed(store, query) == Numbers{5, 4, 3, 2, 1, 6});
    query.limit = 1;
    CHECK(numbers_listed(store, query) == Numbers{5, 4, 3, 2, 1, 6});
    query.only_open = true;
    query.priorities = {2};
    CHECK(numbers_listed(store, query) == Numbers{4, 3, 2, 1});
    query.phase = Phase::occurring;
    CHECK(numbers_listed(store, query) == Numbers{1});
    incidents::IncidentQuery of_host;
    of_host.host = "db-1";
    of_host.category = "process";
    of_host.states = {incidents::IncidentState::resolved};
    CHECK(numbers_listed(store, of_host) == Numbers{6});
    of_host.category = "network";
    CHECK(numbers_listed(store, of_host).empty());
}

inline void check_bad_queries_are_refused(store::Store& store) {
    for (const char* cursor : {"x", "1.2", "1.0.0.0.0.0.0", "1.0.a.0.0.0", "2.0.0.0.0.0"}) {
        CAPTURE(cursor);
        incidents::IncidentQuery query;
        query.cursor = cursor;
        CHECK(store.incidents().list(query).error().code == Errc::invalid);
    }
    incidents::IncidentQuery query;
    query.limit = 500;
    CHECK(store.incidents().list(query));
    query.limit = 501;
    CHECK(store.incidents().list(query).error().code == Errc::invalid);
}

inline void check_outbox_keeps_order_per_thread(store::Store& store) {
    incidents::Commit commit;
    commit.outbox = {outbox_entry("a1", "inc-1", at_second(1)),
                     outbox_entry("a2", "inc-1", at_second(0)),
                     outbox_entry("b1", "inc-2", at_second(5))};
    REQUIRE(store.ledger().commit(commit));
    auto& outbox = store.outbox();
    CHECK(outbox.next_due().value() == at_second(1));
    CHECK(outbox.due(at_second(0), 10)->empty());
    CHECK(ids_of(*outbox.due(at_second(9), 10)) == std::vector<std::string>{"a1", "b1"});
    CHECK(ids_of(*outbox.due(at_second(9), 1)) == std::vector<std::string>{"a1"});
    REQUIRE(outbox.postpone("a1", at_second(30), "connection refused"));
    CHECK(ids_of(*outbox.due(at_second(9), 10)) == std::vector<std::string>{"b1"});
    const auto later = outbox.due(at_second(30), 10);
    CHECK(later->at(0).attempts == 1);
    CHECK(later->at(0).last_error == "connection refused");
    REQUIRE(outbox.settle("a1", opened_event(numbered_incident(1))));
    CHECK(ids_of(*outbox.due(at_second(9), 10)) == std::vector<std::string>{"a2", "b1"});
    CHECK(store.incidents().timeline("inc-1")->size() == 1);
}

inline void check_outbox_settles_once(store::Store& store) {
    incidents::Commit commit;
    commit.outbox = {outbox_entry("a1", "inc-1", at_second(0))};
    REQUIRE(store.ledger().commit(commit));
    REQUIRE(store.ledger().commit(commit));
    CHECK(store.outbox().due(at_second(0), 10)->size() == 1);
    const auto event = opened_event(numbered_incident(1));
    REQUIRE(store.outbox().settle("a1", event));
    CHECK(store.outbox().settle("a1", event).error().code == Errc::not_found);
    CHECK(store.outbox().postpone("a1", at_second(1), "").error().code == Errc::not_found);
    CHECK(store.incidents().timeline("inc-1")->size() == 1);
    CHECK_FALSE(store.outbox().next_due().value());
}

inline void check_hosts_are_kept(store::Store& store) {
    incidents::Host host;
    host.id = "web-1";
    host.name = "web-1";
    host.sequence = 7;
    host.goodbye = Goodbye::reboot;
    host.presence = incidents::Presence::expected_away;
    host.facts = {{"kernel", "6.1"}};
    host.changes = {{at_second(1), "kernel", "6.0", "6.1"}};
    host.dependencies = {{"10.0.0.5:5432", "shop.service", at_second(1), at_second(2)}};
    incidents::Commit commit;
    commit.hosts = {host};
    REQUIRE(store.ledger().commit(commit));
    commit.hosts[0].sequence = 8;
    REQUIRE(store.ledger().commit(commit));
    const auto hosts = store.ledger().load_hosts();
    REQUIRE(hosts);
    REQUIRE(hosts->size() == 1);
    CHECK(hosts->at(0).sequence == 8);
    CHECK(hosts->at(0).goodbye == Goodbye::reboot);
    CHECK(hosts->at(0).presence == incidents::Presence::expected_away);
    CHECK(hosts->at(0).facts == host.facts);
    CHECK(hosts->at(0).dependencies == host.dependencies);
    CHECK(store.incidents().hosts()->at(0).changes.at(0).to == "6.1");
}

inline void check_registry_knows_agents_by_token(store::Store& store) {
    const std::string first(64, 'a');
    const std::string second(64, 'b');
    auto& agents = store.agents();
    REQUIRE(agents.put("web-1", first));
    CHECK(agents.agent_of(first).value() == "web-1");
    CHECK(agents.agent_of(second).error().code == Errc::refused);
    REQUIRE(agents.put("web-1", second));
    CHECK(agents.agent_of(first).error().code == Errc::refused);
    CHECK(agents.put("web-2", second).error().code == Errc::conflict);
    CHECK(agents.list().value() == std::vector<std::string>{"web-1"});
    REQUIRE(agents.remove("web-1", TimePoint{}));
    CHECK(agents.remove("web-1", TimePoint{}).error().code == Errc::not_found);
    CHECK(agents.agent_of(second).error().code == Errc::refused);
}

inline void check_only_closed_incidents_are_finished(store::Store& store) {
    incidents::Commit commit;
    commit.incidents = {numbered_incident(1), numbered_incident(2), numbered_incident(3)};
    commit.incidents[1].state = incidents::IncidentState::resolved;
    commit.incidents[2].state = incidents::IncidentState::closed;
    REQUIRE(store.ledger().commit(commit));
    const auto unfinished = store.ledger().load_unfinished();
    REQUIRE(unfinished);
    REQUIRE(unfinished->size() == 2);
    CHECK(unfinished->at(1).number == 2);
    CHECK(store.ledger().next_number().value() == 4);
}

inline void check_what_is_kept_apart_is_gone(store::Store& store) {
    incidents::Commit commit;
    commit.incidents = {numbered_incident(1), numbered_incident(2), numbered_incident(3)};
    commit.incidents[1].state = incidents::IncidentState::closed;
    commit.incidents[1].merged_into = "inc-3";
    for (const auto& incident : commit.incidents) {
        commit.events.push_back(opened_event(incident));
        commit.outbox.push_back(outbox_entry("out-" + incident.id, incident.id, at_second(1)));
    }
    commit.forecasts = {announcement(commit.incidents[2].symptoms.at(0).symptom.id)};
    REQUIRE(store.ledger().commit(commit));
    incidents::Commit apart;
    apart.kept_apart = {"inc-3"};
    // The last word of the same moment goes, too.
    apart.events = {opened_event(numbered_incident(3))};
    REQUIRE(store.ledger().commit(apart));
    REQUIRE(store.ledger().commit(apart));
    for (const char* id : {"inc-3", "3", "inc-2"})
        CHECK(store.incidents().find(id).error().code == Errc::not_found);
    CHECK(store.incidents().list({})->incidents.size() == 1);
    CHECK(store.incidents().timeline("inc-3")->empty());
    CHECK(store.incidents().events_after(0, 100)->size() == 1);
    CHECK(ids_of(*store.outbox().due(at_second(9), 9)) == std::vector<std::string>{"out-inc-1"});
    CHECK(store.ledger().load_pending_forecasts()->empty());
    CHECK(store.ledger().next_number().value() == 4);
    // What was under way when it went leaves no trace either.
    REQUIRE(store.outbox().note(opened_event(numbered_incident(3))));
    CHECK(store.incidents().timeline("inc-3")->empty());
}

inline void check_host_marks_are_newer(store::Store& store) {
    incidents::Host host;
    host.id = host.name = "web-1";
    host.sequence = 7;
    host.facts = {{"kernel", "6.1"}};
    incidents::Commit commit;
    commit.hosts = {host};
    REQUIRE(store.ledger().commit(commit));
    incidents::Commit heard;
    heard.host_marks = {{"web-1", 9, at_second(8), std::chrono::milliseconds{5}}};
    REQUIRE(store.ledger().commit(heard));
    for (const auto& hosts : {store.ledger().load_hosts(), store.incidents().hosts()}) {
        REQUIRE(hosts->size() == 1);
        CHECK(hosts->at(0).sequence == 9);
        CHECK(hosts->at(0).last_seen == at_second(8));
        CHECK(hosts->at(0).clock_skew == std::chrono::milliseconds{5});
        CHECK(hosts->at(0).facts == host.facts);
    }
    commit.hosts[0].sequence = 1;  // of a new run
    REQUIRE(store.ledger().commit(commit));
    CHECK(store.ledger().load_hosts()->at(0).sequence == 1);
}

inline void check_learned_is_kept_for_a_while(store::Store& store) {
    using incidents::LearnedOfHost;
    const LearnedOfHost first{
        "web-1",
        at_second(1),
        {{"cpu.time.busy_ratio", "role=web", std::chrono::hours{2}}},
        {{"signals disk", 12, at_second(0), at_second(1), std::chrono::seconds{3}}}};
    LearnedOfHost second = first;
    second.host = "web-2";
    incidents::Commit commit;
    commit.learned = {first, second};
    REQUIRE(store.ledger().commit(commit));
    CHECK(*store.ledger().load_learned(at_second(1)) == std::vector<LearnedOfHost>{first, second});
    CHECK(store.ledger().load_learned(at_second(2))->empty());
    second.peers.clear();
    second.streams.clear();
    LearnedOfHost third = first;
    third.host = "web-3";
    third.at = at_second(2);
    commit.learned = {second, third};
    REQUIRE(store.ledger().commit(commit));
    CHECK(*store.ledger().load_learned(at_second(0)) == std::vector<LearnedOfHost>{first, third});
    third.at = at_second(2) + LearnedOfHost::kept;
    commit.learned = {third};
    REQUIRE(store.ledger().commit(commit));
    CHECK(*store.ledger().load_learned(at_second(0)) == std::vector<LearnedOfHost>{third});
}

}  // namespace foreshock::test
