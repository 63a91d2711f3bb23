#include "server/incidents/major.hpp"

#include <algorithm>

#include "server/incidents/lifecycle.hpp"

namespace foreshock::incidents {
namespace {

tl::unexpected<Error> conflict(const Incident& incident, std::string_view words) {
    return fail(Errc::conflict,
                "incident " + std::to_string(incident.number) + " " + std::string{words});
}

MajorRole* find_role(Major& major, std::string_view name) {
    const auto found = std::find_if(major.roles.begin(), major.roles.end(),
                                    [&](const MajorRole& role) { return role.name == name; });
    return found == major.roles.end() ? nullptr : &*found;
}

std::string known_roles() {
    std::string text;
    for (const std::string_view role : major_roles)
        text += (text.empty() ? "" : ", ") + std::string{role};
    return text;
}

// One word for each revision: what is just being said carries the news as well.
void explain(Turn& turn, const std::string& words) {
    std::vector<Announcement>& said = turn.changes.announcements;
    const bool is_being_told = !said.empty() && said.back().incident_id == turn.incident.id &&
                               said.back().revision == turn.incident.revision + 1;
    if (is_being_told) {
        said.back().explanation = words;
    } else if (is_known_to_be_open(turn.incident)) {
        turn.tell(Transition::changed, words);
    }
}

void declare(Turn& turn, Reason reason, const std::string& actor) {
    Major major;
    major.declared_at = turn.at;
    major.declared_by = actor;
    major.reason = reason.text;
    turn.incident.handling.major = std::move(major);
    const std::string words = "a major incident: " + reason.text;
    turn.write(EventKind::major_declared, {std::move(reason), "", "", "", actor});
    explain(turn, words);
}

void fill_role(Turn& turn, const std::string& name, const std::string& holder,
               const std::string& actor) {
    Major& major = *turn.incident.handling.major;
    MajorRole* role = find_role(major, name);
    if (!role) {
        major.roles.push_back({name, "", turn.at});
        role = &major.roles.back();
    }
    if (role->holder == holder) return;
    const std::string before = std::exchange(role->holder, holder);
    role->given_at = turn.at;
    turn.write(EventKind::role_given,
               {{name, holder + " is " + name + " now"}, before, holder, "", actor});
}

}  // namespace

bool is_major(const Incident& incident) {
    const std::optional<Major>& major = incident.handling.major;
    return major && !major->ended_at;
}

Result<void> declare_major(Turn& turn, const PersonStep& step, const DeclareMajor& what) {
    if (what.reason.empty()) return fail(Errc::invalid, "reason: say why it is major");
    if (!turn.incident.is_open()) return conflict(turn.incident, "is not open");
    if (is_major(turn.incident)) return conflict(turn.incident, "is major already");
    declare(turn, {"person", what.reason}, step.actor);
    fill_role(turn, "commander", step.actor, step.actor);
    return {};
}

void declare_major_by_policy(Turn& turn) {
    const Incident& incident = turn.incident;
    const bool is_grave = incident.priority.level <= turn.settings.major_at_level;
    if (!is_grave || !incident.is_open() || incident.handling.major) return;
    if (!is_known_to_be_open(incident)) return;
    declare(turn,
            {"priority_policy", "P" + std::to_string(incident.priority.level) + ", and P" +
                                    std::to_string(turn.settings.major_at_level) +
                                    " or graver is major"},
            "engine");
}

Result<void> give_role(Turn& turn, const PersonStep& step, const GiveRole& what) {
    if (!is_major(turn.incident)) return conflict(turn.incident, "is no major incident");
    if (std::find(major_roles.begin(), major_roles.end(), what.role) == major_roles.end()) {
        return fail(Errc::invalid, "role: one of " + known_roles());
    }
    if (what.holder.empty()) return fail(Errc::invalid, "holder: who is " + what.role + "?");
    fill_role(turn, what.role, what.holder, step.actor);
    return {};
}

Result<void> end_major(Turn& turn, const PersonStep& step, const EndMajor& what) {
    if (!is_major(turn.incident)) return conflict(turn.incident, "is no major incident");
    if (what.reason.empty()) return fail(Errc::invalid, "reason: say why it is no longer major");
    turn.incident.handling.major->ended_at = turn.at;
    turn.write(EventKind::major_ended, {{"person", what.reason}, "", "", "", step.actor});
    return {};
}

}  // namespace foreshock::incidents
