#include "server/render/page_json.hpp"

#include <nlohmann/json.hpp>

#include "server/render/incident_json.hpp"
#include "server/render/json_forms.hpp"

namespace foreshock::render {
namespace {

using incidents::Incident;
using incidents::Page;

std::string opening(const Page& page) {
    if (page.why == "informed") return "For your information: ";
    if (page.why == "reminder") return "Do you still work on it? ";
    if (page.why == "at_risk") return "Little time is left: ";
    if (page.why == "bridge") return "You are asked to join a conference: ";
    if (page.why == "assigned") return "It was given to you: ";
    return "You are called: ";
}

}  // namespace

std::string page_words(const Incident& incident, const Page& page) {
    const incidents::Care& care = incident.handling.care;
    std::string words = opening(page) + incident_reference(incident.number) + ", P" +
                        std::to_string(incident.priority.level) + ", " + incident.title + ". " +
                        incident.sentence;
    const auto& due = care.clocks.response.due_at;
    if (due && page.why != "informed")
        words += " An answer is due by " + format_rfc3339(*due) + ".";
    if (care.bridge && !care.bridge->ended_at && !care.bridge->url.empty()) {
        words += " People meet at " + care.bridge->url;
    }
    return words;
}

std::string page_body(const Incident& incident, const Page& page) {
    Json json;
    json["event"] = "incident.paged";
    json["id"] = page.id;
    json["at"] = format_rfc3339(page.at);
    json["page"] = {{"person", page.person},
                    {"channel", page.contact.channel},
                    {"address", page.contact.address},
                    {"why", page.why},
                    {"words", page_words(incident, page)}};
    json["incident"] = Json::parse(incident_summary_json(incident));
    return text_of(json);
}

std::string bridge_request_body(const Incident& incident, std::string_view id) {
    Json json;
    json["event"] = "incident.bridge_wanted";
    json["id"] = id;
    json["at"] = time_json(incident.updated_at);
    json["incident"] = Json::parse(incident_summary_json(incident));
    return text_of(json);
}

Result<std::string> bridge_url_of(std::string_view answer) {
    const Json json = Json::parse(answer, nullptr, false);
    if (json.is_object() && json.contains("url") && json["url"].is_string()) {
        return json["url"].get<std::string>();
    }
    return fail(Errc::malformed, "the answer is no {\"url\":\"https://…\"}");
}

}  // namespace foreshock::render
