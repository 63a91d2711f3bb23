#include <array>

#include <nlohmann/json.hpp>

#include "server/notify/json_call.hpp"
#include "server/notify/ticket_system.hpp"

// Jira's REST API, version 2 (Data Center: wiki text, /search) or 3 (Cloud: Atlassian Document
// Format, /search/jql). States go by category, for the names of states and transitions are
// translated.

namespace foreshock::notify {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t summary_bytes_max = 255;
constexpr std::size_t description_bytes_max = 30'000;

TicketState state_of(const json& status) {
    const std::string key = text_under(status, {"statusCategory", "key"});
    if (key == "done") return TicketState::done;
    return key == "indeterminate" ? TicketState::in_progress : TicketState::fresh;
}

Ticket ticket_of(const json& issue) {
    Ticket ticket;
    ticket.key = text_under(issue, {"key"});
    const json& fields = issue.contains("fields") ? issue["fields"] : json::object();
    if (fields.is_object() && fields.contains("status")) ticket.state = state_of(fields["status"]);
    ticket.assignee = text_under(fields, {"assignee", "displayName"});
    return ticket;
}

/// Atlassian Document Format: a paragraph for each line that says something.
ordered_json document_of(std::string_view text) {
    ordered_json paragraphs = ordered_json::array();
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (end > 0) {
            ordered_json words{{"type", "text"}, {"text", text.substr(0, end)}};
            paragraphs.push_back(
                {{"type", "paragraph"}, {"content", ordered_json::array({std::move(words)})}});
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {{"type", "doc"}, {"version", 1}, {"content", std::move(paragraphs)}};
}

class Jira final : public TicketSystem {
public:
    Jira(ChannelSpec spec, HttpCaller caller)
        : spec_(std::move(spec)), call_{spec_, std::move(caller)} {}

    Asked<std::optional<Ticket>> find(const std::string& label,
                                      const std::stop_token& stop) override {
        ordered_json query;
        query["jql"] = "project = \"" + spec_.project + "\" AND labels = \"" + label +
                       "\" ORDER BY created DESC";
        query["fields"] = {"status", "assignee"};
        query["maxResults"] = 1;
        const Asked<json> answer =
            call_("POST", spec_.version == "3" ? api("search/jql") : api("search"), query, stop);
        if (!answer) return tl::unexpected(answer.error());
        const auto issues = answer->find("issues");
        if (issues == answer->end() || !issues->is_array()) return tl::unexpected(not_as("Jira"));
        if (issues->empty()) return std::optional<Ticket>{};
        return usable(ticket_of(issues->front())).map([](Ticket one) {
            return std::optional{one};
        });
    }

    Asked<Ticket> create(const std::string& label, const Notice& notice,
                         const std::stop_token& stop) override {
        ordered_json fields = words_of(notice);
        fields["project"] = {{"key", spec_.project}};
        fields["issuetype"] = {{"name", spec_.issue_type}};
        fields["labels"] = {"foreshock", label};
        const Asked<json> answer = call_("POST", api("issue"), {{"fields", fields}}, stop);
        if (!answer) return tl::unexpected(answer.error());
        return usable(ticket_of(*answer));
    }

    Asked<Ticket> read(const std::string& key, const std::stop_token& stop) override {
        const Asked<json> answer = call_(
            "GET", api("issue/" + percent_encoded(key) + "?fields=status,assignee"), {}, stop);
        if (answer) return usable(ticket_of(*answer));
        if (is_not_found(answer.error())) return Ticket{key, TicketState::gone, {}};
        return tl::unexpected(answer.error());
    }

    Asked<void> update(const Ticket& ticket, const Notice& notice,
                       const std::stop_token& stop) override {
        const Asked<json> answer = call_("PUT", api("issue/" + percent_encoded(ticket.key)),
                                         {{"fields", words_of(notice)}}, stop);
        if (!answer) return tl::unexpected(answer.error());
        return {};
    }

    Asked<bool> move(const Ticket& ticket, TicketState to, const Notice&,
                     const std::stop_token& stop) override {
        const std::string path = api("issue/" + percent_encoded(ticket.key) + "/transitions");
        const Asked<json> known = call_("GET", path, {}, stop);
        if (!known) return tl::unexpected(known.error());
        const std::string id = transition_to(*known, to);
        if (id.empty()) return false;
        const Asked<json> moved = call_("POST", path, {{"transition", {{"id", id}}}}, stop);
        if (!moved) return tl::unexpected(moved.error());
        return true;
    }

private:
    [[nodiscard]] std::string api(const std::string& path) const {
        return "/rest/api/" + spec_.version + "/" + path;
    }

    [[nodiscard]] ordered_json words_of(const Notice& notice) const {
        const std::string text = cut(notice.text, description_bytes_max);
        ordered_json fields;
        fields["summary"] = cut(notice.subject(), summary_bytes_max);
        if (spec_.version == "3") {
            fields["description"] = document_of(text);
        } else {
            fields["description"] = text;
        }
        return fields;
    }

    static Asked<Ticket> usable(Ticket ticket) {
        if (harmless_word(ticket.key).empty()) return tl::unexpected(not_as("Jira"));
        return ticket;
    }

    static std::string transition_to(const json& known, TicketState to) {
        const auto list = known.find("transitions");
        if (list == known.end() || !list->is_array()) return {};
        for (const json& one : *list) {
            if (one.is_object() && one.contains("to") && state_of(one["to"]) == to) {
                return text_under(one, {"id"});
            }
        }
        return {};
    }

    ChannelSpec spec_;
    JsonCall call_;
};

bool is_name(std::string_view text) {
    return !text.empty() && text.find_first_of("\"\\\r\n") == std::string_view::npos;
}

}  // namespace

Result<std::unique_ptr<Channel>> make_jira_channel(ChannelSpec spec,
                                                   desk::ExternalThreads& threads) {
    if (!is_http_url(spec.url)) {
        return bad_channel(spec, "its url must begin with http:// or https://");
    }
    if (!is_name(spec.project)) return bad_channel(spec, "needs the key of a project");
    if (spec.version.empty()) spec.version = "2";
    Result<HttpCaller> caller = HttpCaller::make(spec.times, spec.ca_file);
    if (!caller) return fail(std::move(caller).error().with("channel " + spec.name));
    const Duration reopen_within = spec.reopen_within;
    return std::unique_ptr<Channel>{std::make_unique<TicketChannel>(
        std::make_unique<Jira>(std::move(spec), std::move(*caller)), reopen_within, threads)};
}

}  // namespace foreshock::notify
