#include "cli/desk_acts.hpp"

#include <ostream>

#include <nlohmann/json.hpp>

#include "cli/incident.hpp"
#include "cli/incident_call.hpp"
#include "cli/json_field.hpp"

namespace foreshock::cli {

Result<void> apply_fix(ApiClient& api, const Arguments& arguments, const Look& look,
                       std::ostream& out) {
    return act_on_incident(
        api, arguments.id, "fixes",
        {{"actor", arguments.actor}, {"known_error", arguments.desk.known_error}}, look, out);
}

Result<void> raise_breach(ApiClient& api, const Arguments& arguments, std::ostream& out) {
    std::vector<std::pair<std::string, std::string>> fields{{"incident", arguments.id}};
    if (!arguments.text.empty()) fields.emplace_back("words", arguments.text);
    if (!arguments.desk.title.empty()) fields.emplace_back("title", arguments.desk.title);
    if (!arguments.desk.aware_at.empty()) fields.emplace_back("aware_at", arguments.desk.aware_at);
    const auto answer = api.post("/api/v1/breaches", json_object(fields));
    if (!answer) return fail(answer.error());
    const Json breach = Json::parse(answer->body, nullptr, false);
    const std::string reference = text(breach, "reference");
    if (reference.empty())
        return fail(Errc::malformed, "the server's answer is not what was asked for");
    out << reference << "  " << text(breach, "title") << "\n"
        << "The authority is to be told until " << text(breach, "authority_due_at")
        << ". Only its responders see it.\n";
    return {};
}

}  // namespace foreshock::cli
