#include <algorithm>
#include <set>

#include "core/hash.hpp"
#include "server/incidents/engine_state.hpp"
#include "server/incidents/fingerprint.hpp"
#include "server/incidents/leading.hpp"
#include "server/incidents/lifecycle.hpp"
#include "server/incidents/membership.hpp"

// What people put together and take apart.
namespace foreshock::incidents {
namespace {

std::string leading_kind(const Incident& incident) {
    const IncidentSymptom* leading = leading_symptom(incident);
    return leading ? leading->symptom.kind : "";
}

Result<void> check(std::string_view actor, std::string_view reason) {
    if (actor.empty()) return fail(Errc::invalid, "actor: who does this?");
    if (reason.empty()) return fail(Errc::invalid, "reason: say why");
    return {};
}

std::vector<std::string> prints_of(const std::vector<IncidentSymptom>& symptoms) {
    std::vector<std::string> prints;
    for (const IncidentSymptom& known : symptoms)
        prints.push_back(fingerprint(known.symptom));
    return prints;
}

// An open incident either has active symptoms or recovers.
void settle(Turn& turn) {
    if (!turn.incident.has_active_symptoms() && !turn.incident.recovering_since) {
        settle_after_clear(turn);
    }
    reassess(turn);
}

}  // namespace

Result<Incident*> Engine::State::open_one(const std::string& id) {
    Incident* incident = roster.find(id);
    if (!incident) return fail(Errc::not_found, "incident " + id);
    if (!incident->is_open()) {
        return fail(Errc::conflict, number_words(*incident) + " is " +
                                        std::string{to_string(incident->state)} +
                                        ": only open ones are put together or taken apart");
    }
    return incident;
}

bool Engine::State::fit_together(const Incident& into, const std::vector<Incident*>& others) {
    std::size_t members = roster.crowd_of(into).size();
    std::size_t kept = into.symptoms.size();
    for (const Incident* other : others) {
        members += roster.crowd_of(*other).size();
        kept += other->symptoms.size();
    }
    const std::size_t whole = std::min(kept, settings.symptoms_per_incident_max);
    return members + (kept - whole) <= settings.members_per_incident_max;
}

Result<Changes> Engine::State::on(const MergeAsked& step) {
    if (auto good = check(step.actor, step.reason); !good) return fail(std::move(good).error());
    const auto into = open_one(step.incident_id);
    if (!into) return fail(into.error());
    std::set<Incident*> others;
    for (const std::string& id : step.from) {
        const auto other = open_one(id);
        if (!other) return fail(other.error());
        if (*other == *into) return fail(Errc::invalid, "from: an incident is part of itself");
        others.insert(*other);
    }
    if (others.empty()) return fail(Errc::invalid, "from: which incidents are part of it?");
    std::vector<Incident*> in_order(others.begin(), others.end());
    std::sort(in_order.begin(), in_order.end(),
              [](const Incident* a, const Incident* b) { return a->number < b->number; });
    if (!fit_together(**into, in_order)) {
        return fail(Errc::conflict, "together they have more symptoms than one incident may");
    }
    Changes changes;
    Turn now = turn(**into, step.at, changes);
    for (Incident* other : in_order) {
        learn(leading_kind(now.incident), leading_kind(*other), 1, 0, now);
        const bool has_members = roster.crowd_of(*other).size() > 0;
        now.incident.regrouped =
            Regrouping{Regrouping::Step::merged, other->id,
                       has_members ? std::vector<std::string>{} : prints_of(other->symptoms)};
        merge(now, *other, {"person", step.reason}, step.actor);
    }
    finish(now);
    return changes;
}

Result<Changes> Engine::State::on(const SplitAsked& step) {
    if (auto good = check(step.actor, step.reason); !good) return fail(std::move(good).error());
    const auto incident = open_one(step.incident_id);
    if (!incident) return fail(incident.error());
    const std::set<std::string> wanted(step.symptoms.begin(), step.symptoms.end());
    std::set<std::string> prints;
    for (const IncidentSymptom& known : (*incident)->symptoms) {
        const std::string print = fingerprint(known.symptom);
        if (wanted.contains(known.symptom.id) || wanted.contains(print)) prints.insert(print);
    }
    if (prints.empty()) {
        return fail(Errc::not_found,
                    "symptoms: " + number_words(**incident) + " keeps none of them whole");
    }
    Changes changes;
    auto split = split_off(**incident, prints, step, changes);
    if (!split) return fail(std::move(split).error());
    return changes;
}

Result<void> Engine::State::split_off(Incident& incident, const std::set<std::string>& prints,
                                      const SplitAsked& step, Changes& changes) {
    if (prints.size() >= incident.symptoms.size()) {
        return fail(Errc::conflict, "symptoms: nothing would be left of " + number_words(incident));
    }
    if (roster.open_count() >= settings.open_incidents_max) {
        return fail(Errc::unavailable, "open_incidents_max incidents are open");
    }
    Incident fresh;
    fresh.number = next_number++;
    fresh.id =
        "inc-" + stable_id({"split", incident.id, std::to_string(fresh.number)}).substr(0, 16);
    fresh.opened_at = step.at;
    fresh.symptoms = roster.take_symptoms(incident, prints);
    fresh.occurred = std::any_of(fresh.symptoms.begin(), fresh.symptoms.end(), [](const auto& one) {
        return one.worst_phase == Phase::occurring;
    });
    for (IncidentSymptom& known : fresh.symptoms)
        known.joined_because.push_back({"split", step.reason});
    fresh.first_sign_at = fresh.symptoms.front().symptom.first_sign;
    fresh.phase = fresh.symptoms.front().symptom.phase;
    fresh.sentence = fresh.symptoms.front().symptom.sentence;
    fresh.title = describe_title(fresh);
    fresh.category = incident.category;
    fresh.subcategory = incident.subcategory;
    fresh.priority = incident.priority;
    fresh.regrouped = Regrouping{Regrouping::Step::split, incident.id, {}};
    incident.regrouped = Regrouping{Regrouping::Step::split, fresh.id, {}};
    Turn rest = turn(incident, step.at, changes);
    learn(leading_kind(incident), leading_kind(fresh), 0, 1, rest);
    const Reason why{"person", step.reason};
    rest.write(EventKind::split, {why, "", number_words(fresh), fresh.sentence, step.actor});
    recount_members(incident, roster.crowd_of(incident));
    settle(rest);
    finish(rest);
    Turn apart = turn(roster.insert(std::move(fresh)), step.at, changes);
    apart.write(EventKind::split,
                {why, number_words(incident), "", apart.incident.sentence, step.actor});
    settle(apart);
    speak(apart);
    finish(apart);
    return {};
}

Result<Changes> Engine::State::on(const RegroupingUndone& step) {
    if (auto good = check(step.actor, step.reason); !good) return fail(std::move(good).error());
    const auto incident = open_one(step.incident_id);
    if (!incident) return fail(incident.error());
    const std::optional<Regrouping> last = (*incident)->regrouped;
    if (!last) {
        return fail(Errc::conflict,
                    "nothing was merged into or split from " + number_words(**incident) + " last");
    }
    if (last->step == Regrouping::Step::split) {
        return on(MergeAsked{step.at, step.incident_id, {last->other}, step.actor, step.reason});
    }
    if (last->symptoms.empty()) {
        return fail(Errc::conflict,
                    "what was merged had more symptoms than are kept whole; it "
                    "cannot be told apart any more");
    }
    return on(SplitAsked{step.at, step.incident_id, last->symptoms, step.actor, step.reason});
}

void Engine::State::learn(const std::string& kind, const std::string& other, int merged, int split,
                          Turn& turn) {
    if (kind.empty() || other.empty()) return;
    turn.changes.feedback.push_back(feedback.learn(kind, other, merged, split, turn.at));
}

void Engine::State::heed_people(const Symptom& fresh, const Incident& candidate,
                                Kinship& kinship) const {
    if (feedback.size() == 0 || kinship.score <= 0) return;
    const std::string kind = leading_kind(candidate);
    const double weight = feedback.weight(fresh.kind, kind);
    if (weight == 0) return;
    kinship.score = std::clamp(kinship.score + weight, 0.0, 1.0);
    kinship.reasons.push_back(
        {weight > 0 ? "people_merged" : "people_split", feedback.words(fresh.kind, kind)});
}

}  // namespace foreshock::incidents
