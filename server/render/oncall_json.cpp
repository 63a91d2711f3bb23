#include "server/render/oncall_json.hpp"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "server/render/json_forms.hpp"

namespace foreshock::render {
namespace {

using oncall::Schedule;
using oncall::Shift;

Json shift_json(const Shift& shift, const desk::Zone& zone) {
    return {{"person", shift.person},
            {"begins_at", format_rfc3339(shift.begin)},
            {"ends_at", format_rfc3339(shift.end)},
            {"begins_local", zone.text_of(shift.begin)},
            {"ends_local", zone.text_of(shift.end)},
            {"layer", shift.layer},
            {"override", shift.override.empty() ? Json(nullptr) : Json(shift.override)}};
}

Json shift_json(const std::optional<Shift>& shift, const desk::Zone& zone) {
    if (!shift) return nullptr;
    return shift_json(*shift, zone);
}

Json header(const Schedule& schedule) {
    return {{"schedule", schedule.name},
            {"title", schedule.title},
            {"team", schedule.team},
            {"zone", schedule.zone.name()}};
}

Json layer_json(const oncall::Layer& layer) {
    return {{"name", layer.name},
            {"people", layer.people},
            {"turn_seconds", std::chrono::seconds{layer.turn}.count()},
            {"starts_local", desk::format_local_time(layer.starts)},
            {"restricted", !layer.restrictions.empty()}};
}

/// Nobody has these names, or may be called.
std::set<std::string> unknown_people(const Schedule& schedule, const oncall::Cover& cover,
                                     const people::Directory& directory) {
    std::set<std::string> unknown;
    const auto note = [&](const std::string& name) {
        const people::Person* person = directory.person(name);
        if (!person || person->disabled) unknown.insert(name);
    };
    for (const oncall::Layer& layer : schedule.layers)
        std::for_each(layer.people.begin(), layer.people.end(), note);
    for (const Shift& shift : cover.shifts)
        note(shift.person);
    return unknown;
}

}  // namespace

std::string on_call_json(const Schedule& schedule, const oncall::OnCall& who) {
    Json json = header(schedule);
    json["now"] = shift_json(who.now, schedule.zone);
    json["next"] = shift_json(who.next, schedule.zone);
    return text_of(json);
}

std::string cover_json(const Schedule& schedule, const oncall::Cover& cover,
                       const people::Directory& directory) {
    Json json = header(schedule);
    for (const char* key : {"layers", "shifts", "gaps", "overlaps"})
        json[key] = Json::array();
    for (const oncall::Layer& layer : schedule.layers)
        json["layers"].push_back(layer_json(layer));
    for (const Shift& shift : cover.shifts)
        json["shifts"].push_back(shift_json(shift, schedule.zone));
    for (const incidents::TimeSpan& gap : cover.gaps) {
        json["gaps"].push_back(
            {{"begins_at", format_rfc3339(gap.begin)}, {"ends_at", format_rfc3339(gap.end)}});
    }
    for (const oncall::Overlap& one : cover.overlaps) {
        json["overlaps"].push_back({{"begins_at", format_rfc3339(one.span.begin)},
                                    {"ends_at", format_rfc3339(one.span.end)},
                                    {"below", one.below},
                                    {"above", one.above}});
    }
    json["unknown_people"] = unknown_people(schedule, cover, directory);
    return text_of(json);
}

std::string override_json(const oncall::Override& one) {
    return text_of(Json{{"id", one.id},
                        {"schedule", one.schedule},
                        {"person", one.person},
                        {"begins_at", format_rfc3339(one.begin)},
                        {"ends_at", format_rfc3339(one.end)},
                        {"made_by", one.made_by},
                        {"reason", one.reason},
                        {"made_at", format_rfc3339(one.made_at)}});
}

}  // namespace foreshock::render
