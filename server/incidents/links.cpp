#include "server/incidents/links.hpp"

#include <algorithm>

namespace foreshock::incidents {
namespace {

std::string name_of(const Incident& incident) {
    return "incident " + std::to_string(incident.number);
}

bool has_link(const Incident& incident, LinkKind kind) {
    const auto& links = incident.handling.links;
    return std::any_of(links.begin(), links.end(),
                       [kind](const IncidentLink& link) { return link.kind == kind; });
}

const IncidentLink* link_to(const Incident& incident, std::string_view id) {
    const auto& links = incident.handling.links;
    const auto found = std::find_if(links.begin(), links.end(), [id](const IncidentLink& link) {
        return link.incident_id == id;
    });
    return found == links.end() ? nullptr : &*found;
}

bool is_below(const Incident& incident) {
    return has_link(incident, LinkKind::child_of) || has_link(incident, LinkKind::duplicate_of);
}

bool is_above(const Incident& incident) {
    return has_link(incident, LinkKind::parent_of) || has_link(incident, LinkKind::duplicated_by);
}

void add(Turn& turn, LinkKind kind, const Incident& other, const PersonStep& step,
         const std::string& reason) {
    turn.incident.handling.links.push_back({kind, other.id, other.number, step.actor, turn.at});
    turn.write(EventKind::linked,
               {{std::string{to_string(kind)},
                 std::string{to_string(kind)} + " " + name_of(other) + ": " + reason},
                "",
                other.id,
                reason,
                step.actor});
}

void remove(Turn& turn, const std::string& other_id, const PersonStep& step,
            const std::string& reason) {
    const IncidentLink* link = link_to(turn.incident, other_id);
    if (!link) return;
    const std::string kind{to_string(link->kind)};
    const std::string number = std::to_string(link->number);
    std::erase_if(turn.incident.handling.links,
                  [&](const IncidentLink& one) { return one.incident_id == other_id; });
    turn.write(EventKind::unlinked,
               {{kind, "no longer " + kind + " incident " + number + ": " + reason},
                other_id,
                "",
                reason,
                step.actor});
}

}  // namespace

Result<void> make_link(Turn& turn, Turn& other, const PersonStep& step, const MakeLink& what) {
    const Incident& mine = turn.incident;
    if (what.reason.empty()) return fail(Errc::invalid, "reason: say what they have in common");
    if (mine.id == other.incident.id) return fail(Errc::invalid, "other: that is the same one");
    if (what.kind != LinkKind::duplicate_of && what.kind != LinkKind::child_of) {
        return fail(Errc::invalid, "kind: duplicate_of or child_of");
    }
    const IncidentLink* known = link_to(mine, other.incident.id);
    if (known && known->kind == what.kind) return {};
    if (known) return fail(Errc::conflict, "they are linked already: remove that link first");
    if (is_below(other.incident) || is_above(mine) || is_below(mine)) {
        return fail(Errc::conflict, "links go one level deep, and upwards to one incident only");
    }
    if (other.incident.handling.links.size() >= Handling::links_max) {
        return fail(Errc::conflict, name_of(other.incident) + " has " +
                                        std::to_string(Handling::links_max) + " links already");
    }
    add(turn, what.kind, other.incident, step, what.reason);
    add(other, other_side(what.kind), mine, step, what.reason);
    return {};
}

Result<void> remove_link(Turn& turn, Turn* other, const PersonStep& step, const RemoveLink& what) {
    if (what.reason.empty()) return fail(Errc::invalid, "reason: say why not");
    if (!link_to(turn.incident, what.other_id)) {
        return fail(Errc::not_found, "no link to incident " + what.other_id);
    }
    remove(turn, what.other_id, step, what.reason);
    if (other) remove(*other, turn.incident.id, step, what.reason);
    return {};
}

void forget_link(Turn& turn, const Incident& gone) {
    if (!link_to(turn.incident, gone.id)) return;
    std::erase_if(turn.incident.handling.links,
                  [&](const IncidentLink& one) { return one.incident_id == gone.id; });
    turn.write(EventKind::unlinked,
               {{"gone", name_of(gone) + " is no longer kept here"}, gone.id, "", ""});
}

bool is_duplicate(const Incident& incident) {
    return has_link(incident, LinkKind::duplicate_of);
}

}  // namespace foreshock::incidents
