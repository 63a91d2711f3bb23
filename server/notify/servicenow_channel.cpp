#include <nlohmann/json.hpp>

#include "server/notify/json_call.hpp"
#include "server/notify/ticket_system.hpp"

// ServiceNow's Table API, table incident. Its priority follows from impact and urgency there and is
// never sent.

namespace foreshock::notify {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* table = "/api/now/table/incident";
constexpr std::size_t summary_bytes_max = 160;  // the column's own width
constexpr std::size_t description_bytes_max = 4000;

TicketState state_of(std::string_view number) {
    if (number == "6") return TicketState::done;
    if (number == "7" || number == "8") return TicketState::closed;
    return number == "1" || number.empty() ? TicketState::fresh : TicketState::in_progress;
}

class ServiceNow final : public TicketSystem {
public:
    ServiceNow(ChannelSpec spec, HttpCaller caller)
        : spec_(std::move(spec)), call_{spec_, std::move(caller)} {}

    Asked<std::optional<Ticket>> find(const std::string& label,
                                      const std::stop_token& stop) override {
        const std::string query =
            "?sysparm_query=" +
            percent_encoded("correlation_id=" + label + "^ORDERBYDESCsys_created_on") +
            "&sysparm_fields=" + percent_encoded("sys_id,number,state,assigned_to.name") +
            "&sysparm_limit=1";
        const Asked<json> answer = call_("GET", table + query, {}, stop);
        if (!answer) return tl::unexpected(answer.error());
        const auto rows = answer->find("result");
        if (rows == answer->end() || !rows->is_array()) return tl::unexpected(not_as("ServiceNow"));
        if (rows->empty()) return std::optional<Ticket>{};
        return usable(rows->front()).map([](Ticket one) { return std::optional{one}; });
    }

    Asked<Ticket> create(const std::string& label, const Notice& notice,
                         const std::stop_token& stop) override {
        ordered_json fields = words_of(notice);
        fields["correlation_id"] = label;
        fields["correlation_display"] = "Foreshock";
        if (!notice.category.empty()) fields["category"] = notice.category;
        if (!notice.host.empty()) fields["cmdb_ci"] = notice.host;
        if (!spec_.project.empty()) fields["assignment_group"] = spec_.project;
        const Asked<json> answer = call_("POST", table, fields, stop);
        if (!answer) return tl::unexpected(answer.error());
        return usable_of(*answer);
    }

    Asked<Ticket> read(const std::string& key, const std::stop_token& stop) override {
        const Asked<json> answer =
            call_("GET",
                  path_of(key) +
                      "?sysparm_fields=" + percent_encoded("sys_id,number,state,assigned_to.name"),
                  {}, stop);
        if (answer) return usable_of(*answer);
        if (is_not_found(answer.error())) return Ticket{key, TicketState::gone, {}};
        return tl::unexpected(answer.error());
    }

    Asked<void> update(const Ticket& ticket, const Notice& notice,
                       const std::stop_token& stop) override {
        // A closed record may be read, not written.
        if (ticket.state == TicketState::closed) return {};
        const Asked<json> answer = call_("PATCH", path_of(ticket.key), words_of(notice), stop);
        if (!answer) return tl::unexpected(answer.error());
        return {};
    }

    Asked<bool> move(const Ticket& ticket, TicketState to, const Notice& notice,
                     const std::stop_token& stop) override {
        if (ticket.state == TicketState::closed) return to == TicketState::done;
        ordered_json fields;
        fields["state"] = to == TicketState::done ? "6" : "2";
        if (to == TicketState::done) {
            fields["close_code"] = spec_.issue_type;
            fields["close_notes"] = cut(notice.summary, description_bytes_max);
        }
        const Asked<json> answer = call_("PATCH", path_of(ticket.key), fields, stop);
        if (!answer) return tl::unexpected(answer.error());
        return true;
    }

private:
    static std::string path_of(const std::string& key) {
        return std::string{table} + "/" + percent_encoded(key);
    }

    static ordered_json words_of(const Notice& notice) {
        ordered_json fields;
        fields["short_description"] = cut(notice.subject(), summary_bytes_max);
        fields["description"] = cut(notice.text, description_bytes_max);
        fields["impact"] = std::to_string(notice.impact);
        fields["urgency"] = std::to_string(notice.urgency);
        return fields;
    }

    static Asked<Ticket> usable_of(const json& answer) {
        const auto row = answer.find("result");
        if (row == answer.end()) return tl::unexpected(not_as("ServiceNow"));
        return usable(*row);
    }

    static Asked<Ticket> usable(const json& row) {
        Ticket ticket;
        ticket.key = text_under(row, {"sys_id"});
        ticket.state = state_of(text_under(row, {"state"}));
        ticket.assignee = text_under(row, {"assigned_to.name"});
        if (harmless_word(ticket.key).empty()) return tl::unexpected(not_as("ServiceNow"));
        return ticket;
    }

    ChannelSpec spec_;
    JsonCall call_;
};

}  // namespace

Result<std::unique_ptr<Channel>> make_servicenow_channel(ChannelSpec spec,
                                                         desk::ExternalThreads& threads) {
    if (!is_http_url(spec.url)) {
        return bad_channel(spec, "its url must begin with http:// or https://");
    }
    Result<HttpCaller> caller = HttpCaller::make(spec.times, spec.ca_file);
    if (!caller) return fail(std::move(caller).error().with("channel " + spec.name));
    const Duration reopen_within = spec.reopen_within;
    return std::unique_ptr<Channel>{std::make_unique<TicketChannel>(
        std::make_unique<ServiceNow>(std::move(spec), std::move(*caller)), reopen_within, threads)};
}

}  // namespace foreshock::notify
