#include "server/incidents/incident.hpp"

#include <algorithm>
#include <set>

#include "server/incidents/enum_names.hpp"

namespace foreshock::incidents {
namespace {

constexpr EnumNames<IncidentState, 6> states{
    "incident state", {"new", "assigned", "in_progress", "pending", "resolved", "closed"}};
constexpr EnumNames<Outcome, 5> outcomes{"outcome",
                                         {"open", "prevented", "recovered", "dismissed", "merged"}};
constexpr EnumNames<EventKind, 62> event_kinds{"event kind",
                                               {"opened",
                                                "symptom_joined",
                                                "symptom_updated",
                                                "symptom_cleared",
                                                "phase_changed",
                                                "priority_changed",
                                                "announced",
                                                "acknowledged",
                                                "noted",
                                                "recovery_started",
                                                "relapsed",
                                                "resolved",
                                                "reopened",
                                                "closed",
                                                "notification_delivered",
                                                "notification_failed",
                                                "merged",
                                                "suppressed",
                                                "unsuppressed",
                                                "suppression_ending",
                                                "fix_named",
                                                "hypothesis_proposed",
                                                "hypothesis_judged",
                                                "split",
                                                "flapping",
                                                "pended",
                                                "resumed",
                                                "linked",
                                                "unlinked",
                                                "major_declared",
                                                "role_given",
                                                "major_ended",
                                                "report_joined",
                                                "answered",
                                                "reporter_said",
                                                "question_answered",
                                                "confirmation_asked",
                                                "confirmed",
                                                "not_fixed",
                                                "closure_recorded",
                                                "published",
                                                "routed",
                                                "assigned",
                                                "escalated",
                                                "handed_over",
                                                "paged",
                                                "paging_over",
                                                "page_failed",
                                                "acknowledgement_expiring",
                                                "acknowledgement_expired",
                                                "clock_started",
                                                "clock_changed",
                                                "clock_at_risk",
                                                "clock_breached",
                                                "clock_met",
                                                "bridge_opened",
                                                "bridge_joined",
                                                "bridge_ended",
                                                "step_taken",
                                                "fix_applied",
                                                "fix_failed",
                                                "category_corrected"}};
constexpr EnumNames<Transition, 8> transitions{
    "transition",
    {"opened", "changed", "acknowledged", "resolved", "reopened", "closed", "suppression_ending",
     "paged"}};

std::vector<const Symptom*> by_first_sign(const Incident& incident) {
    std::vector<const Symptom*> symptoms;
    for (const IncidentSymptom& known : incident.symptoms)
        symptoms.push_back(&known.symptom);
    std::stable_sort(symptoms.begin(), symptoms.end(), [](const Symptom* a, const Symptom* b) {
        return a->first_sign < b->first_sign;
    });
    return symptoms;
}

std::vector<std::string> distinct(const Incident& incident, std::string Subject::*part) {
    std::vector<std::string> found;
    for (const Symptom* symptom : by_first_sign(incident)) {
        const std::string& text = symptom->subject.*part;
        if (text.empty() || std::find(found.begin(), found.end(), text) != found.end()) continue;
        found.push_back(text);
    }
    return found;
}

}  // namespace

std::vector<std::string> Incident::hosts() const {
    std::vector<std::string> found = distinct(*this, &Subject::host);
    for (const IncidentReport& report : reporting.reports) {
        const bool is_known = std::find(found.begin(), found.end(), report.host) != found.end();
        if (!report.host.empty() && !is_known) found.push_back(report.host);
    }
    return found;
}

std::vector<std::string> Incident::components() const {
    return distinct(*this, &Subject::component);
}

std::string owner_of(const Incident& incident) {
    if (!incident.owner.empty()) return incident.owner;
    const Assignment& assignment = incident.handling.care.assignment;
    if (!assignment.team.empty()) return assignment.team;
    return std::string{to_string(assignment.tier)};
}

std::size_t host_count(const Incident& incident) {
    std::set<std::string_view> hosts;
    for (const IncidentSymptom& known : incident.symptoms)
        hosts.insert(known.symptom.subject.host);
    return hosts.size() + incident.beyond.hosts;
}

bool Incident::has_active_symptoms() const {
    return beyond.active > 0 ||
           std::any_of(symptoms.begin(), symptoms.end(),
                       [](const IncidentSymptom& known) { return known.is_active(); });
}

std::string_view to_string(IncidentState state) {
    return states.text(state);
}

std::string_view to_string(Outcome outcome) {
    return outcomes.text(outcome);
}

std::string_view to_string(EventKind kind) {
    return event_kinds.text(kind);
}

std::string_view to_string(Transition transition) {
    return transitions.text(transition);
}

Result<IncidentState> parse_incident_state(std::string_view text) {
    return states.parse(text);
}

Result<Outcome> parse_outcome(std::string_view text) {
    return outcomes.parse(text);
}

Result<EventKind> parse_event_kind(std::string_view text) {
    return event_kinds.parse(text);
}

Result<Transition> parse_transition(std::string_view text) {
    return transitions.parse(text);
}

}  // namespace foreshock::incidents
