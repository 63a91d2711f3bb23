#pragma once

#include <map>
#include <optional>

#include "server/incidents/links.hpp"
#include "server/oncall/care_stage.hpp"
#include "tests/support/engine_drive.hpp"

namespace foreshock::oncall::test {

using incidents::Event;
using incidents::EventKind;
using incidents::Incident;
using incidents::IncidentState;
using incidents::Page;
using incidents::test::Words;
using people::Contact;
using people::Person;
using people::Role;
using people::Tier;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline Person person(const std::string& name, std::vector<std::string> channels = {"mail"}) {
    Person one{name, name, Role::responder, {}, "en", "UTC", false};
    for (std::string& channel : channels)
        one.contacts.push_back({channel, name + "@" + channel});
    return one;
}

/// Impending, far off, and of little weight.
inline Words calm() {
    Words words;
    words.severity = Severity::info;
    words.expected_in = hours{20};
    words.impact = 3;
    return words;
}

/// It is there, and a P1.
inline Words grave() {
    Words words;
    words.severity = Severity::critical;
    words.phase = Phase::occurring;
    words.expected_in = Duration{0};
    words.impact = 1;
    return words;
}

/// Desk (ann, bo; L1), storage (cy, dee; L2), experts (eve; L3), and a policy for each tier.
struct CareWorld {
    CareSettings settings;
    people::Directory directory;
    Rota rota;
    incidents::ServiceMap services;

    CareWorld() {
        directory.people = {person("ann", {"push", "mail"}), person("bo"), person("cy"),
                            person("dee"), person("eve", {"phone", "mail"})};
        directory.teams = {{"desk", "Desk", Tier::l1, {"ann", "bo"}},
                           {"storage", "Storage", Tier::l2, {"cy", "dee"}},
                           {"experts", "Experts", Tier::l3, {"eve"}}};
        settings.tiers[0] = {"desk", "standard", Duration{0}};
        settings.tiers[1] = {"storage", "standard-l2", Duration{0}};
        settings.tiers[2] = {"experts", "standard-l3", Duration{0}};
        settings.policies = {policy("standard", {"person:ann", "person:bo"}),
                             policy("standard-l2", {"person:cy", "person:dee"}),
                             policy("standard-l3", {"person:eve"})};
        settings.escalate_at_risk = false;
    }

    /// Ten minutes between the steps.
    static EscalationPolicy policy(const std::string& name, const std::vector<std::string>& whom) {
        EscalationPolicy made;
        made.name = name;
        for (const std::string& one : whom) {
            const Duration after = made.steps.empty() ? Duration{0} : Duration{minutes{10}};
            made.steps.push_back({after, {parse_target(one).value()}, {}});
        }
        return made;
    }
};

/// Engine, suppression and desk in virtual time, with an outbox that delivers when `delivers`.
/// What happens is collected.
class CareDrive {
public:
    explicit CareDrive(CareWorld with = {}, incidents::Settings settings = {})
        : world(std::move(with)),
          settings_(std::move(settings)),
          engine{settings_, {}, 1},
          suppression{{}, {}, {}, desk::Dependencies::compile({}).value(), now} {
        build();
    }

    TimePoint now = incidents::test::start;
    CareWorld world;

private:
    incidents::Settings settings_;

public:
    incidents::Engine engine;
    desk::Suppression suppression;
    std::optional<desk::SuppressionStage> inner;
    std::optional<CareStage> stage;
    std::vector<Event> events;
    std::vector<incidents::Announcement> announcements;
    std::map<std::string, Incident> stored;
    std::map<std::string, incidents::PageOrder> outbox;  // by id
    std::vector<std::pair<TimePoint, incidents::PageOrder>> sent;
    bool delivers = true;
    std::string dead_channel;  // refuses everything
    std::size_t bridges_wanted = 0;

    Result<incidents::Changes> give(incidents::Input input) {
        auto changes = stage->apply(std::move(input));
        if (changes) take(*changes);
        settle();
        return changes;
    }

    std::string say(const Words& words, SymptomStatus status = SymptomStatus::raised) {
        const Symptom symptom = incidents::test::make_symptom(words, status, now);
        const auto changes = give(incidents::SymptomArrived{now, symptom, false}).value();
        return changes.incidents.empty() ? "" : changes.incidents.front().id;
    }

    template <class What>
    Result<incidents::Changes> ask(const std::string& id, What what,
                                   const std::string& actor = "ann") {
        return give(incidents::PersonStep{now, id, actor, std::move(what)});
    }

    void acknowledge(const std::string& id, const std::string& who, const std::string& note = "") {
        give(incidents::Acknowledged{now, id, who, note}).value();
    }

    void wait(Duration span, Duration stride = seconds{10}) {
        const TimePoint end = now + span;
        while (now < end) {
            now = std::min(end, now + stride);
            give(incidents::TimePassed{now}).value();
            deliver();
        }
    }

    /// As after a kill: all that is not stored is gone.
    void restart() {
        std::vector<Incident> unfinished;
        for (const auto& [id, incident] : stored)
            unfinished.push_back(incident);
        engine = incidents::Engine{settings_, unfinished, next_number_};
        suppression = desk::Suppression{{}, {}, {}, desk::Dependencies::compile({}).value(), now};
        build();
        for (const Incident& incident : unfinished)
            stage->note(incident.id);
        settle();
    }

    [[nodiscard]] const Incident& incident(const std::string& id) const { return *engine.find(id); }

    /// "person by channel", in the order of sending.
    [[nodiscard]] std::vector<std::string> called() const {
        std::vector<std::string> all;
        for (const auto& [at, order] : sent)
            all.push_back(order.page.person + " by " + order.page.contact.channel);
        return all;
    }

    [[nodiscard]] std::size_t count(EventKind kind) const {
        return static_cast<std::size_t>(std::count_if(
            events.begin(), events.end(), [&](const Event& one) { return one.kind == kind; }));
    }

    [[nodiscard]] Event last(EventKind kind) const {
        const auto found = std::find_if(events.rbegin(), events.rend(),
                                        [&](const Event& one) { return one.kind == kind; });
        if (found == events.rend()) throw std::runtime_error("no such event");
        return *found;
    }

    void settle() {
        for (int round = 0; round < 8; ++round) {
            const auto follows = stage->settle(now);
            if (follows.empty()) return;
            for (const incidents::Changes& one : follows)
                take(one);
        }
        throw std::runtime_error("the desk does not come to rest");
    }

    void deliver() {
        if (!delivers) return;
        const auto waiting = outbox;
        for (const auto& [id, order] : waiting) {
            if (order.page.due_at > now || !outbox.contains(id)) continue;
            outbox.erase(id);
            const bool is_taken = order.page.contact.channel != dead_channel;
            if (is_taken) sent.emplace_back(now, order);
            give(incidents::PageSettled{now, order.incident_id, id, is_taken,
                                        is_taken ? "answered 200" : "answered 404"})
                .value();
        }
    }

private:
    std::uint64_t next_number_ = 1;

    void build() {
        inner.emplace(engine, suppression);
        stage.emplace(engine, *inner, world.settings);
        stage->see(world.directory, world.rota, world.services);
    }

    void take(const incidents::Changes& changes) {
        events.insert(events.end(), changes.events.begin(), changes.events.end());
        announcements.insert(announcements.end(), changes.announcements.begin(),
                             changes.announcements.end());
        for (const Incident& incident : changes.incidents) {
            stored[incident.id] = incident;
            next_number_ = std::max(next_number_, incident.number + 1);
            stage->note(incident.id);
            if (incident.state == IncidentState::closed) stored.erase(incident.id);
        }
        for (const std::string& id : changes.pages_withdrawn)
            std::erase_if(outbox, [&](const auto& one) { return one.second.incident_id == id; });
        for (const incidents::PageOrder& order : changes.pages)
            outbox.emplace(order.page.id, order);
        bridges_wanted += changes.bridges_wanted.size();
    }
};

}  // namespace foreshock::oncall::test
