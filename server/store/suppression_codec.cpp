#include "server/store/suppression_codec.hpp"

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"

namespace foreshock::store {
namespace {

using desk::MaintenanceWindow;
using desk::Matcher;
using desk::Silence;

Json matcher_to_json(const Matcher& matcher) {
    return {{"name", matcher.name},
            {"value", matcher.value},
            {"is_regex", matcher.is_regex},
            {"is_equal", matcher.is_equal}};
}

Matcher matcher_from_json(const Json& json) {
    return {json.at("name").get<std::string>(), json.at("value").get<std::string>(),
            json.at("is_regex").get<bool>(), json.at("is_equal").get<bool>()};
}

Json span_to_json(const std::optional<Duration>& span) {
    return span ? Json(span->count()) : Json(nullptr);
}

std::optional<Duration> span_from_json(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return Duration{json.get<std::int64_t>()};
}

desk::EndedBy ended_by_from(const Json& json) {
    return desk::parse_ended_by(json.get<std::string>()).value_or(desk::EndedBy::nobody);
}

/// What both kinds have.
template <class Suppression>
Json shared_to_json(const Suppression& one) {
    return {{"id", one.id},
            {"matchers", list_to_json(one.matchers, matcher_to_json)},
            {"owner", one.owner},
            {"reason", one.reason},
            {"created_at", time_to_json(one.created_at)},
            {"updated_at", time_to_json(one.updated_at)},
            {"end_when_quiet_ms", span_to_json(one.end_when_quiet)},
            {"warn_before_ms", one.warn_before.count()},
            {"ended_by", to_string(one.ended_by)}};
}

template <class Suppression>
void shared_from_json(const Json& json, Suppression& one) {
    one.id = json.at("id").get<std::string>();
    one.matchers = list_from_json(json.at("matchers"), matcher_from_json);
    one.owner = json.at("owner").get<std::string>();
    one.reason = json.at("reason").get<std::string>();
    one.created_at = time_from_json(json.at("created_at"));
    one.updated_at = time_from_json(json.at("updated_at"));
    one.end_when_quiet = span_from_json(json.at("end_when_quiet_ms"));
    one.warn_before = Duration{json.at("warn_before_ms").get<std::int64_t>()};
    one.ended_by = ended_by_from(json.at("ended_by"));
}

Json recurrence_to_json(const desk::RecurrenceText& text) {
    return {{"rrule", text.rrule},
            {"cron", text.cron},
            {"zone", text.zone},
            {"first", text.first},
            {"except", text.except}};
}

desk::RecurrenceText recurrence_from_json(const Json& json) {
    return {json.at("rrule").get<std::string>(), json.at("cron").get<std::string>(),
            json.at("zone").get<std::string>(), json.at("first").get<std::string>(),
            json.at("except").get<std::vector<std::string>>()};
}

Silence silence_from_json(const Json& json) {
    Silence silence;
    shared_from_json(json, silence);
    silence.starts_at = time_from_json(json.at("starts_at"));
    silence.ends_at = time_from_json(json.at("ends_at"));
    silence.warned_at = optional_time(json.at("warned_at"));
    return silence;
}

MaintenanceWindow window_from_json(const Json& json) {
    MaintenanceWindow window;
    shared_from_json(json, window);
    window.recurrence = recurrence_from_json(json.at("recurrence"));
    window.duration = Duration{json.at("duration_ms").get<std::int64_t>()};
    window.until = time_from_json(json.at("until"));
    window.warned_of = optional_time(json.at("warned_of"));
    window.ended_occurrence = optional_time(json.at("ended_occurrence"));
    window.ended_at = optional_time(json.at("ended_at"));
    return window;
}

template <class Suppression>
Result<Suppression> decode(std::string_view text, Suppression (*read)(const Json&)) {
    try {
        return read(Json::parse(text));
    } catch (const std::exception& error) {
        return fail(Errc::malformed, std::string{"stored suppression: "} + error.what());
    }
}

}  // namespace

std::string encode_silence(const Silence& silence) {
    Json json = shared_to_json(silence);
    json["starts_at"] = time_to_json(silence.starts_at);
    json["ends_at"] = time_to_json(silence.ends_at);
    json["warned_at"] = time_to_json(silence.warned_at);
    return write_json(json);
}

Result<Silence> decode_silence(std::string_view text) {
    return decode(text, silence_from_json);
}

std::string encode_window(const MaintenanceWindow& window) {
    Json json = shared_to_json(window);
    json["recurrence"] = recurrence_to_json(window.recurrence);
    json["duration_ms"] = window.duration.count();
    json["until"] = time_to_json(window.until);
    json["warned_of"] = time_to_json(window.warned_of);
    json["ended_occurrence"] = time_to_json(window.ended_occurrence);
    json["ended_at"] = time_to_json(window.ended_at);
    return write_json(json);
}

Result<MaintenanceWindow> decode_window(std::string_view text) {
    return decode(text, window_from_json);
}

}  // namespace foreshock::store
