#pragma once

#include <map>
#include <stdexcept>
#include <unordered_map>

#include "server/incidents/fingerprint.hpp"
#include "tests/support/engine_print.hpp"
#include "tests/support/timeline_reader.hpp"

namespace foreshock::incidents::test {

/// A promise of the engine that was not kept.
struct BrokenPromise : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline void promise(bool is_kept, const char* what, const std::string& about = {}) {
    if (!is_kept) throw BrokenPromise(std::string{what} + ": " + about);
}

/// What must hold of one incident at any moment.
inline void check_incident(const Incident& one) {
    promise(one.is_open() == !one.resolved_at.has_value(), "open or resolved", one.id);
    promise(one.is_open() == (one.outcome == Outcome::open), "an end has an outcome", one.id);
    promise((one.state == IncidentState::closed) == one.closed_at.has_value(), "closed", one.id);
    promise(one.state != IncidentState::in_progress || !one.owner.empty(), "has an owner", one.id);
    promise(!one.symptoms.empty(), "no incident without a symptom", one.id);
    promise(!one.title.empty() && !one.category.empty(), "title and category", one.id);
    promise(!one.recovering_since || !one.has_active_symptoms(), "recovery is quiet", one.id);
    promise(!one.is_open() || one.recovering_since || one.has_active_symptoms() ||
                !one.handling.held_open_by.empty(),
            "open for a reason", one.id);
    promise((one.state == IncidentState::pending) == one.handling.waiting.has_value(),
            "waits when it is pending", one.id);
    promise(one.handling.returns.size() <= Handling::returns_max, "returns are bounded", one.id);
    promise(one.outcome != Outcome::prevented || !one.occurred, "prevented is true", one.id);
    promise(one.opened_at <= one.updated_at, "clocks run forwards", one.id);
    promise(!one.resolved_at || *one.resolved_at >= one.opened_at, "resolved later", one.id);
    promise(!one.closed_at || *one.closed_at >= *one.resolved_at, "closed later", one.id);
    promise(one.priority.reasons.size() >= 3, "a priority has its reasons", one.id);
    for (const IncidentSymptom& known : one.symptoms)
        promise(!known.joined_because.empty(), "a grouping has its reasons", one.id);
    if (!one.last_word) return;
    const Transition last = one.last_word->transition;
    const bool is_final = last == Transition::resolved || last == Transition::closed;
    const bool waits_to_reopen = one.is_open() && one.reopened_at && last == Transition::resolved;
    promise(one.is_open() != is_final || waits_to_reopen, "a final state is announced", one.id);
    promise((one.state == IncidentState::closed) == (last == Transition::closed),
            "the closing is announced", one.id);
}

inline void check_event(const Event& event) {
    promise(!event.reason.code.empty() && !event.reason.text.empty(), "a line has its reason",
            event.incident_id);
    promise(!event.actor.empty(), "a line says who", event.incident_id);
}

/// Follows what becomes durable, and holds the promises that span incidents and moments.
class PromiseKeeper {
public:
    void check(const std::vector<Incident>& incidents, const std::vector<Event>& events,
               const std::vector<Announcement>& announcements) {
        for (const Event& event : events)
            read(event);
        for (const Incident& incident : incidents)
            let_go(incident);
        for (const Incident& incident : incidents)
            claim(incident);
        for (const Announcement& one : announcements)
            hear(one);
        for (const Incident& incident : incidents)
            compare(incident);
    }

    /// The incident that held the fingerprint last, or empty.
    [[nodiscard]] std::string holder_of(const std::string& fingerprint) const {
        const auto found = holders_.find(fingerprint);
        return found == holders_.end() ? std::string{} : found->second.incident_id;
    }

    /// Whoever was told of an incident has been told its end.
    void check_all_is_told_and_over() const {
        promise(owners_.empty(), "when all is over nothing is active");
        for (const auto& [id, last] : last_words_)
            promise(last == Transition::closed, "its end was told", id);
    }

    [[nodiscard]] std::size_t told_count() const { return last_words_.size(); }

private:
    struct Followed {
        TimelineReader timeline;
        TimePoint last_line;
        std::uint64_t revision = 0;
        std::vector<std::string> active;
    };

    struct Holder {
        std::string incident_id;
        TimePoint received_at;
    };

    void read(const Event& event) {
        check_event(event);
        Followed& one = followed_[event.incident_id];
        promise(one.last_line <= event.at, "a timeline never runs backwards", event.incident_id);
        one.last_line = event.at;
        one.timeline.read(event);
    }

    void let_go(const Incident& incident) {
        for (const std::string& fingerprint : followed_[incident.id].active)
            owners_.erase(fingerprint);
    }

    void claim(const Incident& incident) {
        Followed& one = followed_[incident.id];
        one.active.clear();
        for (const IncidentSymptom& known : incident.symptoms) {
            const std::string wanted = fingerprint(known.symptom);
            Holder& holder = holders_[wanted];
            if (holder.received_at <= known.received_at) holder = {incident.id, known.received_at};
            if (!known.is_active()) continue;
            const bool is_alone = owners_.emplace(wanted, incident.id).second;
            promise(is_alone, "exactly one incident owns a symptom", known.symptom.id);
            one.active.push_back(wanted);
        }
    }

    // The words about each incident tell a story that makes sense to who only hears them.
    void hear(const Announcement& one) {
        const auto [last, is_first] = last_words_.emplace(one.incident_id, one.transition);
        promise(is_first == (one.transition == Transition::opened), "opened comes first",
                one.incident_id);
        if (is_first) return;
        const bool was_over = last->second == Transition::resolved;
        const bool needs_over =
            one.transition == Transition::reopened || one.transition == Transition::closed;
        promise(was_over == needs_over, "words come in an order that makes sense", one.incident_id);
        last->second = one.transition;
    }

    void compare(const Incident& incident) {
        Followed& one = followed_[incident.id];
        check_incident(incident);
        promise(incident.revision > one.revision, "revisions grow", incident.id);
        one.revision = incident.revision;
        promise(one.timeline.text() == TimelineReader::text_of(incident),
                "its lines add up to its state",
                one.timeline.text() + " | " + TimelineReader::text_of(incident));
        promise(one.timeline.phase().empty() || one.timeline.phase() == to_string(incident.phase),
                "its lines know its phase", incident.id);
        if (!incident.last_word) return;
        const auto heard = last_words_.find(incident.id);
        promise(heard != last_words_.end() && heard->second == incident.last_word->transition,
                "what it remembers to have said was said", incident.id);
    }

    std::unordered_map<std::string, Followed> followed_;
    std::unordered_map<std::string, std::string> owners_;
    std::unordered_map<std::string, Holder> holders_;
    std::map<std::string, Transition> last_words_;
};

}  // namespace foreshock::incidents::test
