#include "server/http/alertmanager_silence.hpp"

#include <nlohmann/json.hpp>

namespace foreshock::http {
namespace {

using nlohmann::json;

tl::unexpected<Error> bad(std::string_view field, std::string_view what) {
    return fail(Errc::invalid, std::string{field} + ": " + std::string{what});
}

/// Reads fields of one object, and keeps the first thing that is wrong.
class Fields {
public:
    explicit Fields(const json& object, std::string prefix = {})
        : object_(object), prefix_(std::move(prefix)) {}

    std::string text(std::string_view name, bool is_needed) {
        const json* value = find(name, is_needed);
        if (!value) return {};
        if (value->is_string()) return value->get<std::string>();
        complain(name, "must be a text");
        return {};
    }

    bool flag(std::string_view name, bool is_needed, bool otherwise) {
        const json* value = find(name, is_needed);
        if (!value) return otherwise;
        if (value->is_boolean()) return value->get<bool>();
        complain(name, "must be true or false");
        return otherwise;
    }

    TimePoint time(std::string_view name) {
        const std::string words = text(name, true);
        if (fault_) return {};
        const Result<TimePoint> at = parse_rfc3339(words);
        if (!at) complain(name, "must be a time such as 2026-11-23T22:57:00Z");
        return at.value_or(TimePoint{});
    }

    [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }

private:
    const json* find(std::string_view name, bool is_needed) {
        const auto found = object_.find(name);
        if (found != object_.end() && !found->is_null()) return &*found;
        if (is_needed) complain(name, "is missing");
        return nullptr;
    }

    void complain(std::string_view name, std::string_view what) {
        if (!fault_) fault_ = bad(prefix_ + std::string{name}, what).value();
    }

    const json& object_;
    std::string prefix_;
    std::optional<Error> fault_;
};

Result<desk::Matcher> matcher_from(const json& object, std::size_t place) {
    const std::string prefix = "matchers[" + std::to_string(place) + "]";
    if (!object.is_object()) return bad(prefix, "must be an object");
    Fields fields{object, prefix + "."};
    desk::Matcher matcher;
    matcher.name = fields.text("name", true);
    matcher.value = fields.text("value", true);
    matcher.is_regex = fields.flag("isRegex", true, false);
    matcher.is_equal = fields.flag("isEqual", false, true);
    if (fields.fault()) return fail(*fields.fault());
    return matcher;
}

Result<std::vector<desk::Matcher>> matchers_from(const json& object) {
    const auto found = object.find("matchers");
    if (found == object.end() || !found->is_array()) return bad("matchers", "must be a list");
    std::vector<desk::Matcher> matchers;
    for (const json& one : *found) {
        Result<desk::Matcher> matcher = matcher_from(one, matchers.size());
        if (!matcher) return fail(std::move(matcher).error());
        matchers.push_back(std::move(*matcher));
    }
    return matchers;
}

Result<json> parse_object(std::string_view body) {
    json object = json::parse(body, nullptr, false);
    if (object.is_discarded()) return fail(Errc::malformed, "the silence is no JSON");
    if (!object.is_object()) return fail(Errc::invalid, "the silence must be an object");
    return object;
}

json matcher_json(const desk::Matcher& matcher) {
    return {{"name", matcher.name},
            {"value", matcher.value},
            {"isRegex", matcher.is_regex},
            {"isEqual", matcher.is_equal}};
}

}  // namespace

Result<desk::Silence> decode_silence(std::string_view body) {
    const Result<json> object = parse_object(body);
    if (!object) return fail(object.error());
    Result<std::vector<desk::Matcher>> matchers = matchers_from(*object);
    if (!matchers) return fail(std::move(matchers).error());
    Fields fields{*object};
    desk::Silence silence;
    silence.id = fields.text("id", false);
    silence.matchers = std::move(*matchers);
    silence.owner = fields.text("createdBy", true);
    silence.reason = fields.text("comment", true);
    silence.starts_at = fields.time("startsAt");
    silence.ends_at = fields.time("endsAt");
    if (fields.fault()) return fail(*fields.fault());
    return silence;
}

std::string silence_json(const desk::Silence& silence, TimePoint now) {
    json matchers = json::array();
    for (const desk::Matcher& matcher : silence.matchers)
        matchers.push_back(matcher_json(matcher));
    const json shown{{"id", silence.id},
                     {"status", {{"state", to_string(state_at(silence, now))}}},
                     {"matchers", std::move(matchers)},
                     {"startsAt", format_rfc3339(silence.starts_at)},
                     {"endsAt", format_rfc3339(silence.ends_at)},
                     {"updatedAt", format_rfc3339(silence.updated_at)},
                     {"createdBy", silence.owner},
                     {"comment", silence.reason}};
    return shown.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace foreshock::http
