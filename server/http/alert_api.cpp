#include "server/http/alert_api.hpp"

#include <algorithm>
#include <map>

#include "server/http/label_matcher.hpp"
#include "server/http/problem.hpp"
#include "server/render/alert_json.hpp"
#include "server/render/incident_json.hpp"

namespace foreshock::http {
namespace {

/// Which alerts a reader wants.
struct Wanted {
    std::vector<LabelMatcher> filter;
    bool active = true;
    bool is_our_receiver = true;

    [[nodiscard]] bool matches(const AlertBoard::Row& row) const {
        return active && is_our_receiver &&
               std::all_of(filter.begin(), filter.end(),
                           [&](const LabelMatcher& one) { return one.matches(row.alert->labels); });
    }
};

/// As the API's description says it: a refusal is a text.
Response refusal(const Error& error) {
    return json_response(400, json_string(error.what));
}

Result<Wanted> wanted_by(const Query& query) {
    Wanted wanted;
    for (const std::string_view text : query.all("filter")) {
        Result<LabelMatcher> matcher = LabelMatcher::parse(text);
        if (!matcher) return fail(std::move(matcher).error());
        wanted.filter.push_back(std::move(*matcher));
    }
    for (const std::string_view name : {"silenced", "inhibited", "unprocessed", "muted"}) {
        const Result<bool> flag = query.flag(name, true);
        if (!flag) return fail(flag.error());
    }
    const Result<bool> active = query.flag("active", true);
    if (!active) return fail(active.error());
    wanted.active = *active;
    const auto receiver = query.get("receiver");
    if (!receiver || receiver->empty()) return wanted;
    const auto pattern =
        LabelMatcher::make("receiver", LabelMatcher::Relation::matches, std::string{*receiver});
    if (!pattern) return fail(pattern.error());
    wanted.is_our_receiver = pattern->matches_text(render::alert_receiver);
    return wanted;
}

std::string incident_of(const AlertBoard::Row& row) {
    return row.carrier ? render::incident_reference(row.carrier->number) : std::string{};
}

std::string json_of(const AlertBoard::Row& row, TimePoint now) {
    render::AlertStanding standing;
    standing.state = "active";
    standing.incident = incident_of(row);
    standing.ends_at = now + AlertApi::shown_for;
    return render::alert_json(*row.alert, standing);
}

std::string json_list(const std::vector<std::string>& parts) {
    std::string json = "[";
    for (const std::string& part : parts) {
        if (json.size() > 1) json += ',';
        json += part;
    }
    return json + "]";
}

std::string receiver_json() {
    return R"({"name":)" + json_string(render::alert_receiver) + "}";
}

}  // namespace

std::vector<Route> AlertApi::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET",
         "/api/v2/alerts",
         Audience::people,
         at_once([this](const Request& request, const PathArguments&) { return list(request); }),
         {"active", "silenced", "inhibited", "unprocessed", "filter", "receiver"}});
    table.push_back(
        {"GET",
         "/api/v2/alerts/groups",
         Audience::people,
         at_once([this](const Request& request, const PathArguments&) { return groups(request); }),
         {"active", "silenced", "inhibited", "muted", "filter", "receiver"}});
    table.push_back({"GET", "/api/v2/receivers", Audience::people,
                     at_once([](const Request&, const PathArguments&) {
                         return json_response(200, "[" + receiver_json() + "]");
                     })});
    table.push_back({"GET", "/api/v2/status", Audience::people,
                     at_once([this](const Request&, const PathArguments&) { return status(); })});
    return table;
}

Response AlertApi::list(const Request& request) const {
    const Result<Wanted> wanted = wanted_by(request.query);
    if (!wanted) return refusal(wanted.error());
    const TimePoint now = from_.clock.now();
    std::vector<std::string> alerts;
    for (const AlertBoard::Row& row : from_.board.rows()) {
        if (wanted->matches(row)) alerts.push_back(json_of(row, now));
    }
    return json_response(200, json_list(alerts));
}

Response AlertApi::groups(const Request& request) const {
    const Result<Wanted> wanted = wanted_by(request.query);
    if (!wanted) return refusal(wanted.error());
    const TimePoint now = from_.clock.now();
    std::map<std::string, std::vector<std::string>> alerts_of;
    for (const AlertBoard::Row& row : from_.board.rows()) {
        if (wanted->matches(row)) alerts_of[incident_of(row)].push_back(json_of(row, now));
    }
    std::vector<std::string> groups;
    for (const auto& [incident, alerts] : alerts_of) {
        const std::string labels =
            incident.empty() ? "{}" : R"({"incident":)" + json_string(incident) + "}";
        groups.push_back(R"({"labels":)" + labels + R"(,"receiver":)" + receiver_json() +
                         R"(,"alerts":)" + json_list(alerts) + "}");
    }
    return json_response(200, json_list(groups));
}

Response AlertApi::status() const {
    const std::string name{render::alert_receiver};
    const std::string original =
        "route:\n  receiver: " + name + "\nreceivers:\n- name: " + name + "\n";
    const std::string version = json_string(from_.version);
    return json_response(
        200, R"({"cluster":{"name":)" + json_string(name) +
                 R"(,"peers":[],"status":"disabled"},"config":{"original":)" +
                 json_string(original) + R"(},"uptime":")" + format_rfc3339(from_.started_at) +
                 R"(","versionInfo":{"branch":"","buildDate":"","buildUser":"","goVersion":"",)"
                 R"("revision":"","version":)" +
                 version + "}}");
}

}  // namespace foreshock::http
