#include "server/incidents/transfer.hpp"

#include <algorithm>

#include "server/incidents/lifecycle.hpp"

namespace foreshock::incidents {
namespace {

std::string known_reasons() {
    std::string text;
    for (const std::string_view reason : transfer_reasons)
        text += (text.empty() ? "" : ", ") + std::string{reason};
    return text;
}

Result<void> check(const Incident& incident, const Transfer& what, people::Tier to) {
    const bool is_known = std::find(transfer_reasons.begin(), transfer_reasons.end(),
                                    what.reason) != transfer_reasons.end();
    if (!is_known) return fail(Errc::invalid, "reason: one of " + known_reasons());
    if (what.kind != Transfer::Kind::assign && what.note.empty()) {
        return fail(Errc::invalid, "note: say what the next one must know");
    }
    const std::string name = "incident " + std::to_string(incident.number);
    if (!incident.is_open()) return fail(Errc::conflict, name + " is not open");
    const people::Tier from = incident.handling.care.assignment.tier;
    const std::string held = name + " is with " + std::string{to_string(from)};
    if (what.kind == Transfer::Kind::escalate && to <= from) {
        return fail(Errc::conflict, held + ": escalate to a higher tier, or hand it over");
    }
    if (what.kind != Transfer::Kind::escalate && to > from) {
        return fail(Errc::conflict, held + ": escalate it to reach a higher tier");
    }
    if (what.kind == Transfer::Kind::assign && what.person.empty()) {
        return fail(Errc::invalid, "person: who is to take it?");
    }
    if (what.person.empty() && what.team.empty() && !what.tier) {
        return fail(Errc::invalid, "person, team or tier: who is to have it?");
    }
    return {};
}

EventKind kind_of(Transfer::Kind kind) {
    switch (kind) {
        case Transfer::Kind::assign:
            return EventKind::assigned;
        case Transfer::Kind::escalate:
            return EventKind::escalated;
        case Transfer::Kind::hand_over:
            return EventKind::handed_over;
    }
    return EventKind::assigned;
}

std::string tier_words(const Incident& incident) {
    return std::string{to_string(incident.handling.care.assignment.tier)} + " " +
           owner_of(incident);
}

}  // namespace

void give_to(Turn& turn, const std::string& owner) {
    Incident& incident = turn.incident;
    turn.touched = true;
    incident.owner = owner;
    incident.handling.owner_active_at.reset();
    if (!incident.is_open()) return;
    incident.state = owner.empty() ? IncidentState::fresh : IncidentState::assigned;
    incident.handling.waiting.reset();
}

Result<void> transfer(Turn& turn, const PersonStep& step, const Transfer& what) {
    Incident& incident = turn.incident;
    Assignment& assignment = incident.handling.care.assignment;
    const people::Tier to = what.tier.value_or(assignment.tier);
    if (auto good = check(incident, what, to); !good) return good;
    const std::string before = tier_words(incident);
    if (to != assignment.tier) assignment.since = turn.at;
    assignment.tier = to;
    if (!what.team.empty()) assignment.team = what.team;
    assignment.because = what.reason;
    assignment.by_hand_at = incident.priority.level;
    // Whoever gives it away did something: that counts before it is somebody else's.
    turn.write(
        kind_of(what.kind),
        {{what.reason,
          step.actor + " gives it to " + (what.person.empty() ? assignment.team : what.person)},
         before,
         std::string{to_string(to)} + " " + (what.person.empty() ? assignment.team : what.person),
         what.note,
         step.actor});
    give_to(turn, what.person);
    if (is_known_to_be_open(incident)) {
        turn.tell(Transition::changed, before + " gave it to " + tier_words(incident));
    }
    return {};
}

}  // namespace foreshock::incidents
