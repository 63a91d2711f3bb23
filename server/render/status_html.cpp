#include "server/render/status_page.hpp"
#include "server/render/status_words.hpp"
#include "server/reports/plain_text.hpp"

namespace foreshock::render {
namespace {

using reports::ComponentState;
using reports::html_escaped;
using reports::PublicComponent;
using reports::PublicIncident;
using reports::StatusPage;

constexpr std::string_view style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1f24;background:#fff}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}"
    ".overall{padding:.8rem 1rem;border-radius:.4rem;background:#e6f4ea}"
    ".overall.degraded,.overall.maintenance{background:#fdf3d8}"
    ".overall.partial_outage,.overall.major_outage{background:#fbe3e1}"
    "ul{list-style:none;padding:0}li{border-top:1px solid #d8dee4;padding:.6rem 0}"
    ".state{float:right}svg{display:block;width:100%;height:1.6rem;margin-top:.3rem}"
    ".operational{fill:#2da44e}.maintenance{fill:#8c959f}.degraded{fill:#d4a72c}"
    ".partial_outage{fill:#e16f24}.major_outage{fill:#cf222e}"
    "time,.small{color:#57606a;font-size:.9rem}"
    "@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}"
    ".overall{background:#12331d}.overall.degraded,.overall.maintenance{background:#3d3008}"
    ".overall.partial_outage,.overall.major_outage{background:#4a1712}"
    "li{border-color:#30363d}time,.small{color:#8d96a0}}";

std::string when(TimePoint at) {
    const std::string text = format_rfc3339(at);
    return "<time datetime=\"" + text + "\">" + text.substr(0, 10) + " " + text.substr(11, 5) +
           " UTC</time>";
}

std::string days_bar(const PublicComponent& component, const StatusWords& in) {
    std::string bar = "<svg viewBox=\"0 0 " + std::to_string(reports::history_days * 4) +
                      " 20\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"" +
                      std::string{in.days} + "\">";
    for (std::size_t i = 0; i < component.days.size(); ++i) {
        bar += "<rect class=\"" + std::string{to_string(component.days[i])} + "\" x=\"" +
               std::to_string(i * 4) + "\" width=\"3\" height=\"20\"/>";
    }
    return bar + "</svg>";
}

std::string incident_item(const PublicIncident& incident, const StatusWords& in) {
    std::string item = "<li><strong>" + html_escaped(public_headline(incident, in.language)) +
                       "</strong> <span " + "class=\"small\">" + incident.reference + "</span><br>";
    if (!incident.words.empty()) item += html_escaped(incident.words) + "<br>";
    item += std::string{in.since} + " " + when(incident.started_at);
    if (incident.resolved_at)
        item += " " + std::string{in.until} + " " + when(*incident.resolved_at);
    else
        item += ", " + std::string{in.updated} + " " + when(incident.updated_at);
    return item + "</li>";
}

std::string section(std::string_view head, const std::string& items, const StatusWords& in) {
    return "<h2>" + std::string{head} + "</h2>" +
           (items.empty() ? "<p class=\"small\">" + std::string{in.none} + "</p>"
                          : "<ul>" + items + "</ul>");
}

std::string component_items(const StatusPage& page, const StatusWords& in) {
    std::string items;
    for (const PublicComponent& one : page.components) {
        items += "<li><span class=\"state\">" +
                 std::string{in.components[static_cast<std::size_t>(one.state)]} + "</span>" +
                 html_escaped(one.title) + days_bar(one, in) + "</li>";
    }
    return items;
}

std::string maintenance_items(const StatusPage& page, const StatusWords& in) {
    std::string items;
    for (const reports::PublicMaintenance& one : page.maintenance) {
        std::string titles;
        for (const std::string& title : one.services)
            titles += (titles.empty() ? "" : ", ") + title;
        items += "<li>" + html_escaped(titles) + "<br>" + when(one.starts_at) + " " +
                 std::string{in.until} + " " + when(one.ends_at) + "</li>";
    }
    return items;
}

std::string incident_items(const std::vector<PublicIncident>& incidents, const StatusWords& in) {
    std::string items;
    for (const PublicIncident& one : incidents)
        items += incident_item(one, in);
    return items;
}

}  // namespace

std::string public_headline(const PublicIncident& incident, std::string_view language) {
    const StatusWords& in = status_words(language);
    std::string text;
    for (const std::string& title : incident.services)
        text += (text.empty() ? "" : ", ") + title;
    text += ": ";
    text +=
        incident.impends ? in.may_come : in.components[static_cast<std::size_t>(incident.gravity)];
    text += ", ";
    return text += in.states[static_cast<std::size_t>(incident.state)];
}

std::string_view status_style() {
    return style;
}

std::string status_html(const StatusPage& page, std::string_view title, std::string_view language) {
    const StatusWords& in = status_words(language);
    const std::string name = html_escaped(title);
    return "<!doctype html><html lang=\"" + std::string{in.language} +
           "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width\"><title>" +
           name +
           "</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/status.rss\">"
           "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/status.atom\"><style>" +
           std::string{style} + "</style></head><body><h1>" + name + "</h1><p class=\"overall " +
           std::string{to_string(page.overall)} + "\">" +
           std::string{in.overall[static_cast<std::size_t>(page.overall)]} + "</p>" +
           section(in.now, incident_items(page.current, in), in) +
           section(in.components_head, component_items(page, in), in) +
           section(in.maintenance_head, maintenance_items(page, in), in) +
           section(in.past_head, incident_items(page.past, in), in) + "<p class=\"small\">" +
           when(page.at) + " &middot; <a href=\"/status?lang=" + std::string{in.other_code} +
           "\" lang=\"" + std::string{in.other_code} + "\">" + std::string{in.other_language} +
           "</a> &middot; <a href=\"/status.rss\">RSS</a> &middot; "
           "<a href=\"/status.atom\">Atom</a></p></body></html>\n";
}

}  // namespace foreshock::render
