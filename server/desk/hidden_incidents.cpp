#include "server/desk/hidden_incidents.hpp"

#include <algorithm>

namespace foreshock::desk {
namespace {

using incidents::Incident;
using incidents::IncidentSymptom;
using incidents::Mute;

std::set<std::string> active_mutes(const Incident& incident) {
    std::set<std::string> ids;
    if (!incident.is_open()) return ids;
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.is_active()) continue;
        for (const Mute& mute : known.muted_by)
            ids.insert(mute.id);
    }
    return ids;
}

}  // namespace

void HiddenIncidents::watch(const std::string& mute_id) {
    accounts_.try_emplace(mute_id);
}

void HiddenIncidents::forget(const std::string& mute_id) {
    accounts_.erase(mute_id);
}

void HiddenIncidents::leave(const std::string& mute_id, const std::string& incident_id,
                            TimePoint at) {
    const auto account = accounts_.find(mute_id);
    if (account == accounts_.end()) return;
    account->second.incidents.erase(incident_id);
    if (account->second.incidents.empty()) account->second.quiet_since = at;
}

// After a restart, what was hidden and is over by now still counts as having been hidden.
void HiddenIncidents::remember_past(const Incident& incident) {
    for (const IncidentSymptom& known : incident.symptoms) {
        if (!known.cleared_at) continue;
        for (const Mute& mute : known.muted_by) {
            const auto account = accounts_.find(mute.id);
            if (account == accounts_.end() || !account->second.incidents.empty()) continue;
            auto& quiet_since = account->second.quiet_since;
            quiet_since = std::max(quiet_since.value_or(*known.cleared_at), *known.cleared_at);
        }
    }
}

void HiddenIncidents::note(const Incident& incident, TimePoint at) {
    std::set<std::string> now = active_mutes(incident);
    const auto before = mutes_of_.find(incident.id);
    if (before != mutes_of_.end()) {
        for (const std::string& id : before->second) {
            if (!now.contains(id)) leave(id, incident.id, at);
        }
        mutes_of_.erase(before);
    }
    for (const std::string& id : now) {
        const auto account = accounts_.find(id);
        if (account == accounts_.end()) continue;
        account->second.incidents.insert(incident.id);
        account->second.quiet_since.reset();
    }
    remember_past(incident);
    if (!now.empty()) mutes_of_.emplace(incident.id, std::move(now));
}

const std::set<std::string>& HiddenIncidents::by(const std::string& mute_id) const {
    static const std::set<std::string> none;
    const auto account = accounts_.find(mute_id);
    return account == accounts_.end() ? none : account->second.incidents;
}

std::optional<TimePoint> HiddenIncidents::quiet_since(const std::string& mute_id,
                                                      TimePoint since) const {
    const auto account = accounts_.find(mute_id);
    if (account == accounts_.end() || !account->second.quiet_since) return std::nullopt;
    if (*account->second.quiet_since < since) return std::nullopt;
    return account->second.quiet_since;
}

}  // namespace foreshock::desk
