#include "server/incidents/lifecycle.hpp"

#include <algorithm>

#include "server/incidents/categorise.hpp"
#include "server/incidents/fix_steps.hpp"
#include "server/incidents/flapping.hpp"
#include "server/incidents/leading.hpp"
#include "server/incidents/links.hpp"
#include "server/incidents/muting.hpp"
#include "server/incidents/prioritise.hpp"
#include "server/incidents/report_steps.hpp"
#include "server/incidents/threshold.hpp"

namespace foreshock::incidents {
namespace {

Phase worst_active_phase(const Incident& incident) {
    const bool occurring = std::any_of(
        incident.symptoms.begin(), incident.symptoms.end(), [](const IncidentSymptom& known) {
            return known.is_active() && known.symptom.phase == Phase::occurring;
        });
    return occurring || incident.beyond.occurring > 0 ? Phase::occurring : Phase::impending;
}

Severity worst_active_severity(const Incident& incident) {
    Severity worst = incident.beyond.critical > 0 ? Severity::critical : Severity::info;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (known.is_active()) worst = std::max(worst, known.symptom.severity);
    }
    return worst;
}

void reassess_words(Turn& turn, const IncidentSymptom& leading) {
    Incident& incident = turn.incident;
    incident.title = describe_title(incident);
    incident.sentence = leading.symptom.sentence;
    incident.forecast = leading.symptom.forecast;
    incident.severity = worst_active_severity(incident);
    Category category = categorise(incident);
    const bool is_kept =
        category.category == incident.category && category.subcategory == incident.subcategory;
    if (!is_kept || incident.category_reasons.empty()) {
        incident.category_reasons = {std::move(category.reason)};
    }
    incident.category = std::move(category.category);
    incident.subcategory = std::move(category.subcategory);
    for (const IncidentSymptom& known : incident.symptoms) {
        incident.first_sign_at = std::min(incident.first_sign_at, known.symptom.first_sign);
    }
}

void reassess_phase(Turn& turn, const IncidentSymptom& leading) {
    Incident& incident = turn.incident;
    const Phase phase = worst_active_phase(incident);
    if (!incident.occurred && phase == Phase::occurring) {
        incident.occurred = true;
        incident.handling.occurred_at = turn.at;
    }
    if (phase == incident.phase) return;
    const Phase before = std::exchange(incident.phase, phase);
    turn.write(EventKind::phase_changed,
               {{phase == Phase::occurring ? "disruption_began" : "disruption_receded",
                 leading.symptom.sentence},
                std::string{to_string(before)},
                std::string{to_string(phase)},
                ""});
}

std::string because(const Priority& priority) {
    std::string text;
    for (const Reason& reason : priority.reasons) {
        text += (text.empty() ? "" : "; ") + reason.text;
    }
    return text;
}

void hold_back(Priority& priority, const Turn& turn) {
    const ThresholdRule* rule =
        held_back_by(turn.incident, turn.settings, ThresholdRule::Effect::escalate);
    if (!rule) return;
    priority.impact = priority.urgency = 3;
    priority.level = turn.settings.matrix[2][2];
    priority.reasons.push_back({"threshold", describe(*rule, turn.incident)});
}

void reassess_priority(Turn& turn) {
    Incident& incident = turn.incident;
    Priority next = prioritise(incident, turn.at, turn.settings, turn.services, turn.load);
    hold_back(next, turn);
    const Priority before = std::exchange(incident.priority, std::move(next));
    if (before == incident.priority) return;
    turn.touched = true;
    if (before.reasons.empty() || before.level == incident.priority.level) return;
    turn.write(EventKind::priority_changed,
               {{incident.priority.level < before.level ? "more_urgent" : "less_urgent",
                 because(incident.priority)},
                "P" + std::to_string(before.level),
                "P" + std::to_string(incident.priority.level),
                ""});
}

// What users say is live, and over when a person says so.
bool is_known_from_users_only(const Incident& incident) {
    return incident.symptoms.empty() && incident.symptoms_beyond == 0 &&
           !incident.reporting.reports.empty();
}

// The first words of a report on one line.
std::string users_words(std::string_view words, bool only_first_line) {
    constexpr std::size_t bytes_max = 160;
    if (only_first_line) words = words.substr(0, words.find('\n'));
    std::string first{words.substr(0, bytes_max)};
    std::replace(first.begin(), first.end(), '\n', ' ');
    // No letter is cut in two.
    while (!first.empty() && first.size() < words.size() &&
           (static_cast<unsigned char>(words[first.size()]) & 0xC0) == 0x80)
        first.pop_back();
    return first;
}

void reassess_reported(Turn& turn) {
    Incident& incident = turn.incident;
    const IncidentReport& first = incident.reporting.reports.front();
    const std::string& about = first.service.empty() ? first.host : first.service;
    if (incident.title.empty())
        incident.title = (about.empty() ? "" : about + ": ") + users_words(first.words, true);
    incident.sentence = users_words(incident.reporting.reports.back().words, false);
    if (incident.category.empty()) {
        incident.category = uncategorised;
        incident.category_reasons = {{"category.none", "the words of the report fit no category"}};
    }
    reassess_priority(turn);
}

// Since when the words about it come from live reports, or have waited long enough for one.
TimePoint trusted_at(const IncidentSymptom& known, const Settings& settings) {
    if (!known.replayed_since) return TimePoint{Duration::min()};
    const TimePoint waited = *known.replayed_since + settings.replay_wait;
    // Known from an earlier run of its agent only: the new run has its time to raise it.
    if (!known.orphaned_since) return waited;
    return std::max(waited, *known.orphaned_since + settings.restart_grace);
}

std::optional<TimePoint> first_trusted_at(const Incident& incident, const Settings& settings) {
    std::optional<TimePoint> first;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active()) continue;
        const TimePoint at = trusted_at(known, settings);
        if (!first || at < *first) first = at;
    }
    const bool only_members_are = !first && incident.beyond.active > 0;
    return only_members_are || is_known_from_users_only(incident) ? TimePoint{Duration::min()}
                                                                  : first;
}

bool is_worse_than_told(const Incident& incident) {
    const LastWord& told = *incident.last_word;
    return incident.priority.level < told.priority_level || incident.phase > told.phase;
}

bool differs_from_told(const Incident& incident) {
    const LastWord& told = *incident.last_word;
    return incident.priority.level != told.priority_level || incident.phase != told.phase;
}

bool heard_only_from_spool(const Incident& incident) {
    return incident.symptoms_beyond == 0 &&
           std::all_of(incident.symptoms.begin(), incident.symptoms.end(),
                       [](const IncidentSymptom& known) { return known.replayed_since; });
}

void tell_first(Turn& turn) {
    turn.incident.announced_at = turn.at;
    const std::string span = describe_duration(turn.at - turn.incident.opened_at);
    const bool was_muted = turn.incident.unmuted_at.has_value();
    turn.write(EventKind::announced,
               {{was_muted ? "suppression_over" : "hold_over",
                 (was_muted ? "no longer hidden, and still there " : "still there ") + span +
                     " after the first word came"},
                "",
                "P" + std::to_string(turn.incident.priority.level),
                turn.incident.sentence});
    turn.tell(Transition::opened);
}

// A case is never closed without a code.
void record_default_closure(Turn& turn) {
    Reporting& reporting = turn.incident.reporting;
    if (reporting.closure) return;
    const Outcome outcome = turn.incident.outcome;
    const std::string_view code = outcome == Outcome::merged      ? "duplicate"
                                  : outcome == Outcome::dismissed ? "no_fault_found"
                                  : turn.incident.owner.empty()   ? "recovered_by_itself"
                                                                  : "fixed";
    reporting.closure = Closure{std::string{code}, "", "", "engine", turn.at};
}

void start_soak(Turn& turn) {
    // Whoever reopened it says when it is over.
    if (!turn.incident.handling.held_open_by.empty()) return;
    turn.incident.recovering_since = turn.at;
    const auto span = describe_duration(turn.settings.soak);
    turn.write(
        EventKind::recovery_started,
        {{"all_symptoms_cleared", "no symptom is left; resolved after " + span + " of quiet"},
         "",
         "",
         ""});
}

}  // namespace

void reassess(Turn& turn) {
    if (is_known_from_users_only(turn.incident)) return reassess_reported(turn);
    const IncidentSymptom* leading = leading_symptom(turn.incident);
    if (!leading || !leading->is_active()) {
        turn.incident.forecast.reset();
        return;
    }
    reassess_words(turn, *leading);
    reassess_phase(turn, *leading);
    reassess_priority(turn);
}

Outcome natural_outcome(const Incident& incident) {
    return incident.occurred ? Outcome::recovered : Outcome::prevented;
}

void settle_after_clear(Turn& turn) {
    Incident& incident = turn.incident;
    if (!incident.is_open()) return;
    reassess(turn);
    if (incident.has_active_symptoms() || is_known_from_users_only(incident)) return;
    if (!incident.last_word && heard_only_from_spool(incident)) {
        return resolve(turn, {natural_outcome(incident),
                              {"over_before_heard", "it came and went before the report arrived"},
                              "engine",
                              ""});
    }
    start_soak(turn);
}

void relapse(Turn& turn, Reason reason) {
    turn.incident.recovering_since.reset();
    turn.write(EventKind::relapsed, {std::move(reason), "", "", ""});
}

void reopen(Turn& turn, Reason reason, std::string actor) {
    Incident& incident = turn.incident;
    const std::string before{to_string(incident.state)};
    incident.state = incident.owner.empty() ? IncidentState::fresh : IncidentState::in_progress;
    incident.outcome = Outcome::open;
    incident.recovering_since.reset();
    incident.resolved_at.reset();
    incident.reopened_at = turn.at;
    ++incident.times_reopened;
    turn.write(EventKind::reopened, {std::move(reason), before,
                                     std::string{to_string(incident.state)}, "", std::move(actor)});
    unsettle_fixes(turn);
    note_return(turn);
}

void resolve(Turn& turn, Resolution resolution) {
    Incident& incident = turn.incident;
    const std::string before{to_string(incident.state)};
    incident.state = IncidentState::resolved;
    incident.outcome = resolution.outcome;
    incident.resolved_at = turn.at;
    incident.recovering_since.reset();
    incident.handling.waiting.reset();
    incident.handling.held_open_by.clear();
    turn.write(EventKind::resolved,
               {std::move(resolution.reason), before, std::string{to_string(incident.outcome)},
                std::move(resolution.text), resolution.actor});
    settle_fixes(turn, resolution.known_error, resolution.actor);
    ask_reporters(turn);
    if (is_known_to_be_open(incident)) {
        turn.tell(Transition::resolved, {}, {}, std::move(resolution.phrase));
    }
}

void speak(Turn& turn) {
    settle_mutes(turn);
    const auto due = next_word_at(turn.incident, turn.settings);
    if (!due || *due > turn.at) return;
    if (!turn.incident.last_word) return tell_first(turn);
    if (is_known_to_be_open(turn.incident)) return turn.tell(Transition::changed);
    turn.tell(Transition::reopened, explain_pause(turn.incident, turn.settings));
}

bool is_known_to_be_open(const Incident& incident) {
    return incident.last_word && incident.last_word->transition != Transition::resolved;
}

std::optional<TimePoint> next_word_at(const Incident& incident, const Settings& settings) {
    if (!incident.is_open() || incident.is_muted() || is_duplicate(incident)) return std::nullopt;
    const auto trusted = first_trusted_at(incident, settings);
    if (!trusted) return std::nullopt;
    if (!is_known_to_be_open(incident)) {
        if (held_back_by(incident, settings, ThresholdRule::Effect::announce)) return std::nullopt;
        const TimePoint since = incident.reopened_at.value_or(incident.opened_at);
        const Duration pause = incident.last_word ? word_pause(incident, settings) : Duration{0};
        return std::max(*trusted, since + std::max(settings.hold_before_announcing, pause));
    }
    if (!differs_from_told(incident)) return std::nullopt;
    if (is_worse_than_told(incident)) return std::max(*trusted, incident.last_word->at);
    return std::max(*trusted, incident.last_word->at + settings.calmer_after);
}

std::optional<TimePoint> close_at(const Incident& incident, const Settings& settings) {
    if (incident.state != IncidentState::resolved || incident.has_active_symptoms()) {
        return std::nullopt;
    }
    TimePoint quiet_since = *incident.resolved_at;
    for (const IncidentSymptom& known : incident.symptoms) {
        quiet_since = std::max(quiet_since, *known.cleared_at);
    }
    if (incident.beyond.last_cleared_at) {
        quiet_since = std::max(quiet_since, *incident.beyond.last_cleared_at);
    }
    return quiet_since + settings.close_after;
}

void close(Turn& turn, Reason reason, std::string actor, std::string text) {
    Incident& incident = turn.incident;
    incident.state = IncidentState::closed;
    incident.closed_at = turn.at;
    record_default_closure(turn);
    turn.write(EventKind::closed,
               {std::move(reason), "resolved", "closed", std::move(text), std::move(actor)});
    if (incident.last_word) turn.tell(Transition::closed);
}

}  // namespace foreshock::incidents
