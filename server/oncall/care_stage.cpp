#include "server/oncall/care_stage.hpp"

#include <algorithm>

#include "server/oncall/calling.hpp"
#include "server/oncall/conference.hpp"
#include "server/oncall/promises.hpp"
#include "server/oncall/routing.hpp"

namespace foreshock::oncall {

using incidents::Changes;
using incidents::DeskDecided;
using incidents::EventKind;
using incidents::Incident;
using incidents::PersonStep;

namespace {

/// The world, or a person, knows of it.
bool has_begun(const Incident& incident) {
    return incident.announced_at || incident.acknowledged_at || !incident.owner.empty() ||
           incident.handling.care.assignment.by_hand_at > 0;
}

bool went_straight_up(const DeskDecided& decided) {
    return std::any_of(decided.lines.begin(), decided.lines.end(), [](const auto& line) {
        return line.kind == EventKind::escalated && line.reason.code == "priority";
    });
}

void remember_services(Deliberation& about) {
    std::vector<std::string>& known = about.decided.care.services;
    std::set<std::string> all = services_of(about.incident, about.world.services);
    all.insert(known.begin(), known.end());
    known.assign(all.begin(), all.end());
    if (known.size() > incidents::Care::services_max) {
        known.resize(incidents::Care::services_max);
    }
}

void inform_others(Deliberation& about) {
    if (!went_straight_up(about.decided)) return;
    std::vector<std::string> teams;
    for (const people::Tier tier : {people::Tier::l1, people::Tier::l2})
        teams.push_back(team_of(tier, about.incident, about.world));
    inform_teams(about, teams, "informed");
}

std::optional<TimePoint> deadline_of(const Incident& incident, const World& world) {
    if (!incident.is_open() || !has_begun(incident)) return std::nullopt;
    std::optional<TimePoint> next;
    for (const auto at : {clock_deadline(incident.handling.care.clocks),
                          calling_deadline(incident, world), tier_deadline(incident, world)}) {
        if (at && (!next || *at < *next)) next = at;
    }
    return next;
}

}  // namespace

DeskDecided decide(const Incident& incident, const World& world, TimePoint now) {
    Deliberation about{world, incident, now};
    if (!has_begun(incident)) return about.decided;
    if (incident.is_open()) {
        remember_services(about);
        route(about);
    }
    keep_promises(about);
    call_people(about);
    if (incident.is_open()) {
        inform_others(about);
        hold_conference(about);
    }
    return std::move(about.decided);
}

bool is_empty(const DeskDecided& decided, const Incident& incident) {
    return decided.care == incident.handling.care && !decided.owner && decided.lines.empty() &&
           decided.pages.empty() && !decided.withdraws_pages && !decided.asks_for_bridge;
}

void CareStage::see(const people::Directory& directory, const Rota& rota,
                    const incidents::ServiceMap& services) {
    directory_ = &directory;
    rota_ = &rota;
    services_ = &services;
}

Result<Changes> CareStage::apply(incidents::Input&& input) {
    auto* step = std::get_if<PersonStep>(&input);
    const Incident* incident = step ? engine_.find(step->incident_id) : nullptr;
    if (incident) {
        Result<void> completed;
        if (auto* transfer = std::get_if<incidents::Transfer>(&step->what)) {
            completed = complete(*transfer, *incident, world());
        } else if (auto* bridge = std::get_if<incidents::OpenBridge>(&step->what)) {
            completed = complete(*bridge, *incident, world(), step->at);
        }
        if (!completed) return fail(std::move(completed).error());
    }
    return stage_.apply(std::move(input));
}

void CareStage::note(const std::string& incident_id) {
    changed_.insert(incident_id);
}

void CareStage::file(const Incident& incident) {
    const auto known = deadline_of_.find(incident.id);
    if (known != deadline_of_.end()) {
        deadlines_.erase({known->second, incident.id});
        deadline_of_.erase(known);
    }
    const auto due = deadline_of(incident, world());
    if (!due) return;
    deadlines_.emplace(*due, incident.id);
    deadline_of_.emplace(incident.id, *due);
}

void CareStage::look_at(const std::string& id, TimePoint now, std::vector<Changes>& follows) {
    for (int look = 0; look < looks_max; ++look) {
        const Incident* incident = engine_.find(id);
        if (!incident) break;
        DeskDecided decided = decide(*incident, world(), now);
        if (is_empty(decided, *incident)) break;
        Result<Changes> changes = stage_.apply(std::move(decided));
        if (!changes) break;
        follows.push_back(std::move(*changes));
    }
    if (const Incident* incident = engine_.find(id)) return file(*incident);
    const auto known = deadline_of_.find(id);
    if (known == deadline_of_.end()) return;
    deadlines_.erase({known->second, id});
    deadline_of_.erase(known);
}

std::vector<Changes> CareStage::settle(TimePoint now) {
    std::set<std::string> looked_at = std::exchange(changed_, {});
    for (auto due = deadlines_.begin(); due != deadlines_.end() && due->first <= now; ++due)
        looked_at.insert(due->second);
    std::vector<Changes> follows;
    for (const std::string& id : looked_at)
        look_at(id, now, follows);
    return follows;
}

std::optional<TimePoint> CareStage::next_deadline() const {
    if (deadlines_.empty()) return std::nullopt;
    return deadlines_.begin()->first;
}

}  // namespace foreshock::oncall
