#include "server/store/handling_codec.hpp"

#include <nlohmann/json.hpp>

#include "server/store/care_codec.hpp"
#include "server/store/json_values.hpp"

namespace foreshock::store {
namespace {

using incidents::AppliedFix;
using incidents::Handling;
using incidents::IncidentLink;
using incidents::Major;
using incidents::MajorRole;
using incidents::Waiting;

Json waiting_to_json(const std::optional<Waiting>& waiting) {
    if (!waiting) return nullptr;
    return {{"reason", waiting->reason},
            {"since", time_to_json(waiting->since)},
            {"wake_at", time_to_json(waiting->wake_at)}};
}

std::optional<Waiting> waiting_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return Waiting{text_at(json, "reason"), time_from_json(json.at("since")),
                   optional_time(json.at("wake_at"))};
}

Json role_to_json(const MajorRole& role) {
    return {{"name", role.name}, {"holder", role.holder}, {"at", time_to_json(role.given_at)}};
}

MajorRole role_from_json(const Json& json) {
    return {text_at(json, "name"), text_at(json, "holder"), time_from_json(json.at("at"))};
}

Json major_to_json(const std::optional<Major>& major) {
    if (!major) return nullptr;
    return {{"at", time_to_json(major->declared_at)},
            {"by", major->declared_by},
            {"reason", major->reason},
            {"ended_at", time_to_json(major->ended_at)},
            {"roles", list_to_json(major->roles, role_to_json)}};
}

std::optional<Major> major_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return Major{time_from_json(json.at("at")), text_at(json, "by"), text_at(json, "reason"),
                 optional_time(json.at("ended_at")),
                 list_from_json(json.at("roles"), role_from_json)};
}

Json link_to_json(const IncidentLink& link) {
    return {{"kind", to_string(link.kind)},
            {"id", link.incident_id},
            {"number", link.number},
            {"by", link.linked_by},
            {"at", time_to_json(link.linked_at)}};
}

IncidentLink link_from_json(const Json& json) {
    const auto kind = incidents::parse_link_kind(text_at(json, "kind"));
    if (!kind) throw std::out_of_range{kind.error().what};
    return {*kind, text_at(json, "id"), json.at("number").get<std::uint64_t>(), text_at(json, "by"),
            time_from_json(json.at("at"))};
}

Json fix_to_json(const AppliedFix& fix) {
    return {{"known_error", fix.known_error},
            {"title", fix.title},
            {"by", fix.applied_by},
            {"at", time_to_json(fix.applied_at)},
            {"worked", fix.worked ? Json(*fix.worked) : Json(nullptr)}};
}

AppliedFix fix_from_json(const Json& json) {
    AppliedFix fix{text_at(json, "known_error"), text_at(json, "title"), text_at(json, "by"),
                   time_from_json(json.at("at")), std::nullopt};
    if (!json.at("worked").is_null()) fix.worked = json.at("worked").get<bool>();
    return fix;
}

}  // namespace

Json handling_to_json(const Handling& handling) {
    const auto time = [](TimePoint at) { return time_to_json(at); };
    return {{"waiting", waiting_to_json(handling.waiting)},
            {"major", major_to_json(handling.major)},
            {"links", list_to_json(handling.links, link_to_json)},
            {"held_open_by", handling.held_open_by},
            {"returns", list_to_json(handling.returns, time)},
            {"fixes", list_to_json(handling.fixes, fix_to_json)},
            {"care", care_to_json(handling.care)},
            {"spent", spent_to_json(handling.spent)},
            {"first_response_at", time_to_json(handling.first_response_at)},
            {"first_response_by", handling.first_response_by},
            {"occurred_at", time_to_json(handling.occurred_at)},
            {"owner_active_at", time_to_json(handling.owner_active_at)}};
}

Handling handling_from_json(const Json& json) {
    Handling handling;
    handling.waiting = waiting_from_json(json.at("waiting"));
    handling.major = major_from_json(json.at("major"));
    handling.links = list_from_json(json.at("links"), link_from_json);
    handling.held_open_by = text_at(json, "held_open_by");
    handling.returns =
        list_from_json(json.at("returns"), [](const Json& at) { return time_from_json(at); });
    // Absent in what versions before them wrote.
    if (json.contains("fixes")) handling.fixes = list_from_json(json.at("fixes"), fix_from_json);
    if (!json.contains("care")) return handling;
    handling.care = care_from_json(json.at("care"));
    handling.spent = spent_from_json(json.at("spent"));
    handling.first_response_at = optional_time(json.at("first_response_at"));
    handling.first_response_by = text_at(json, "first_response_by");
    handling.occurred_at = optional_time(json.at("occurred_at"));
    handling.owner_active_at = optional_time(json.at("owner_active_at"));
    return handling;
}

}  // namespace foreshock::store
