#include <algorithm>
#include <cmath>

#include "core/hash.hpp"
#include "server/incidents/dependency_kinship.hpp"
#include "server/incidents/engine_state.hpp"
#include "server/incidents/episodes.hpp"
#include "server/incidents/fingerprint.hpp"
#include "server/incidents/lifecycle.hpp"
#include "server/incidents/membership.hpp"
#include "server/incidents/regroup.hpp"
#include "server/incidents/spread.hpp"

// Where a symptom that nobody knows belongs.
namespace foreshock::incidents {
namespace {

std::string percent(double share) {
    return std::to_string(std::lround(share * 100)) + " %";
}

std::string why_new(const Symptom& symptom, const Match& nearest, const Settings& settings) {
    const std::string& host = symptom.subject.host;
    if (!nearest.incident) return "no open incident on " + host;
    const std::string others = nearest.weighed > 0
                                   ? "the " + std::to_string(nearest.weighed) + " open on " + host
                                   : "what is open on other hosts";
    return "nothing to do with " + others + ": " + number_words(*nearest.incident) +
           " comes nearest with " + percent(nearest.kinship.score) + " where " +
           percent(settings.join_score) + " is needed";
}

}  // namespace

std::string number_words(const Incident& incident) {
    return "incident " + std::to_string(incident.number);
}

// Of a member only the codes of reasons are kept: they are put into words where somebody reads
// them.
Result<void> Engine::State::hear_of_unknown(const SymptomArrived& word, const Print& print,
                                            Changes& changes) {
    if (word.symptom.status == SymptomStatus::cleared) return {};
    Match match = best_match(word, Telling::codes);
    if (!match.incident || !is_above_bar(match.kinship.score)) return open(word, match, changes);
    if (becomes_member(*match.incident, word.symptom, settings)) {
        join_as_member(std::move(match), word, print, changes);
    } else {
        join(best_match(word, Telling::words), word, changes);
    }
    return {};
}

bool Engine::State::is_above_bar(double score) const {
    return score + 1e-9 >= settings.join_score;
}

Match Engine::State::best_match(const SymptomArrived& word, Telling telling) {
    Match best = best_on_host(word);
    if (!best.incident || !is_above_bar(best.kinship.score)) {
        weigh_other_hosts(word, telling, best);
    }
    if (!best.incident || !is_above_bar(best.kinship.score)) weigh_reported(word, best);
    return best;
}

Match Engine::State::best_on_host(const SymptomArrived& word) {
    Match best;
    const auto candidates = roster.open_on(word.symptom.subject.host, settings.candidates_max);
    best.weighed = candidates.size();
    for (Incident* candidate : candidates) {
        Kinship kinship =
            best_kinship(word.symptom, *candidate, word.at, settings.correlation_window);
        heed_people(word.symptom, *candidate, kinship);
        // Candidates come newest first: of equals the oldest wins.
        if (!best.incident || kinship.score >= best.kinship.score) {
            best.incident = candidate;
            best.kinship = std::move(kinship);
        }
    }
    return best;
}

void Engine::State::weigh_other_hosts(const SymptomArrived& word, Telling telling, Match& best) {
    const Symptom& fresh = word.symptom;
    const auto related = roster.open_related(fresh, settings.candidates_max);
    const SpreadView view =
        view_of(fresh, SpreadView{settings, fleet, *services, word.at, related, telling});
    for (Incident* candidate : related)
        consider(fresh, candidate, spread_kinship(fresh, *candidate, view), best);
    if (services->empty()) return;
    for (Incident* candidate : roster.newest_open(settings.candidates_max))
        consider(fresh, candidate, dependency_kinship(fresh, *candidate, view), best);
}

// Candidates come newest first: of equals the oldest wins.
void Engine::State::consider(const Symptom& fresh, Incident* candidate, Kinship kinship,
                             Match& best) const {
    heed_people(fresh, *candidate, kinship);
    const bool is_known =
        std::find(best.others.begin(), best.others.end(), candidate) != best.others.end();
    if (is_above_bar(kinship.score) && !is_known) best.others.push_back(candidate);
    if (kinship.score <= 0 || (best.incident && kinship.score < best.kinship.score)) return;
    best.incident = candidate;
    best.kinship = std::move(kinship);
}

/// Does all that `other` has belong with the new symptom, or is it of a kind that `into` has too?
bool Engine::State::is_akin(const Incident& other, const Incident& into,
                            const Symptom& fresh) const {
    const auto is_there_too = [&](const Symptom& symptom) {
        return std::any_of(into.symptoms.begin(), into.symptoms.end(),
                           [&](const auto& held) { return held.symptom.kind == symptom.kind; });
    };
    return std::all_of(other.symptoms.begin(), other.symptoms.end(), [&](const auto& known) {
        return relation_of(fresh, known.symptom) != Relation::none ||
               is_dependent(fresh, known.symptom, *services) || is_there_too(known.symptom);
    });
}

// What one new symptom belongs with belongs together, while it is young and nobody works on it.
void Engine::State::gather(Turn& into, const Match& match, const Symptom& fresh) {
    for (Incident* other : match.others) {
        const bool is_young = into.at - other->opened_at <= settings.gather_within;
        if (other == match.incident || !is_young || !other->owner.empty()) continue;
        if (!is_akin(*other, into.incident, fresh)) continue;
        if (!fit_together(into.incident, {other})) continue;
        merge(into, *other,
              {"gathered", fresh.kind + " on " + fresh.subject.host + " belongs with both"},
              "engine");
    }
}

void Engine::State::merge(Turn& into, Incident& other, const Reason& why,
                          const std::string& actor) {
    Turn from = turn(other, into.at, into.changes);
    Crowd& crowd = roster.crowd_of(into.incident);
    const std::vector<Crowd::Place> demoted = absorb(into, crowd, from, why, actor);
    if (roster.crowd_of(other).size() > 0) {
        into.changes.members.push_back(MembersPassed{other.number, into.incident.number});
        roster.pass_members(other, into.incident);
    }
    finish(from);
    for (const Crowd::Place place : demoted)
        roster.file_member(into.incident, place, crowd.host(place));
    roster.claim_anew(into.incident);
    recount_members(into.incident, crowd);
    reassess(into);
}

void Engine::State::join(Match match, const SymptomArrived& word, Changes& changes) {
    Turn now = turn(*match.incident, word.at, changes);
    const Crowd& crowd = roster.crowd_of(now.incident);
    match.kinship.reasons.push_back({"score", percent(match.kinship.score) + " where " +
                                                  percent(settings.join_score) + " is needed"});
    add_symptom(now, word, std::move(match.kinship.reasons));
    if (crowd.size() > 0) recount_members(now.incident, crowd);
    finish_joining(now, match, word);
}

void Engine::State::join_as_member(Match match, const SymptomArrived& word, const Print& print,
                                   Changes& changes) {
    Turn now = turn(*match.incident, word.at, changes);
    match.kinship.reasons.push_back({"score", ""});
    admit_member(now, word, print, match.kinship.reasons);
    finish_joining(now, match, word);
}

void Engine::State::finish_joining(Turn& turn, const Match& match, const SymptomArrived& word) {
    gather(turn, match, word.symptom);
    if (turn.touched && !word.replay) speak(turn);
    finish(turn);
}

void Engine::State::admit_member(Turn& turn, const SymptomArrived& word, const Print& print,
                                 const std::vector<Reason>& because) {
    Crowd& crowd = roster.crowd_of(turn.incident);
    if (const auto known = crowd.find(print)) {
        // It was given up for another incident, which is closed by now.
        take_member_word(turn, crowd, *known, word);
    } else if (crowd.size() < settings.members_per_incident_max) {
        enter_member(turn, crowd, word, print, because);
    } else {
        ++members_refused;
        return;
    }
    roster.file_member(turn.incident, *crowd.find(print), word.symptom.subject.host);
}

Result<void> Engine::State::open(const SymptomArrived& word, const Match& nearest,
                                 Changes& changes) {
    if (roster.open_count() >= settings.open_incidents_max) {
        return fail(Errc::unavailable, std::to_string(roster.open_count()) +
                                           " incidents are open, which is the bound: resolve "
                                           "some or raise open_incidents_max");
    }
    const std::uint64_t number = next_number++;
    Incident fresh;
    fresh.number = number;
    fresh.id =
        "inc-" + stable_id({"incident", word.symptom.id, std::to_string(number)}).substr(0, 16);
    fresh.opened_at = word.at;
    Turn now = turn(fresh, word.at, changes);
    add_symptom(now, word, {{"first_symptom", "it began with this one"}});
    now.write(EventKind::opened, {{"new_fault", why_new(word.symptom, nearest, settings)},
                                  "",
                                  "P" + std::to_string(fresh.priority.level),
                                  word.symptom.sentence});
    Turn filed = turn(roster.insert(std::move(fresh)), word.at, changes);
    filed.touched = true;
    if (!word.replay) speak(filed);
    finish(filed);
    return {};
}

}  // namespace foreshock::incidents
