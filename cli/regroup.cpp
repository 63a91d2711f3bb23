#include "cli/regroup.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/incident.hpp"
#include "cli/incident_call.hpp"
#include "cli/json_field.hpp"

namespace foreshock::cli {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

bool names_by_nature(const RegroupArguments& typed) {
    return !typed.host.empty() || !typed.kind.empty() || !typed.component.empty();
}

Result<std::vector<std::string>> found_symptoms(ApiClient& api, const Arguments& arguments) {
    const RegroupArguments& typed = arguments.regroup;
    if (!names_by_nature(typed)) {
        if (!typed.symptoms.empty()) return typed.symptoms;
        return fail(Errc::invalid, "which symptoms? Give their ids, --host, --kind or --component");
    }
    const Result<Answer> answer = api.get(incident_path(arguments.id));
    if (!answer) return fail(answer.error());
    const Result<IncidentDetail> incident = read_incident(answer->body);
    if (!incident) return fail(incident.error());
    std::vector<std::string> found = symptoms_to_split(*incident, typed);
    if (!found.empty()) return found;
    return fail(Errc::not_found, "no symptom of " + incident->summary.reference + " is like that");
}

std::string judgement_line(const char* label, const Json& judged) {
    const std::string said = text(judged, "label");
    std::string words;
    for (const Json& clue : field(judged, "words"))
        words += (words.empty() ? "" : ", ") + text(clue, "word");
    std::string line = label + said + ", " +
                       std::to_string(std::lround(100 * number(judged, "confidence").value_or(0))) +
                       " %";
    const std::string likeliest = text(judged, "likeliest");
    if (likeliest != said && !likeliest.empty()) line += " for " + likeliest;
    return line + (words.empty() ? "" : " (because of: " + words + ")") + "\n";
}

}  // namespace

std::vector<std::string> symptoms_to_split(const IncidentDetail& incident,
                                           const RegroupArguments& typed) {
    const auto is_asked = [](const std::string& asked, const std::string& is) {
        return asked.empty() || asked == is;
    };
    std::vector<std::string> ids;
    for (const SymptomDetail& one : incident.symptoms) {
        const bool is_named =
            typed.symptoms.empty() ||
            std::find(typed.symptoms.begin(), typed.symptoms.end(), one.id) != typed.symptoms.end();
        if (is_named && is_asked(typed.host, one.host) && is_asked(typed.kind, one.kind) &&
            is_asked(typed.component, one.component)) {
            ids.push_back(one.id);
        }
    }
    return ids;
}

Result<void> regroup_incident(ApiClient& api, const Arguments& arguments, const Look& look,
                              std::ostream& out) {
    Fields fields{{"actor", arguments.actor}, {"reason", arguments.text}};
    std::string verb = "undo";
    if (arguments.action == Action::incident_merge) {
        verb = "merge";
        fields.emplace_back("from", joined(arguments.regroup.others));
    } else if (arguments.action == Action::incident_split) {
        const auto symptoms = found_symptoms(api, arguments);
        if (!symptoms) return fail(symptoms.error());
        verb = "split";
        fields.emplace_back("symptoms", joined(*symptoms));
    }
    return act_on_incident(api, arguments.id, verb, fields, look, out);
}

Result<void> triage_text(ApiClient& api, const Arguments& arguments, const Look&,
                         std::ostream& out) {
    const auto answer = api.post("/api/v1/triage", json_object({{"text", arguments.text}}));
    if (!answer) return fail(answer.error());
    if (arguments.wants_json) return print_json(answer->body, out);
    const Json judged = Json::parse(answer->body, nullptr, false);
    if (!field(judged, "intent").is_object() || !field(judged, "category").is_object())
        return fail(Errc::malformed, "the server's answer is not what was asked for");
    out << judgement_line("It is     ", field(judged, "intent"))
        << judgement_line("Category  ", field(judged, "category"));
    return {};
}

}  // namespace foreshock::cli
