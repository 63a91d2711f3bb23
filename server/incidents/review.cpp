#include "server/incidents/review.hpp"

#include <algorithm>

#include "core/number.hpp"

namespace foreshock::incidents {
namespace {

constexpr Duration slow_to_take = std::chrono::minutes{15};

bool is_person(const Event& event) {
    return !event.actor.empty() && event.actor != "engine" && event.actor != "outbox" &&
           event.kind != EventKind::notification_delivered &&
           event.kind != EventKind::notification_failed;
}

bool is_figure(const Event& event) {
    return event.kind == EventKind::symptom_updated ||
           event.kind == EventKind::notification_delivered;
}

int level_of(std::string_view text) {
    if (!text.starts_with('P')) return 5;
    return static_cast<int>(parse_int(text.substr(1)).value_or(5));
}

void read_line(const Event& event, Review& record) {
    if (!is_figure(event)) record.moments.push_back(event);
    const auto& people = record.people;
    if (is_person(event) && std::find(people.begin(), people.end(), event.actor) == people.end()) {
        record.people.push_back(event.actor);
    }
    const bool has_level =
        event.kind == EventKind::opened || event.kind == EventKind::priority_changed;
    if (has_level) record.worst_priority = std::min(record.worst_priority, level_of(event.to));
    const bool began = event.kind == EventKind::phase_changed && event.to == "occurring";
    if (began && !record.disruption_at) record.disruption_at = event.at;
    if (event.kind == EventKind::resolved) record.resolution = event.reason.text;
    if (event.kind == EventKind::fix_named) record.known_error = event.to;
}

void measure(const Incident& incident, Review& record) {
    // Without a change of phase an occurring one was there from the start.
    if (incident.occurred && !record.disruption_at) record.disruption_at = incident.opened_at;
    const auto& told = incident.announced_at;
    if (told) record.time_to_tell = *told - incident.first_sign_at;
    if (told && record.disruption_at && *told < *record.disruption_at) {
        record.lead_time = *record.disruption_at - *told;
    }
    if (told && incident.acknowledged_at) record.time_to_take = *incident.acknowledged_at - *told;
    if (incident.resolved_at) record.time_to_resolve = *incident.resolved_at - incident.opened_at;
}

bool has_accepted_hypothesis(const Incident& incident) {
    return std::any_of(
        incident.hypotheses.begin(), incident.hypotheses.end(),
        [](const Hypothesis& one) { return one.state == HypothesisState::accepted; });
}

void suggest_for_people(const Incident& incident, Review& record) {
    const auto add = [&](std::string code, std::string text) {
        record.follow_ups.push_back({std::move(code), std::move(text)});
    };
    if (!has_accepted_hypothesis(incident)) {
        add("find_cause", "no hypothesis was accepted: find the cause and write it down");
    }
    if (record.known_error.empty() && incident.outcome == Outcome::recovered) {
        add("write_known_error", "bind what helped to its symptoms as a known error");
    }
    if (incident.announced_at && !incident.acknowledged_at) {
        add("nobody_took_it", "it was told and nobody took it: who should have?");
    } else if (record.time_to_take && *record.time_to_take > slow_to_take) {
        add("slow_to_take", "it took " + describe_duration(*record.time_to_take) +
                                " until somebody took it: look at the on-call rota");
    }
}

void suggest_for_machines(const Incident& incident, const std::vector<Event>& timeline,
                          Review& record) {
    const auto add = [&](std::string code, std::string text) {
        record.follow_ups.push_back({std::move(code), std::move(text)});
    };
    if (incident.occurred && !record.lead_time) {
        add("not_announced", "the disruption came without warning: could a detector have seen it?");
    }
    if (incident.times_reopened > 0) {
        add("came_back", "it was reopened " + std::to_string(incident.times_reopened) +
                             " times: check that the fix holds");
    }
    const auto failed = std::count_if(timeline.begin(), timeline.end(), [](const Event& event) {
        return event.kind == EventKind::notification_failed;
    });
    if (failed > 0) {
        add("words_lost", std::to_string(failed) + " notifications failed: check the channels");
    }
}

}  // namespace

Review review(const Incident& incident, const std::vector<Event>& timeline) {
    Review record;
    record.worst_priority = incident.priority.level;
    for (const Event& event : timeline)
        read_line(event, record);
    measure(incident, record);
    suggest_for_people(incident, record);
    suggest_for_machines(incident, timeline, record);
    return record;
}

}  // namespace foreshock::incidents
