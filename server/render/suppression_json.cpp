#include "server/render/suppression_json.hpp"

#include <nlohmann/json.hpp>

#include "server/render/incident_json.hpp"

namespace foreshock::render {
namespace {

using Json = nlohmann::ordered_json;
using desk::MaintenanceWindow;
using desk::Silence;

std::string text_of(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json time_json(const std::optional<TimePoint>& at) {
    if (!at) return nullptr;
    return format_rfc3339(*at);
}

Json text_or_null(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}

Json matcher_list(const std::vector<desk::Matcher>& matchers) {
    Json list = Json::array();
    for (const desk::Matcher& one : matchers) {
        list.push_back({{"name", one.name},
                        {"value", one.value},
                        {"is_regex", one.is_regex},
                        {"is_equal", one.is_equal}});
    }
    return list;
}

template <class Suppression>
void add_shared(const Suppression& one, Json& json) {
    json["matchers"] = matcher_list(one.matchers);
    json["matches"] = desk::describe(one.matchers);
    json["owner"] = one.owner;
    json["reason"] = one.reason;
    json["end_when_quiet"] =
        one.end_when_quiet ? Json(format_duration(*one.end_when_quiet)) : Json(nullptr);
    json["warn_before"] = format_duration(one.warn_before);
    json["ended_by"] =
        one.ended_by == desk::EndedBy::nobody ? Json(nullptr) : Json(to_string(one.ended_by));
    json["created_at"] = format_rfc3339(one.created_at);
    json["updated_at"] = format_rfc3339(one.updated_at);
}

Json span_list(const std::vector<desk::WindowSpan>& spans) {
    Json list = Json::array();
    for (const desk::WindowSpan& span : spans) {
        list.push_back({{"starts_at", format_rfc3339(span.starts_at)},
                        {"ends_at", format_rfc3339(span.ends_at)},
                        {"local", span.local},
                        {"note", text_or_null(span.note)}});
    }
    return list;
}

Json hidden_list(const std::vector<incidents::Incident>& hidden) {
    Json list = Json::array();
    for (const incidents::Incident& incident : hidden) {
        if (list.size() == SuppressionPreview::shown_max) break;
        list.push_back({{"id", incident.id},
                        {"reference", incident_reference(incident.number)},
                        {"priority", "P" + std::to_string(incident.priority.level)},
                        {"title", incident.title}});
    }
    return list;
}

}  // namespace

std::string silence_json(const Silence& silence, TimePoint now) {
    Json json;
    json["id"] = silence.id;
    json["state"] = to_string(desk::state_at(silence, now));
    add_shared(silence, json);
    json["starts_at"] = format_rfc3339(silence.starts_at);
    json["ends_at"] = format_rfc3339(silence.ends_at);
    json["warned_at"] = time_json(silence.warned_at);
    return text_of(json);
}

std::string window_json(const desk::ReadyWindow& ready, TimePoint now, std::size_t occurrences) {
    const MaintenanceWindow& window = ready.window;
    Json json;
    json["id"] = window.id;
    json["state"] = to_string(ready.state_at(now));
    add_shared(window, json);
    json["rrule"] = text_or_null(window.recurrence.rrule);
    json["cron"] = text_or_null(window.recurrence.cron);
    json["zone"] = window.recurrence.zone;
    json["first"] = text_or_null(window.recurrence.first);
    json["except"] = window.recurrence.except;
    json["duration"] = format_duration(window.duration);
    json["until"] = format_rfc3339(window.until);
    json["occurrences"] = span_list(desk::spans_after(window, ready.recurrence, now, occurrences));
    return text_of(json);
}

std::string preview_json(const std::vector<desk::Matcher>& matchers,
                         const SuppressionPreview& preview) {
    Json json;
    json["matches"] = desk::describe(matchers);
    json["incident_count"] = preview.whole.size();
    json["partly_count"] = preview.partly.size();
    json["symptom_count"] = preview.symptom_count;
    json["looked_at"] = preview.looked_at;
    json["is_complete"] = preview.is_complete;
    json["incidents"] = hidden_list(preview.whole);
    json["partly"] = hidden_list(preview.partly);
    json["occurrences"] = span_list(preview.occurrences);
    return text_of(json);
}

}  // namespace foreshock::render
