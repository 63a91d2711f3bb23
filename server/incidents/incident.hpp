#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/symptom.hpp"
#include "server/incidents/handling.hpp"
#include "server/incidents/hypothesis.hpp"
#include "server/incidents/member.hpp"
#include "server/incidents/reason.hpp"
#include "server/incidents/reporting.hpp"

namespace foreshock::incidents {

/// new → assigned → in_progress ⇄ pending → resolved → closed; reopened goes back to `fresh` or
/// to its owner's in_progress. `fresh` is called "new" everywhere but in C++.
enum class IncidentState : std::uint8_t { fresh, assigned, in_progress, pending, resolved, closed };

/// How it ended. `prevented`: announced as impending, and the disruption never came. `merged`: it
/// is part of another incident, named by `merged_into`.
enum class Outcome : std::uint8_t { open, prevented, recovered, dismissed, merged };

/// P1 (highest) to P5 = matrix[impact][urgency], each 1 (high) to 3 (low). Never without reasons.
struct Priority {
    int level = 5;
    int impact = 3;
    int urgency = 3;
    std::vector<Reason> reasons;

    bool operator==(const Priority&) const = default;
};

/// Why the world does not hear of a symptom.
struct Mute {
    static constexpr std::size_t per_symptom_max = 10;

    std::string source;  ///< "silence", "maintenance" or "dependency"
    std::string id;      ///< of the silence, the window, or the incident that it depends on
    std::string text;    ///< "ann's silence until 2026-03-01T…: a new disk is put in"

    bool operator==(const Mute&) const = default;
};

/// A symptom as the incident knows it: its newest form, the snapshot of its onset kept.
/// One for each fingerprint (host, kind, component); `symptom.id` names the newest episode.
struct IncidentSymptom {
    static constexpr std::size_t past_episodes_max = 16;

    Symptom symptom;
    TimePoint received_at;  ///< when the first word of the newest episode came
    std::optional<TimePoint> cleared_at;
    std::vector<Reason> joined_because;
    int times_raised = 1;  ///< episodes of the same fingerprint counted here

    Phase worst_phase = Phase::impending;      ///< that the newest episode has had
    Severity worst_severity = Severity::info;  ///< likewise
    TimePoint line_at;                         ///< when the timeline last had a line about it
    std::optional<TimePoint> replayed_since;   ///< only spooled words since then, none live
    std::optional<TimePoint> orphaned_since;   ///< its agent began anew and is silent about it
    std::vector<std::string> past_episodes;    ///< ids, oldest first, the newest 16
    std::vector<Mute> muted_by;                ///< none: the world may hear of it

    [[nodiscard]] bool is_active() const { return !cleared_at; }
};

/// What the world is to be told of an incident.
enum class Transition : std::uint8_t {
    opened,
    changed,
    acknowledged,
    resolved,
    reopened,
    closed,
    suppression_ending,  ///< never a last word: what it hid will be told soon
    paged,               ///< never a last word: somebody is called
};

/// What the world was last told of an incident.
struct LastWord {
    Transition transition = Transition::opened;
    TimePoint at;
    int priority_level = 5;
    Phase phase = Phase::impending;

    bool operator==(const LastWord&) const = default;
};

/// The last time that people put something into an incident or took something out of it.
struct Regrouping {
    enum class Step : std::uint8_t { merged, split };

    Step step = Step::merged;
    std::string other;                  ///< id of the incident that came, or that went off
    std::vector<std::string> symptoms;  ///< fingerprints that came; empty: they cannot be told

    bool operator==(const Regrouping&) const = default;
};

/// The record of one disruption, happening or about to.
struct Incident {
    std::string id;              ///< "inc-" and 16 hex digits, made from its first symptom
    std::uint64_t number = 0;    ///< 1, 2, 3 … for people: INC-000042
    std::uint64_t revision = 0;  ///< grows by one with every change
    std::string title;           ///< short: "/var on web-1 will be full"
    std::string sentence;        ///< the newest words of its leading symptom
    IncidentState state = IncidentState::fresh;
    Outcome outcome = Outcome::open;
    Phase phase = Phase::impending;
    Severity severity = Severity::warning;
    std::string category;
    std::string subcategory;
    std::vector<Reason> category_reasons;  ///< never empty once it has a category
    Priority priority;
    std::optional<Forecast> forecast;  ///< of the leading symptom: the earliest expected one
    std::string owner;                 ///< a person; empty: its team has it
    TimePoint first_sign_at;
    TimePoint opened_at;
    TimePoint updated_at;
    std::optional<TimePoint> announced_at;  ///< after the short hold
    std::optional<TimePoint> acknowledged_at;
    std::optional<TimePoint> recovering_since;  ///< all symptoms cleared: the soak runs
    std::optional<TimePoint> resolved_at;
    std::optional<TimePoint> closed_at;
    std::optional<TimePoint> reopened_at;
    std::optional<LastWord> last_word;  ///< none: nobody was told yet
    bool occurred = false;              ///< the disruption itself was there at some time
    int times_reopened = 0;
    std::vector<IncidentSymptom> symptoms;  ///< at most Settings::symptoms_per_incident_max
    std::uint64_t symptoms_beyond = 0;      ///< its members: kept without their words
    Beyond beyond;                          ///< what is counted of them
    std::string merged_into;                ///< id of the incident that it is part of
    std::optional<TimePoint> muted_since;   ///< all active symptoms are muted: nobody is told
    std::optional<TimePoint> unmuted_at;    ///< the end of the newest time that it was
    std::vector<Mute> muted_by;             ///< by what it is, or was at last; each once
    std::vector<Hypothesis> hypotheses;     ///< in the order of their proposal
    std::optional<Regrouping> regrouped;    ///< what can be undone
    Handling handling;                      ///< what people arranged, and how often it came back
    Reporting reporting;                    ///< those who told of it, and what passed with them

    [[nodiscard]] bool is_open() const {
        return state != IncidentState::resolved && state != IncidentState::closed;
    }

    [[nodiscard]] bool is_muted() const { return muted_since.has_value(); }

    [[nodiscard]] bool has_active_symptoms() const;
    /// Distinct, in order of first sign; those that users named come last.
    [[nodiscard]] std::vector<std::string> hosts() const;
    [[nodiscard]] std::vector<std::string> components() const;
};

/// Exactly one: the person, else the team, else the tier.
std::string owner_of(const Incident& incident);

/// How many hosts it concerns.
std::size_t host_count(const Incident& incident);

/// What happened to an incident: one line of its timeline, written in the same transaction as
/// the state that it changed.
enum class EventKind : std::uint8_t {
    opened,
    symptom_joined,
    symptom_updated,
    symptom_cleared,
    phase_changed,
    priority_changed,
    announced,
    acknowledged,
    noted,
    recovery_started,
    relapsed,
    resolved,
    reopened,
    closed,
    notification_delivered,
    notification_failed,
    merged,  ///< on both timelines
    suppressed,
    unsuppressed,
    suppression_ending,
    fix_named,            ///< `to` is the known error that was followed
    hypothesis_proposed,  ///< `to` is the hypothesis
    hypothesis_judged,    ///< with its former and its new state
    split,                ///< on both timelines
    flapping,
    pended,
    resumed,
    linked,
    unlinked,
    major_declared,
    role_given,
    major_ended,
    report_joined,      ///< `to` is the report
    answered,           ///< a person to whoever reported it; `to` is the report, empty: all
    reporter_said,      ///< `to` is the report
    question_answered,  ///< the reason's text is the question
    confirmation_asked,
    confirmed,  ///< by a reporter; `to` is the satisfaction
    not_fixed,  ///< says a reporter; `to` is the report
    closure_recorded,
    published,    ///< words for the status page
    routed,       ///< from team to team, by a rule
    assigned,     ///< to a person
    escalated,    ///< from tier to tier
    handed_over,  ///< from owner to owner
    paged,        ///< `to` is who was called
    paging_over,  ///< nobody is called any more, and nobody has it
    page_failed,
    acknowledgement_expiring,
    acknowledgement_expired,
    clock_started,
    clock_changed,
    clock_at_risk,
    clock_breached,
    clock_met,
    bridge_opened,
    bridge_joined,
    bridge_ended,
    step_taken,   ///< the reason's code is its type, the reason's text its outcome; `to` is the
                  ///< known error whose fix it is part of, mostly empty
    fix_applied,  ///< `to` is the known error whose steps follow
    fix_failed,   ///< `to` is the known error: something else ended it
    category_corrected,  ///< by a person, from and to "storage/space"
};

struct Event {
    std::uint64_t sequence = 0;  ///< given by the store, grows over all incidents
    std::string incident_id;
    TimePoint at;
    EventKind kind = EventKind::opened;
    std::string actor;  ///< "engine", or who
    Reason reason;
    std::string from;  ///< what it was, where something changed
    std::string to;
    std::string text;  ///< a note's words, a symptom's sentence
};

std::string_view to_string(IncidentState state);  // "new" for fresh
std::string_view to_string(Outcome outcome);
std::string_view to_string(EventKind kind);
std::string_view to_string(Transition transition);
Result<IncidentState> parse_incident_state(std::string_view text);
Result<Outcome> parse_outcome(std::string_view text);
Result<EventKind> parse_event_kind(std::string_view text);
Result<Transition> parse_transition(std::string_view text);

}  // namespace foreshock::incidents
