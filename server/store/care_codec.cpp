#include "server/store/care_codec.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::store {
namespace {

using incidents::Assignment;
using incidents::Bridge;
using incidents::BridgeVisit;
using incidents::Care;
using incidents::Page;
using incidents::Paging;
using incidents::ServiceClock;

Json span_to_json(Duration span) {
    return span.count();
}

Duration span_from_json(const Json& json) {
    return Duration{json.get<std::int64_t>()};
}

Json tier_to_json(people::Tier tier) {
    return to_string(tier);
}

people::Tier tier_from_json(const Json& json) {
    return must(people::parse_tier(json.get<std::string>()));
}

Json assignment_to_json(const Assignment& one) {
    return {
        {"tier", tier_to_json(one.tier)}, {"team", one.team},   {"since", time_to_json(one.since)},
        {"because", one.because},         {"route", one.route}, {"by_hand_at", one.by_hand_at}};
}

Assignment assignment_from_json(const Json& json) {
    return {tier_from_json(json.at("tier")),  text_at(json, "team"),
            time_from_json(json.at("since")), text_at(json, "because"),
            text_at(json, "route"),           json.at("by_hand_at").get<int>()};
}

Json clock_to_json(const ServiceClock& clock) {
    return {{"promised", span_to_json(clock.promised)},
            {"started_at", time_to_json(clock.started_at)},
            {"used", span_to_json(clock.used)},
            {"counted_since", time_to_json(clock.counted_since)},
            {"due_at", time_to_json(clock.due_at)},
            {"risk_at", time_to_json(clock.risk_at)},
            {"stopped_at", time_to_json(clock.stopped_at)},
            {"breached_at", time_to_json(clock.breached_at)},
            {"at_risk", clock.at_risk},
            {"paused_because", clock.paused_because}};
}

ServiceClock clock_from_json(const Json& json) {
    ServiceClock clock;
    clock.promised = span_from_json(json.at("promised"));
    clock.started_at = time_from_json(json.at("started_at"));
    clock.used = span_from_json(json.at("used"));
    clock.counted_since = optional_time(json.at("counted_since"));
    clock.due_at = optional_time(json.at("due_at"));
    clock.risk_at = optional_time(json.at("risk_at"));
    clock.stopped_at = optional_time(json.at("stopped_at"));
    clock.breached_at = optional_time(json.at("breached_at"));
    clock.at_risk = json.at("at_risk").get<bool>();
    clock.paused_because = text_at(json, "paused_because");
    return clock;
}

Json page_to_json(const Page& page) {
    return {{"id", page.id},
            {"person", page.person},
            {"channel", page.contact.channel},
            {"address", page.contact.address},
            {"place", page.place},
            {"why", page.why},
            {"at", time_to_json(page.at)},
            {"due_at", time_to_json(page.due_at)},
            {"state", to_string(page.state)},
            {"detail", page.detail},
            {"fell_back", page.fell_back}};
}

Page page_from_json(const Json& json) {
    Page page;
    page.id = text_at(json, "id");
    page.person = text_at(json, "person");
    page.contact = {text_at(json, "channel"), text_at(json, "address")};
    page.place = json.at("place").get<std::size_t>();
    page.why = text_at(json, "why");
    page.at = time_from_json(json.at("at"));
    page.due_at = time_from_json(json.at("due_at"));
    page.state = must(incidents::parse_page_state(text_at(json, "state")));
    page.detail = text_at(json, "detail");
    page.fell_back = json.at("fell_back").get<bool>();
    return page;
}

Json paging_to_json(const Paging& paging) {
    return {{"policy", paging.policy},
            {"called_for", paging.called_for},
            {"round", paging.round},
            {"step", paging.step},
            {"series", paging.series},
            {"next_at", time_to_json(paging.next_at)},
            {"exhausted", paging.exhausted},
            {"acknowledgement_ends_at", time_to_json(paging.acknowledgement_ends_at)},
            {"reminded", paging.reminded},
            {"pages", list_to_json(paging.pages, page_to_json)}};
}

Paging paging_from_json(const Json& json) {
    Paging paging;
    paging.policy = text_at(json, "policy");
    paging.called_for = text_at(json, "called_for");
    paging.round = json.at("round").get<int>();
    paging.step = json.at("step").get<std::size_t>();
    paging.series = json.at("series").get<std::uint64_t>();
    paging.next_at = optional_time(json.at("next_at"));
    paging.exhausted = json.at("exhausted").get<bool>();
    paging.acknowledgement_ends_at = optional_time(json.at("acknowledgement_ends_at"));
    paging.reminded = json.at("reminded").get<bool>();
    paging.pages = list_from_json(json.at("pages"), page_from_json);
    return paging;
}

Json visit_to_json(const BridgeVisit& visit) {
    return {{"person", visit.person}, {"at", time_to_json(visit.at)}};
}

BridgeVisit visit_from_json(const Json& json) {
    return {text_at(json, "person"), time_from_json(json.at("at"))};
}

Json bridge_to_json(const std::optional<Bridge>& bridge) {
    if (!bridge) return nullptr;
    return {{"url", bridge->url},
            {"opened_by", bridge->opened_by},
            {"reason", bridge->reason},
            {"opened_at", time_to_json(bridge->opened_at)},
            {"ended_at", time_to_json(bridge->ended_at)},
            {"invites_sent", bridge->invites_sent},
            {"invites_reporters", bridge->invites_reporters},
            {"invited", bridge->invited},
            {"visits", list_to_json(bridge->visits, visit_to_json)}};
}

std::optional<Bridge> bridge_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    Bridge bridge;
    bridge.url = text_at(json, "url");
    bridge.opened_by = text_at(json, "opened_by");
    bridge.reason = text_at(json, "reason");
    bridge.opened_at = time_from_json(json.at("opened_at"));
    bridge.ended_at = optional_time(json.at("ended_at"));
    bridge.invites_sent = json.at("invites_sent").get<bool>();
    bridge.invites_reporters = json.value("invites_reporters", false);
    bridge.invited = json.at("invited").get<std::vector<std::string>>();
    bridge.visits = list_from_json(json.at("visits"), visit_from_json);
    return bridge;
}

}  // namespace

Json care_to_json(const Care& care) {
    return {{"assignment", assignment_to_json(care.assignment)},
            {"response", clock_to_json(care.clocks.response)},
            {"resolution", clock_to_json(care.clocks.resolution)},
            {"calendar", care.clocks.calendar},
            {"paging", paging_to_json(care.paging)},
            {"bridge", bridge_to_json(care.bridge)},
            {"services", care.services}};
}

Care care_from_json(const Json& json) {
    Care care;
    care.assignment = assignment_from_json(json.at("assignment"));
    care.clocks.response = clock_from_json(json.at("response"));
    care.clocks.resolution = clock_from_json(json.at("resolution"));
    care.clocks.calendar = text_at(json, "calendar");
    care.paging = paging_from_json(json.at("paging"));
    care.bridge = bridge_from_json(json.at("bridge"));
    care.services = json.at("services").get<std::vector<std::string>>();
    return care;
}

Json spent_to_json(const incidents::TimeSpent& spent) {
    Json json{{"counted_at", time_to_json(spent.counted_at)},
              {"state", spent.state},
              {"tier", tier_to_json(spent.tier)},
              {"in_state", Json::array()},
              {"in_tier", Json::array()}};
    for (const Duration span : spent.in_state)
        json["in_state"].push_back(span_to_json(span));
    for (const Duration span : spent.in_tier)
        json["in_tier"].push_back(span_to_json(span));
    return json;
}

incidents::TimeSpent spent_from_json(const Json& json) {
    incidents::TimeSpent spent;
    spent.counted_at = optional_time(json.at("counted_at"));
    spent.state = json.at("state").get<std::uint8_t>();
    if (spent.state >= spent.in_state.size()) throw std::out_of_range{"no such state"};
    spent.tier = tier_from_json(json.at("tier"));
    for (std::size_t i = 0; i < spent.in_state.size(); ++i)
        spent.in_state[i] = span_from_json(json.at("in_state").at(i));
    for (std::size_t i = 0; i < spent.in_tier.size(); ++i)
        spent.in_tier[i] = span_from_json(json.at("in_tier").at(i));
    return spent;
}

}  // namespace foreshock::store
