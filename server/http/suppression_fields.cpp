#include "server/http/suppression_fields.hpp"

#include <nlohmann/json.hpp>

#include "server/http/json_fields.hpp"

namespace foreshock::http {
namespace {

using desk::Matcher;
using nlohmann::json;

constexpr std::size_t text_bytes_max = 2000;
constexpr std::string_view example = R"(such as ["host=\"web-1\"", "kind=~\"disk.*\""])";

tl::unexpected<Error> bad(std::string_view name, std::string_view what) {
    return fail(Errc::invalid, "field '" + std::string{name} + "' " + std::string{what});
}

/// One body: each field that is asked for is taken out; what is left at the end is unknown. The
/// first error is kept, and all later questions are answered with nothing.
class Body {
public:
    explicit Body(std::string_view text) {
        Result<json> read = parse_json_object(text);
        if (read) {
            object_ = std::move(*read);
        } else {
            error_ = std::move(read).error();
        }
    }

    std::optional<std::string> text(const char* name) {
        json value;
        if (!take(name, value)) return std::nullopt;
        if (!value.is_string()) return wrong(name, "must be a text");
        std::string found = value.get<std::string>();
        if (found.size() > text_bytes_max) {
            return wrong(name, "has more than " + std::to_string(text_bytes_max) + " bytes");
        }
        return found;
    }

    std::string needed_text(const char* name, std::string_view why) {
        std::optional<std::string> found = text(name);
        if (!found && !error_) return wrong(name, "is missing: " + std::string{why}).value_or("");
        return found.value_or("");
    }

    std::optional<TimePoint> time(const char* name) {
        const std::optional<std::string> found = text(name);
        if (!found) return std::nullopt;
        const Result<TimePoint> at = parse_rfc3339(*found);
        if (at) return *at;
        wrong(name, "must be a time such as 2026-03-29T02:30:00Z");
        return std::nullopt;
    }

    std::optional<Duration> span(const char* name) {
        const std::optional<std::string> found = text(name);
        if (!found) return std::nullopt;
        const Result<Duration> read = parse_duration(*found);
        if (read) return *read;
        wrong(name, "must be a span such as 30m or 2h");
        return std::nullopt;
    }

    bool flag(const char* name) {
        json value;
        if (!take(name, value)) return false;
        if (value.is_boolean()) return value.get<bool>();
        wrong(name, "must be true or false");
        return false;
    }

    std::vector<std::string> texts(const char* name) {
        std::vector<std::string> list;
        json value;
        if (!take(name, value)) return list;
        if (!value.is_array()) wrong(name, "must be a list of texts");
        for (const json& one : value) {
            if (!one.is_string()) {
                wrong(name, "must be a list of texts");
                return {};
            }
            list.push_back(one.get<std::string>());
        }
        return list;
    }

    std::vector<Matcher> matchers() {
        std::vector<Matcher> list;
        json value;
        if (!take("matchers", value)) {
            wrong("matchers", "is missing: a list, " + std::string{example});
            return list;
        }
        if (!value.is_array()) wrong("matchers", "must be a list, " + std::string{example});
        for (const json& one : value) {
            if (error_ || list.size() > desk::MatcherSet::count_max) break;
            Result<Matcher> matcher = matcher_of(one);
            if (matcher) {
                list.push_back(std::move(*matcher));
            } else {
                error_ = std::move(matcher).error().with("matchers[" + std::to_string(list.size()) +
                                                         "]");
            }
        }
        return list;
    }

    /// The first error; then the unknown field, if there is one.
    Result<void> done() {
        if (error_) return fail(*error_);
        if (!object_.empty()) return bad(object_.begin().key().substr(0, 100), "is unknown here");
        return {};
    }

    std::optional<std::string> wrong(std::string_view name, const std::string& what) {
        if (!error_) error_ = bad(name, what).value();
        return std::nullopt;
    }

private:
    /// Null is the same as absent.
    bool take(const char* name, json& value) {
        if (error_) return false;
        const auto found = object_.find(name);
        if (found == object_.end()) return false;
        value = std::move(*found);
        object_.erase(found);
        return !value.is_null();
    }

    static Result<Matcher> matcher_of(const json& one) {
        if (one.is_string()) return desk::parse_matcher(one.get_ref<const std::string&>());
        const auto has_text = [&](const char* name) {
            return one.contains(name) && one[name].is_string();
        };
        const auto flag_or = [&](const char* name, bool otherwise) {
            return one.contains(name) && one[name].is_boolean() ? one[name].get<bool>() : otherwise;
        };
        if (!one.is_object() || !has_text("name") || !has_text("value")) {
            return fail(Errc::invalid,
                        "must be a text such as host=\"web-1\" or an object with "
                        "name, value, is_regex and is_equal");
        }
        return Matcher{one["name"].get<std::string>(), one["value"].get<std::string>(),
                       flag_or("is_regex", false), flag_or("is_equal", true)};
    }

    json object_ = json::object();
    std::optional<Error> error_;
};

template <class Suppression>
std::string read_shared(Body& body, Suppression& draft, BodyUse use) {
    draft.matchers = body.matchers();
    if (use == BodyUse::add) {
        draft.owner = body.needed_text("owner", "who answers for it?");
        draft.reason = body.needed_text("reason", "why does nobody need to hear of it?");
    } else {
        draft.owner = body.text("owner").value_or("preview");
        draft.reason = body.text("reason").value_or("preview");
    }
    draft.end_when_quiet = body.span("end_when_quiet");
    draft.warn_before = body.span("warn_before").value_or(desk::warn_before_default);
    return body.text("actor").value_or(draft.owner);
}

/// From `ends_at`, or from `duration`; nothing when neither is there.
std::optional<TimePoint> read_end(Body& body, TimePoint starts_at) {
    const std::optional<TimePoint> ends_at = body.time("ends_at");
    const std::optional<Duration> duration = body.span("duration");
    if (ends_at && duration) body.wrong("duration", "cannot go with ends_at: give one of them");
    if (duration) return starts_at + *duration;
    return ends_at;
}

}  // namespace

Result<desk::AddSilence> read_silence(std::string_view text, TimePoint now, BodyUse use) {
    Body body{text};
    desk::AddSilence command;
    command.act = {read_shared(body, command.draft, use), now};
    command.draft.starts_at = body.time("starts_at").value_or(now);
    const std::optional<TimePoint> end = read_end(body, command.draft.starts_at);
    if (!end && use == BodyUse::add) {
        body.wrong("ends_at", "is missing: give it, or a duration such as 2h");
    }
    command.draft.ends_at = end.value_or(command.draft.starts_at + std::chrono::hours{1});
    if (Result<void> done = body.done(); !done) return fail(std::move(done).error());
    return command;
}

Result<desk::AddWindow> read_window(std::string_view text, TimePoint now, BodyUse use) {
    Body body{text};
    desk::AddWindow command;
    desk::MaintenanceWindow& draft = command.draft;
    command.act = {read_shared(body, draft, use), now};
    draft.recurrence.rrule = body.text("rrule").value_or("");
    draft.recurrence.cron = body.text("cron").value_or("");
    draft.recurrence.zone = body.text("zone").value_or("");
    draft.recurrence.first = body.text("first").value_or("");
    draft.recurrence.except = body.texts("except");
    const std::optional<Duration> duration = body.span("duration");
    if (!duration) body.wrong("duration", "is missing: how long each one lasts, such as 2h");
    draft.duration = duration.value_or(Duration{0});
    const std::optional<TimePoint> until = body.time("until");
    if (!until && use == BodyUse::add) {
        body.wrong("until", "is missing: the time from which it comes no more");
    }
    draft.until = until.value_or(now + desk::MaintenanceWindow::until_max);
    if (Result<void> done = body.done(); !done) return fail(std::move(done).error());
    return command;
}

Result<desk::EditSilence> read_silence_edit(std::string id, std::string_view text, TimePoint now) {
    Body body{text};
    desk::EditSilence command;
    command.id = std::move(id);
    command.act = {body.needed_text("actor", "who does this?"), now};
    command.edit.ends_at = read_end(body, now);
    command.edit.reason = body.text("reason");
    if (!command.edit.ends_at && !command.edit.reason) {
        body.wrong("ends_at", "is missing: give it, a duration from now, or a reason");
    }
    if (Result<void> done = body.done(); !done) return fail(std::move(done).error());
    return command;
}

Result<desk::EditWindow> read_window_edit(std::string id, std::string_view text, TimePoint now) {
    Body body{text};
    desk::EditWindow command;
    command.id = std::move(id);
    command.act = {body.needed_text("actor", "who does this?"), now};
    command.edit.until = body.time("until");
    command.edit.reason = body.text("reason");
    command.edit.end_occurrence = body.flag("end_occurrence");
    if (!command.edit.until && !command.edit.reason && !command.edit.end_occurrence) {
        body.wrong("until", "is missing: give it, a reason, or end_occurrence");
    }
    if (Result<void> done = body.done(); !done) return fail(std::move(done).error());
    return command;
}

}  // namespace foreshock::http
