#include <algorithm>
#include <cmath>

#include "core/hash.hpp"
#include "server/incidents/categorise.hpp"
#include "server/incidents/engine_state.hpp"
#include "server/incidents/lifecycle.hpp"
#include "server/incidents/report_kinship.hpp"
#include "server/incidents/report_steps.hpp"
#include "server/incidents/restricted.hpp"

// Where what a user reports belongs.
namespace foreshock::incidents {
namespace {

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

Result<void> check(const ReportArrived& word) {
    if (word.report.id.empty()) return fail(Errc::invalid, "report without id");
    if (word.report.words.empty()) return fail(Errc::invalid, "a report needs words");
    return {};
}

// The reason that speaks loudest stands on the timeline.
void strongest_first(std::vector<Reason>& reasons) {
    std::stable_partition(reasons.begin(), reasons.end(), [](const Reason& reason) {
        return reason.code == "same_host" || reason.code == "same_service" ||
               reason.code == "needed_service";
    });
}

}  // namespace

Match Engine::State::best_match(const IncidentReport& report, TimePoint at) {
    const ReportScene scene{*services, at, settings.correlation_window};
    Match best;
    std::vector<Incident*> candidates = roster.open_on(report.host, settings.candidates_max);
    for (Incident* one : roster.newest_open(settings.candidates_max)) {
        if (std::find(candidates.begin(), candidates.end(), one) == candidates.end())
            candidates.push_back(one);
    }
    best.weighed = candidates.size();
    for (Incident* candidate : candidates) {
        // Who reports something must not learn that there is one of these.
        if (is_restricted(*candidate)) continue;
        Kinship kinship = report_kinship(report, *candidate, scene);
        if (kinship.score <= 0 || (best.incident && kinship.score <= best.kinship.score)) continue;
        best.incident = candidate;
        best.kinship = std::move(kinship);
    }
    return best;
}

// What users told of before any detector did.
void Engine::State::weigh_reported(const SymptomArrived& word, Match& best) {
    if (word.symptom.phase != Phase::occurring) return;
    const ReportScene scene{*services, word.at, settings.correlation_window};
    for (Incident* candidate : roster.newest_open(settings.candidates_max)) {
        if (!candidate->symptoms.empty() || candidate->reporting.reports.empty()) continue;
        consider(word.symptom, candidate, reported_kinship(word.symptom, *candidate, scene), best);
    }
}

Result<Changes> Engine::State::on(const ReportArrived& word) {
    if (auto good = check(word); !good) return fail(std::move(good).error());
    Changes changes;
    if (roster.holder_of_report(word.report.id)) return changes;
    IncidentReport report = word.report;
    report.service = service_meant(report, *services);
    if (!word.joins.empty()) return join_named(word, std::move(report));
    Match match = best_match(report, word.at);
    if (!match.incident || !is_above_bar(match.kinship.score))
        return open(word, std::move(report), match);
    match.kinship.reasons.push_back({"score", percent(match.kinship.score) + " where " +
                                                  percent(settings.join_score) + " is needed"});
    strongest_first(match.kinship.reasons);
    report.joined_because = std::move(match.kinship.reasons);
    return join(*match.incident, word.at, std::move(report));
}

Result<Changes> Engine::State::join_named(const ReportArrived& word, IncidentReport report) {
    Incident* incident = roster.find(word.joins);
    if (!incident) return fail(Errc::not_found, "incident " + word.joins);
    report.joined_because = {{"person", word.actor + " says that it belongs here"}};
    return join(*incident, word.at, std::move(report));
}

Result<Changes> Engine::State::join(Incident& incident, TimePoint at, IncidentReport report) {
    Changes changes;
    Turn now = turn(incident, at, changes);
    take_report(now, std::move(report));
    if (incident.is_open()) {
        reassess(now);
        speak(now);
    }
    finish(now);
    return changes;
}

Result<Changes> Engine::State::open(const ReportArrived& word, IncidentReport report,
                                    const Match& nearest) {
    if (roster.open_count() >= settings.open_incidents_max) {
        return fail(Errc::unavailable, std::to_string(roster.open_count()) +
                                           " incidents are open, which is the bound: resolve "
                                           "some or raise open_incidents_max");
    }
    Changes changes;
    Incident fresh;
    fresh.number = next_number++;
    fresh.id =
        "inc-" + stable_id({"incident", report.id, std::to_string(fresh.number)}).substr(0, 16);
    fresh.opened_at = word.at;
    fresh.first_sign_at = std::min(report.received_at, word.at);
    fresh.phase = Phase::occurring;
    fresh.occurred = true;
    fresh.reporting.began_it = true;
    if (!report.category.empty()) {
        fresh.category = report.category;
        fresh.category_reasons = {{"category.text", word.category_because}};
    }
    std::string why = "no open incident explains what the user reports";
    if (nearest.incident) {
        why += ": " + number_words(*nearest.incident) + " comes nearest with " +
               percent(nearest.kinship.score) + " where " + percent(settings.join_score) +
               " is needed";
    }
    Turn now = turn(fresh, word.at, changes);
    const std::string words = report.words;
    fresh.reporting.reports.push_back(report);
    reassess(now);
    fresh.reporting.reports.clear();
    now.write(
        EventKind::opened,
        {{"user_report", why}, "", "P" + std::to_string(fresh.priority.level), fresh.sentence});
    take_report(now, std::move(report));
    Turn filed = turn(roster.insert(std::move(fresh)), word.at, changes);
    filed.touched = true;
    speak(filed);
    finish(filed);
    return changes;
}

}  // namespace foreshock::incidents
