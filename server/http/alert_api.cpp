#include "server/http/alert_api.hpp"

#include <algorithm>
#include <map>

#include "server/desk/matcher.hpp"
#include "server/http/alert_answer.hpp"
#include "server/http/problem.hpp"
#include "server/render/alert_json.hpp"
#include "server/render/incident_json.hpp"

namespace foreshock::http {
namespace {

constexpr std::string_view active_state = "active";

/// Which alerts a reader wants.
struct Wanted {
    desk::MatcherSet filter;
    bool active = true;
    bool silenced = true;
    bool inhibited = true;
    bool muted = true;
    bool is_our_receiver = true;

    [[nodiscard]] bool matches(const AlertBoard::Row& row, const render::AlertStanding& is) const {
        const bool is_hidden = (!silenced && !is.silenced_by.empty()) ||
                               (!inhibited && !is.inhibited_by.empty()) ||
                               (!muted && !is.muted_by.empty());
        const bool is_shown = is.state == active_state ? active : !is_hidden;
        return is_shown && is_our_receiver && filter.matches(row.alert->labels);
    }
};

Result<bool> is_our_receiver(const Query& query) {
    const auto wanted = query.get("receiver");
    if (!wanted || wanted->empty()) return true;
    const auto pattern =
        desk::MatcherSet::compile_filter({{"receiver", std::string{*wanted}, true, true}});
    if (!pattern) return fail(pattern.error());
    return pattern->matches({{"receiver", std::string{render::alert_receiver}}});
}

Result<Wanted> wanted_by(const Query& query) {
    Result<desk::MatcherSet> filter = filter_of(query);
    if (!filter) return fail(std::move(filter).error());
    Wanted wanted{std::move(*filter)};
    bool unprocessed = true;  // everything is processed by the time that it is shown
    const std::pair<std::string_view, bool*> flags[] = {{"active", &wanted.active},
                                                        {"silenced", &wanted.silenced},
                                                        {"inhibited", &wanted.inhibited},
                                                        {"muted", &wanted.muted},
                                                        {"unprocessed", &unprocessed}};
    for (const auto& [name, into] : flags) {
        const Result<bool> flag = query.flag(name, true);
        if (!flag) return fail(flag.error());
        *into = *flag;
    }
    const Result<bool> is_ours = is_our_receiver(query);
    if (!is_ours) return fail(is_ours.error());
    wanted.is_our_receiver = *is_ours;
    return wanted;
}

render::AlertStanding standing_of(const AlertBoard::Row& row, TimePoint now) {
    render::AlertStanding standing;
    standing.ends_at = now + AlertApi::shown_for;
    standing.state = active_state;
    if (!row.carrier) return standing;
    standing.incident = render::incident_reference(row.carrier->number);
    for (const incidents::Mute& mute : row.carrier->muted_by) {
        standing.state = "suppressed";
        auto& by = mute.source == "silence"      ? standing.silenced_by
                   : mute.source == "dependency" ? standing.inhibited_by
                                                 : standing.muted_by;
        by.push_back(mute.id);
    }
    return standing;
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
    if (!wanted) return text_refusal(wanted.error());
    const TimePoint now = from_.clock.now();
    std::vector<std::string> alerts;
    for (const AlertBoard::Row& row : from_.board.rows()) {
        const render::AlertStanding standing = standing_of(row, now);
        if (wanted->matches(row, standing)) {
            alerts.push_back(render::alert_json(*row.alert, standing));
        }
    }
    return json_response(200, json_list(alerts));
}

Response AlertApi::groups(const Request& request) const {
    const Result<Wanted> wanted = wanted_by(request.query);
    if (!wanted) return text_refusal(wanted.error());
    const TimePoint now = from_.clock.now();
    std::map<std::string, std::vector<std::string>> alerts_of;
    for (const AlertBoard::Row& row : from_.board.rows()) {
        const render::AlertStanding standing = standing_of(row, now);
        if (!wanted->matches(row, standing)) continue;
        alerts_of[standing.incident].push_back(render::alert_json(*row.alert, standing));
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
