#include "server/incidents/hypothesis_steps.hpp"

#include <algorithm>

namespace foreshock::incidents {
namespace {

Hypothesis* find(Incident& incident, std::string_view id) {
    const auto found = std::find_if(incident.hypotheses.begin(), incident.hypotheses.end(),
                                    [&](const Hypothesis& one) { return one.id == id; });
    return found == incident.hypotheses.end() ? nullptr : &*found;
}

Result<void> check_step(const Incident& incident, const Hypothesis& hypothesis,
                        HypothesisState to) {
    if (!may_become(hypothesis.state, to)) {
        return fail(Errc::conflict, "hypothesis " + hypothesis.id + " is " +
                                        std::string{to_string(hypothesis.state)} +
                                        ": it cannot become " + std::string{to_string(to)});
    }
    if (hypothesis.evidence.size() >= Hypothesis::evidence_max) {
        return fail(Errc::conflict, "hypothesis " + hypothesis.id + " has " +
                                        std::to_string(Hypothesis::evidence_max) +
                                        " pieces of evidence, which is the bound");
    }
    if (to != HypothesisState::accepted) return {};
    for (const Hypothesis& other : incident.hypotheses) {
        if (other.state != HypothesisState::accepted) continue;
        return fail(Errc::conflict, "hypothesis " + other.id + " is accepted already");
    }
    return {};
}

}  // namespace

Result<void> propose(Turn& turn, const HypothesisProposed& step) {
    std::vector<Hypothesis>& all = turn.incident.hypotheses;
    if (step.text.empty()) return fail(Errc::invalid, "text: what is believed to be the cause?");
    if (all.size() >= hypotheses_max) {
        return fail(Errc::conflict, std::to_string(hypotheses_max) +
                                        " hypotheses are on record, which is the bound");
    }
    const std::string id = "h" + std::to_string(all.size() + 1);
    all.push_back({id, step.text, step.actor, turn.at, HypothesisState::proposed, {}});
    turn.write(EventKind::hypothesis_proposed,
               {{"proposed", "believed by " + step.actor}, "", id, step.text, step.actor});
    return {};
}

Result<void> judge(Turn& turn, const HypothesisJudged& step) {
    if (step.evidence.empty()) return fail(Errc::invalid, "evidence: what speaks for that?");
    Hypothesis* hypothesis = find(turn.incident, step.hypothesis);
    if (!hypothesis) return fail(Errc::not_found, "hypothesis " + step.hypothesis);
    if (auto good = check_step(turn.incident, *hypothesis, step.state); !good) return good;
    const std::string before{to_string(hypothesis->state)};
    hypothesis->state = step.state;
    hypothesis->evidence.push_back({turn.at, step.actor, step.evidence, step.state});
    turn.write(EventKind::hypothesis_judged,
               {{std::string{to_string(step.state)}, hypothesis->id + ": " + hypothesis->text},
                before,
                std::string{to_string(step.state)},
                step.evidence,
                step.actor});
    return {};
}

Result<const Hypothesis*> accepted_hypothesis(const Incident& incident, std::string_view id) {
    std::string known;
    for (const Hypothesis& one : incident.hypotheses) {
        if (one.id == id && one.state == HypothesisState::accepted) return &one;
        if (one.id == id) {
            return fail(Errc::conflict, "hypothesis: " + one.id + " is " +
                                            std::string{to_string(one.state)} +
                                            ", and only an accepted one is the cause");
        }
        known += (known.empty() ? "" : ", ") + one.id;
    }
    return fail(Errc::invalid, "hypothesis: incident " + std::to_string(incident.number) +
                                   " has no '" + std::string{id.substr(0, 60)} + "'; " +
                                   (known.empty() ? "it has none" : "it has " + known));
}

}  // namespace foreshock::incidents
