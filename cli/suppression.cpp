#include "cli/suppression.hpp"

#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/incident.hpp"
#include "cli/incident_call.hpp"
#include "cli/json_field.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace foreshock::cli {
namespace {

bool is_about_windows(Action action) {
    return action == Action::maintenance_add || action == Action::maintenance_list ||
           action == Action::maintenance_expire || action == Action::maintenance_preview;
}

std::string base_path(Action action) {
    return is_about_windows(action) ? "/api/v1/maintenance-windows" : "/api/v1/silences";
}

Colour colour_of_state(std::string_view state) {
    if (state == "active") return Colour::yellow;
    return state == "expired" ? Colour::dim : Colour::none;
}

/// "2026-09-21 16:13:20Z" without what nobody reads.
std::string moment_words(const Json& json, const char* name) {
    const Result<TimePoint> at = parse_rfc3339(text(json, name));
    if (!at) return "-";
    std::string words = format_rfc3339(*at).substr(0, 16) + "Z";
    words[10] = ' ';
    return words;
}

Result<Json> list_of(std::string_view json) {
    Json list = Json::parse(json, nullptr, false);
    if (list.is_array()) return list;
    return fail(Errc::malformed, "the server's answer is not what was asked for");
}

std::string next_occurrence(const Json& window) {
    const Json& list = field(window, "occurrences");
    if (!list.is_array() || list.empty()) return "-";
    return text(list.front(), "local");
}

std::string occurrence_lines(const Json& list) {
    std::string lines;
    for (const Json& one : list) {
        const std::string note = text(one, "note");
        lines += "  " + text(one, "local") + "  =  " + moment_words(one, "starts_at") + " to " +
                 moment_words(one, "ends_at") + (note.empty() ? "" : "  (" + note + ")") + "\n";
    }
    return lines;
}

std::string hidden_lines(const Json& list) {
    std::string lines;
    for (const Json& one : list) {
        lines += "  " + text(one, "reference") + "  " + text(one, "priority") + "  " +
                 text(one, "title") + "\n";
    }
    return lines;
}

Result<void> print(const Result<std::string>& text, std::ostream& out) {
    if (!text) return fail(text.error());
    out << *text;
    return {};
}

std::string states_query(const Arguments& arguments) {
    std::string states;
    for (const std::string& one : arguments.suppression.states)
        states += (states.empty() ? "?state=" : ",") + one;
    return states.empty() ? "?state=pending,active" : states == "?state=all" ? "" : states;
}

Result<void> list(ApiClient& api, const Arguments& arguments, const Look& look, std::ostream& out) {
    const Result<Answer> answer = api.get(base_path(arguments.action) + states_query(arguments));
    if (!answer) return fail(answer.error());
    if (arguments.wants_json) return print_json(answer->body, out);
    const bool windows = is_about_windows(arguments.action);
    return print(windows ? render_windows(answer->body, look) : render_silences(answer->body, look),
                 out);
}

Result<void> add(ApiClient& api, const Arguments& arguments, std::ostream& out) {
    const Result<Answer> answer = api.post(
        base_path(arguments.action), suppression_body(arguments.suppression, arguments.actor));
    if (!answer) return fail(answer.error());
    if (arguments.wants_json) return print_json(answer->body, out);
    const Json added = Json::parse(answer->body, nullptr, false);
    out << text(added, "id") << "\n";
    if (is_about_windows(arguments.action)) {
        out << occurrence_lines(field(added, "occurrences"));
    } else {
        out << "  " << text(added, "matches") << " until " << moment_words(added, "ends_at")
            << "\n";
    }
    return {};
}

Result<void> expire(ApiClient& api, const Arguments& arguments, std::ostream& out) {
    const Result<Answer> answer =
        api.remove(base_path(arguments.action) + "/" + url_encode(arguments.id) +
                   "?actor=" + url_encode(arguments.actor));
    if (!answer) return fail(answer.error());
    if (arguments.wants_json) return print_json(answer->body, out);
    out << text(Json::parse(answer->body, nullptr, false), "id") << " is over\n";
    return {};
}

Result<void> preview(ApiClient& api, const Arguments& arguments, const Look& look,
                     std::ostream& out) {
    const Result<Answer> answer =
        api.post(base_path(arguments.action) + "/preview",
                 suppression_body(arguments.suppression, arguments.actor));
    if (!answer) return fail(answer.error());
    if (arguments.wants_json) return print_json(answer->body, out);
    return print(render_preview(answer->body, look), out);
}

}  // namespace

std::string suppression_body(const SuppressionArguments& typed, const std::string& owner) {
    Json body = Json::object();
    body["matchers"] = typed.matchers;
    body["owner"] = owner;
    const auto put = [&](const char* name, const std::string& value) {
        if (!value.empty()) body[name] = value;
    };
    put("reason", typed.reason);
    put("duration", typed.span);
    put("starts_at", typed.from);
    put(typed.is_window ? "until" : "ends_at", typed.until);
    put("end_when_quiet", typed.end_when_quiet);
    put("warn_before", typed.warn_before);
    put("rrule", typed.rrule);
    put("cron", typed.cron);
    put("zone", typed.zone);
    put("first", typed.first);
    if (!typed.except.empty()) body["except"] = typed.except;
    return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::string> render_silences(std::string_view json, const Look& look) {
    const Result<Json> list = list_of(json);
    if (!list) return fail(list.error());
    if (list->empty()) return std::string{"No silences: everything is told.\n"};
    std::vector<std::vector<TableCell>> rows;
    for (const Json& one : *list) {
        const std::string state = text(one, "state");
        rows.push_back({{text(one, "id")},
                        {state, colour_of_state(state)},
                        {moment_words(one, state == "pending" ? "starts_at" : "ends_at")},
                        {text(one, "owner")},
                        {text(one, "matches")},
                        {text(one, "reason")}});
    }
    return render_table(
        {{"ID"}, {"STATE"}, {"FROM/UNTIL"}, {"OWNER", 20}, {"HIDES", 60}, {"REASON", 60, true}},
        rows, look);
}

Result<std::string> render_windows(std::string_view json, const Look& look) {
    const Result<Json> list = list_of(json);
    if (!list) return fail(list.error());
    if (list->empty()) return std::string{"No maintenance windows.\n"};
    std::vector<std::vector<TableCell>> rows;
    for (const Json& one : *list) {
        const std::string state = text(one, "state");
        rows.push_back({{text(one, "id")},
                        {state, colour_of_state(state)},
                        {next_occurrence(one)},
                        {text(one, "duration")},
                        {text(one, "owner")},
                        {text(one, "matches")},
                        {text(one, "reason")}});
    }
    return render_table({{"ID"},
                         {"STATE"},
                         {"OPEN OR NEXT"},
                         {"LASTS"},
                         {"OWNER", 20},
                         {"HIDES", 60},
                         {"REASON", 60, true}},
                        rows, look);
}

Result<std::string> render_preview(std::string_view json, const Look& look) {
    const Json read = Json::parse(json, nullptr, false);
    if (!read.is_object()) {
        return fail(Errc::malformed, "the server's answer is not what was asked for");
    }
    std::string words = look.paint(Colour::bold, text(read, "matches")) + " would hide " +
                        counted(count(read, "symptom_count"), "symptom") + " now, and with them " +
                        counted(count(read, "incident_count"), "incident") + " of " +
                        std::to_string(count(read, "looked_at")) + " open\n";
    words += hidden_lines(field(read, "incidents"));
    if (count(read, "partly_count") > 0) {
        words += "Of these a part, so that they are told all the same:\n" +
                 hidden_lines(field(read, "partly"));
    }
    const Json& occurrences = field(read, "occurrences");
    if (!occurrences.empty()) words += "It comes next:\n" + occurrence_lines(occurrences);
    return words;
}

Result<void> run_suppression(ApiClient& api, const Arguments& arguments, const Look& look,
                             std::ostream& out) {
    switch (arguments.action) {
        case Action::silence_add:
        case Action::maintenance_add:
            return add(api, arguments, out);
        case Action::silence_expire:
        case Action::maintenance_expire:
            return expire(api, arguments, out);
        case Action::silence_preview:
        case Action::maintenance_preview:
            return preview(api, arguments, look, out);
        default:
            return list(api, arguments, look, out);
    }
}

}  // namespace foreshock::cli
