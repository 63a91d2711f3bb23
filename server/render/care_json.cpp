#include "server/render/care_json.hpp"

#include <nlohmann/json.hpp>

#include "server/render/json_forms.hpp"

namespace foreshock::render {
namespace {

using incidents::Incident;

Json clock_json(const incidents::ServiceClock& clock) {
    if (clock.promised <= Duration{0}) return nullptr;
    return {{"state", to_string(state_of(clock))},
            {"promised_seconds", to_seconds(clock.promised)},
            {"used_seconds", to_seconds(clock.used)},
            {"counted_since", time_json(clock.counted_since)},
            {"started_at", format_rfc3339(clock.started_at)},
            {"due_at", time_json(clock.due_at)},
            {"at_risk_at", time_json(clock.risk_at)},
            {"stopped_at", time_json(clock.stopped_at)},
            {"breached_at", time_json(clock.breached_at)},
            {"paused_because", clock.paused_because}};
}

Json assignment_json(const Incident& incident) {
    const incidents::Assignment& one = incident.handling.care.assignment;
    return {{"tier", to_string(one.tier)},
            {"team", one.team},
            {"owner", owner_of(incident)},
            {"since", one.team.empty() ? Json(nullptr) : Json(format_rfc3339(one.since))},
            {"because", one.because},
            {"route", one.route}};
}

Json page_json(const incidents::Page& page) {
    return {{"person", page.person},
            {"channel", page.contact.channel},
            {"why", page.why},
            {"at", format_rfc3339(page.at)},
            {"due_at", format_rfc3339(page.due_at)},
            {"state", to_string(page.state)},
            {"detail", page.detail}};
}

Json paging_json(const incidents::Paging& paging) {
    Json pages = Json::array();
    for (const incidents::Page& page : paging.pages)
        pages.push_back(page_json(page));
    return {{"policy", paging.policy},
            {"round", paging.round + 1},
            {"step", paging.step + 1},
            {"next_at", time_json(paging.next_at)},
            {"exhausted", paging.exhausted},
            {"acknowledgement_ends_at", time_json(paging.acknowledgement_ends_at)},
            {"pages", std::move(pages)}};
}

Json bridge_json(const std::optional<incidents::Bridge>& bridge) {
    if (!bridge) return nullptr;
    Json visits = Json::array();
    for (const incidents::BridgeVisit& visit : bridge->visits)
        visits.push_back({{"person", visit.person}, {"at", format_rfc3339(visit.at)}});
    return {{"url", bridge->url.empty() ? Json(nullptr) : Json(bridge->url)},
            {"opened_by", bridge->opened_by},
            {"reason", bridge->reason},
            {"opened_at", format_rfc3339(bridge->opened_at)},
            {"ended_at", time_json(bridge->ended_at)},
            {"invited", bridge->invited},
            {"invites_reporters", bridge->invites_reporters},
            {"joined", std::move(visits)}};
}

Json spent_json(const incidents::TimeSpent& spent) {
    Json states = Json::object();
    for (std::size_t i = 0; i < spent.in_state.size(); ++i) {
        states[std::string{to_string(static_cast<incidents::IncidentState>(i))}] =
            to_seconds(spent.in_state[i]);
    }
    Json tiers = Json::object();
    for (std::size_t i = 0; i < spent.in_tier.size(); ++i) {
        tiers[std::string{to_string(static_cast<people::Tier>(i + 1))}] =
            to_seconds(spent.in_tier[i]);
    }
    return {{"state_seconds", std::move(states)},
            {"tier_seconds", std::move(tiers)},
            {"counted_until", time_json(spent.counted_at)}};
}

}  // namespace

void add_care(const Incident& incident, Json& json) {
    const incidents::Handling& handling = incident.handling;
    json["assignment"] = assignment_json(incident);
    json["first_response_at"] = time_json(handling.first_response_at);
    json["first_response_by"] = handling.first_response_by;
    json["clocks"] = {{"response", clock_json(handling.care.clocks.response)},
                      {"resolution", clock_json(handling.care.clocks.resolution)},
                      {"calendar", handling.care.clocks.calendar}};
    json["paging"] = paging_json(handling.care.paging);
    json["bridge"] = bridge_json(handling.care.bridge);
    json["time_spent"] = spent_json(handling.spent);
}

}  // namespace foreshock::render
