#pragma once

#include <algorithm>
#include <string>

#include "server/incidents/engine.hpp"

namespace foreshock::incidents::test {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr TimePoint start = from_unix_ms(1'790'000'000'000);

/// A symptom in few words; what is not named has sensible values.
struct Words {
    std::string id = "episode-1";
    std::string host = "web-1";
    std::string component = "filesystem /var";
    std::string kind = "filesystem.space.exhaustion";
    Phase phase = Phase::impending;
    Severity severity = Severity::warning;
    Duration onset{0};
    Duration expected_in = minutes{60};  ///< from the moment of the word; 0: no forecast
    int impact = 2;
    std::vector<std::string> leads_to;
};

inline Symptom make_symptom(const Words& words, SymptomStatus status, TimePoint at) {
    Symptom symptom;
    symptom.id = words.id;
    symptom.kind = words.kind;
    symptom.category = "storage";
    symptom.subcategory = "space";
    symptom.subject = {words.host, words.component};
    symptom.phase = words.phase;
    symptom.severity = words.severity;
    symptom.status = status;
    symptom.onset = start + words.onset;
    symptom.first_sign = symptom.onset - minutes{2};
    symptom.observed_at = at;
    symptom.impact = words.impact;
    symptom.leads_to = words.leads_to;
    symptom.reason = "slopes_agree";
    symptom.sentence = words.component + " on " + words.host + " is in trouble";
    if (words.expected_in > Duration{0}) {
        const TimePoint expected = at + words.expected_in;
        symptom.forecast = Forecast{
            "writes fail", at,  expected - minutes{5}, expected, expected + minutes{5}, 0.9, 80,
            100,           0.01};
    }
    return symptom;
}

/// An engine in virtual time: `wait` goes from deadline to deadline, second by second where one
/// stays due. What happens is collected.
class Drive {
public:
    explicit Drive(Settings settings = {}) : engine(settings, {}, 1) {}

    Engine engine;
    TimePoint now = start;
    std::vector<Event> events;
    std::vector<Announcement> announcements;

    Changes give(const Input& input) {
        Result<Changes> changes = engine.apply(input);
        if (!changes) throw std::runtime_error(changes.error().what);
        events.insert(events.end(), changes->events.begin(), changes->events.end());
        announcements.insert(announcements.end(), changes->announcements.begin(),
                             changes->announcements.end());
        return *changes;
    }

    Changes say(const Words& words, SymptomStatus status = SymptomStatus::raised) {
        return give(SymptomArrived{now, make_symptom(words, status, now), false});
    }

    Changes replay(const Words& words, SymptomStatus status = SymptomStatus::raised) {
        return give(SymptomArrived{now, make_symptom(words, status, now - hours{1}), true});
    }

    Changes clear(const Words& words) { return say(words, SymptomStatus::cleared); }

    void wait(Duration span) {
        const TimePoint end = now + span;
        while (now < end) {
            const TimePoint next = engine.next_deadline().value_or(end);
            now = std::min(end, next > now ? next : now + seconds{1});
            give(TimePassed{now});
        }
    }

    /// The incident that `changes` carries; there must be exactly one.
    static Incident only(const Changes& changes) {
        if (changes.incidents.size() != 1) throw std::runtime_error("not exactly one incident");
        return changes.incidents.front();
    }

    [[nodiscard]] const Incident& incident(const std::string& id) const {
        const Incident* found = engine.find(id);
        if (!found) throw std::runtime_error("no incident " + id);
        return *found;
    }

    [[nodiscard]] std::vector<Transition> told() const {
        std::vector<Transition> transitions;
        for (const Announcement& one : announcements)
            transitions.push_back(one.transition);
        return transitions;
    }

    [[nodiscard]] std::size_t count(EventKind kind) const {
        return static_cast<std::size_t>(std::count_if(
            events.begin(), events.end(), [&](const Event& event) { return event.kind == kind; }));
    }

    [[nodiscard]] Event last(EventKind kind) const {
        for (auto event = events.rbegin(); event != events.rend(); ++event) {
            if (event->kind == kind) return *event;
        }
        throw std::runtime_error("no such event: " + std::string{to_string(kind)});
    }
};

}  // namespace foreshock::incidents::test
