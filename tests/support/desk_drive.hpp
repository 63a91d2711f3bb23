#pragma once

#include "server/desk/suppression_stage.hpp"
#include "tests/support/engine_drive.hpp"

namespace foreshock::desk::test {

using incidents::Event;
using incidents::EventKind;
using incidents::Transition;
using incidents::test::Words;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Engine and suppression in virtual time, ten seconds a step. What happens is collected.
class DeskDrive {
public:
    explicit DeskDrive(TimePoint begin = incidents::test::start,
                       std::vector<DependencyRule> rules = {}, SuppressionSettings settings = {})
        : now(begin),
          rules_(std::move(rules)),
          settings_(settings),
          engine{{}, {}, 1},
          suppression{settings_, {}, {}, Dependencies::compile(rules_).value(), begin} {
        stage.emplace(engine, suppression);
        settle();
    }

    TimePoint now;

private:
    std::vector<DependencyRule> rules_;
    SuppressionSettings settings_;

public:
    incidents::Engine engine;
    Suppression suppression;
    std::optional<SuppressionStage> stage;
    std::vector<Event> events;
    std::vector<incidents::Announcement> announcements;
    std::map<std::string, Silence> silences;  // as a store would hold them
    std::map<std::string, MaintenanceWindow> windows;
    std::map<std::string, incidents::Incident> stored;
    std::vector<SuppressionEvent> history;

    /// The incident that the word was about.
    std::string say(const Words& words, SymptomStatus status = SymptomStatus::raised) {
        const Symptom symptom = incidents::test::make_symptom(words, status, now);
        const auto changes = stage->apply(incidents::SymptomArrived{now, symptom, false}).value();
        take(changes);
        settle();
        return changes.incidents.empty() ? "" : changes.incidents.front().id;
    }

    void apply(incidents::Input input) {
        take(stage->apply(std::move(input)).value());
        settle();
    }

    void clear(const Words& words) { say(words, SymptomStatus::cleared); }

    std::string silence(std::vector<Matcher> matchers, Duration span,
                        std::optional<Duration> end_when_quiet = std::nullopt) {
        Silence draft;
        draft.matchers = std::move(matchers);
        draft.owner = "ann";
        draft.reason = "a new disk";
        draft.starts_at = now;
        draft.ends_at = now + span;
        draft.end_when_quiet = end_when_quiet;
        return command([&](SuppressionChanges& changes) {
            return suppression.add(draft, {"ann", now}, changes);
        });
    }

    std::string window(MaintenanceWindow draft) {
        draft.owner = "bo";
        draft.reason = "backup";
        return command([&](SuppressionChanges& changes) {
            return suppression.add(draft, {"bo", now}, changes);
        });
    }

    template <class Work>
    std::string command(Work work) {
        SuppressionChanges changes;
        const auto done = work(changes);
        if (!done) throw std::runtime_error(done.error().what);
        take(changes);
        settle();
        return done->id;
    }

    void wait(Duration span) {
        const TimePoint end = now + span;
        while (now < end) {
            now = std::min(end, now + seconds{10});
            take(stage->apply(incidents::TimePassed{now}).value());
            settle();
        }
    }

    void wait_until(const char* utc) { wait(parse_rfc3339(utc).value() - now); }

    /// As after a kill: all that is not stored is gone.
    void restart() {
        std::vector<incidents::Incident> unfinished;
        for (const auto& [id, incident] : stored)
            unfinished.push_back(incident);
        std::vector<Silence> all_silences;
        for (const auto& [id, one] : silences)
            all_silences.push_back(one);
        std::vector<MaintenanceWindow> all_windows;
        for (const auto& [id, one] : windows)
            all_windows.push_back(one);
        engine = incidents::Engine{{}, unfinished, 1000};
        suppression = Suppression{settings_, all_silences, all_windows,
                                  Dependencies::compile(rules_).value(), now};
        for (const incidents::Incident& incident : unfinished)
            suppression.note(incident, now);
        stage.emplace(engine, suppression);
        settle();
    }

    [[nodiscard]] std::vector<Transition> told() const {
        std::vector<Transition> transitions;
        for (const auto& one : announcements)
            transitions.push_back(one.transition);
        return transitions;
    }

    [[nodiscard]] std::size_t count(EventKind kind) const {
        return static_cast<std::size_t>(std::count_if(
            events.begin(), events.end(), [&](const Event& one) { return one.kind == kind; }));
    }

private:
    void take(const incidents::Changes& changes) {
        events.insert(events.end(), changes.events.begin(), changes.events.end());
        announcements.insert(announcements.end(), changes.announcements.begin(),
                             changes.announcements.end());
        for (const auto& incident : changes.incidents) {
            stored[incident.id] = incident;
            if (incident.state == incidents::IncidentState::closed) stored.erase(incident.id);
        }
    }

    void take(const SuppressionChanges& changes) {
        for (const Silence& one : changes.silences)
            silences[one.id] = one;
        for (const MaintenanceWindow& one : changes.windows)
            windows[one.id] = one;
        for (const std::string& id : changes.forgotten) {
            silences.erase(id);
            windows.erase(id);
        }
        history.insert(history.end(), changes.events.begin(), changes.events.end());
    }

    void settle() {
        SuppressionChanges changes;
        const auto follows = stage->settle(now, changes);
        take(changes);
        for (const incidents::Changes& one : follows)
            take(one);
    }
};

}  // namespace foreshock::desk::test
