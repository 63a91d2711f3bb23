#include "server/render/status_page.hpp"
#include "server/render/status_words.hpp"
#include "server/reports/plain_text.hpp"

namespace foreshock::render {
namespace {

using reports::html_escaped;
using reports::PublicIncident;
using reports::StatusPage;

constexpr std::size_t entries_max = 50;

/// "Thu, 26 Nov 2026 09:07:34 +0000", RFC 5322 3.3.
std::string rfc5322_date(TimePoint at) {
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::string text = format_rfc3339(at);
    return std::string{days[std::chrono::weekday{day}.c_encoding()]} + ", " + text.substr(8, 2) +
           " " + std::string{months[static_cast<unsigned>(date.month()) - 1]} + " " +
           text.substr(0, 4) + " " + text.substr(11, 8) + " +0000";
}

std::vector<const PublicIncident*> entries_of(const StatusPage& page) {
    std::vector<const PublicIncident*> entries;
    for (const auto* list : {&page.current, &page.past}) {
        for (const PublicIncident& one : *list) {
            if (entries.size() < entries_max) entries.push_back(&one);
        }
    }
    return entries;
}

std::string element(std::string_view name, std::string_view text) {
    return "<" + std::string{name} + ">" + html_escaped(text) + "</" + std::string{name} + ">";
}

std::string link_of(std::string_view base_url) {
    return std::string{base_url} + "/status";
}

/// The same entry with a new state is a new one to readers that know it.
std::string id_of(const PublicIncident& incident, std::string_view base_url) {
    return link_of(base_url) + "#" + incident.reference + "." +
           std::string{to_string(incident.state)};
}

}  // namespace

std::string status_rss(const StatusPage& page, std::string_view title, std::string_view base_url,
                       std::string_view language) {
    std::string items;
    for (const PublicIncident* one : entries_of(page)) {
        items += "<item>" + element("title", public_headline(*one, language)) +
                 element("link", link_of(base_url)) + "<guid isPermaLink=\"false\">" +
                 html_escaped(id_of(*one, base_url)) + "</guid>" +
                 element("pubDate", rfc5322_date(one->resolved_at.value_or(one->started_at))) +
                 element("description",
                         one->words.empty() ? public_headline(*one, language) : one->words) +
                 "</item>";
    }
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel>" +
           element("title", title) + element("link", link_of(base_url)) +
           element("description", title) + element("language", status_words(language).language) +
           element("lastBuildDate", rfc5322_date(page.at)) + items + "</channel></rss>\n";
}

std::string status_atom(const StatusPage& page, std::string_view title, std::string_view base_url,
                        std::string_view language) {
    std::string entries;
    for (const PublicIncident* one : entries_of(page)) {
        entries +=
            "<entry>" + element("id", id_of(*one, base_url)) +
            element("title", public_headline(*one, language)) +
            element("published", format_rfc3339(one->started_at)) +
            element("updated", format_rfc3339(one->resolved_at.value_or(one->updated_at))) +
            "<link href=\"" + html_escaped(link_of(base_url)) + "\"/>" +
            element("summary", one->words.empty() ? public_headline(*one, language) : one->words) +
            "</entry>";
    }
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "
           "xmlns=\"http://www.w3.org/2005/Atom\" "
           "xml:lang=\"" +
           std::string{status_words(language).language} + "\">" + element("id", link_of(base_url)) +
           element("title", title) + element("updated", format_rfc3339(page.at)) + "<author>" +
           element("name", title) + "</author><link rel=\"self\" href=\"" +
           html_escaped(std::string{base_url}) + "/status.atom\"/>" + entries + "</feed>\n";
}

}  // namespace foreshock::render
