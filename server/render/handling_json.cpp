#include "server/render/handling_json.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::render {
namespace {

using Json = nlohmann::ordered_json;

Json time_json(const std::optional<TimePoint>& at) {
    if (!at) return nullptr;
    return format_rfc3339(*at);
}

Json waiting_json(const std::optional<incidents::Waiting>& waiting) {
    if (!waiting) return nullptr;
    return {{"reason", waiting->reason},
            {"since", format_rfc3339(waiting->since)},
            {"wake_at", time_json(waiting->wake_at)}};
}

Json major_json(const std::optional<incidents::Major>& major) {
    if (!major) return nullptr;
    Json roles = Json::array();
    for (const incidents::MajorRole& role : major->roles) {
        roles.push_back({{"role", role.name},
                         {"holder", role.holder},
                         {"since", format_rfc3339(role.given_at)}});
    }
    return {{"declared_at", format_rfc3339(major->declared_at)},
            {"declared_by", major->declared_by},
            {"reason", major->reason},
            {"ended_at", time_json(major->ended_at)},
            {"roles", std::move(roles)}};
}

Json links_json(const std::vector<incidents::IncidentLink>& links) {
    Json list = Json::array();
    for (const incidents::IncidentLink& link : links) {
        list.push_back({{"kind", to_string(link.kind)},
                        {"id", link.incident_id},
                        {"number", link.number},
                        {"linked_by", link.linked_by},
                        {"linked_at", format_rfc3339(link.linked_at)}});
    }
    return list;
}

Json fixes_json(const std::vector<incidents::AppliedFix>& fixes) {
    Json list = Json::array();
    for (const incidents::AppliedFix& fix : fixes) {
        list.push_back({{"known_error", fix.known_error},
                        {"title", fix.title},
                        {"applied_by", fix.applied_by},
                        {"applied_at", format_rfc3339(fix.applied_at)},
                        {"worked", fix.worked ? Json(*fix.worked) : Json(nullptr)}});
    }
    return list;
}

}  // namespace

void add_handling(const incidents::Handling& handling, Json& json) {
    json["waiting"] = waiting_json(handling.waiting);
    json["major"] = major_json(handling.major);
    json["links"] = links_json(handling.links);
    json["fixes"] = fixes_json(handling.fixes);
    json["held_open_by"] = handling.held_open_by;
    json["returns"] = Json::array();
    for (const TimePoint at : handling.returns)
        json["returns"].push_back(format_rfc3339(at));
}

}  // namespace foreshock::render
