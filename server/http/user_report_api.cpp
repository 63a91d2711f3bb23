#include "server/http/user_report_api.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "server/http/incident_api.hpp"
#include "server/http/problem.hpp"
#include "server/render/incident_json.hpp"
#include "server/render/report_json.hpp"

namespace foreshock::http {
namespace {

using incidents::EventKind;
using reports::Message;
using reports::Report;

constexpr std::size_t limit_default = 50;
constexpr std::size_t limit_max = 500;
constexpr std::size_t text_bytes_max = 20000;

constexpr TextField new_fields[] = {
    {"text", true, text_bytes_max}, {"subject", false, 500}, {"name", false, 200},
    {"contact", false, 320},        {"channel", false, 20},  {"language", false, 10},
    {"host", false, 255},           {"service", false, 100}, {"logged_by", false, 200}};
constexpr TextField decide_fields[] = {
    {"actor", true, 200}, {"intent", true, 20}, {"category", false, 60}, {"incident", false, 60}};
constexpr TextField say_fields[] = {
    {"actor", true, 200}, {"text", true, text_bytes_max}, {"from", false, 20}};
constexpr TextField assign_fields[] = {{"actor", true, 200}, {"assignee", true, 200}};
constexpr TextField finish_fields[] = {{"actor", true, 200}, {"note", false, text_bytes_max}};

std::string text_of(const TextFields& fields, std::string_view name, std::string_view otherwise) {
    const auto found = fields.find(name);
    return std::string{found == fields.end() ? otherwise : found->second};
}

constexpr std::array<std::string_view, 6> channels{"form", "api",     "phone",
                                                   "chat", "walk_in", "mail"};

Result<NewReport> new_report_from(const TextFields& fields) {
    NewReport report;
    report.text = fields.at("text");
    report.subject = text_of(fields, "subject", "");
    report.reporter = {text_of(fields, "name", ""), text_of(fields, "contact", ""),
                       text_of(fields, "language", "")};
    report.channel = text_of(fields, "channel", "api");
    report.host = text_of(fields, "host", "");
    report.service = text_of(fields, "service", "");
    report.logged_by = text_of(fields, "logged_by", "");
    const std::string& language = report.reporter.language;
    if (!language.empty() && language != "en" && language != "th")
        return fail(Errc::invalid, "field 'language' takes en or th");
    if (std::find(channels.begin(), channels.end(), report.channel) == channels.end())
        return fail(Errc::invalid, "field 'channel' takes form, api, phone, chat, walk_in or mail");
    return report;
}

/// Nobody writes down a report in somebody else's name.
std::string logger_of(const NewReport& report, const people::Identity& identity) {
    const bool is_spoken = report.channel == "phone" || report.channel == "walk_in";
    if (identity.is_personal())
        return is_spoken || !report.logged_by.empty() ? identity.name : std::string{};
    return report.logged_by;
}

/// For anybody: no title, no host, no reason.
Response public_response(const Result<Told>& told) {
    if (!told) return problem_response(told.error());
    nlohmann::ordered_json json;
    json["report"] = {{"id", told->report.id}};
    json["is_new"] = told->is_new;
    json["incident"] = nullptr;
    if (told->incident)
        json["incident"] = {{"reference", render::incident_reference(told->incident->number)}};
    return json_response(told->is_new ? 201 : 200, json.dump());
}

/// What became of a report: for whoever sent it.
Response told_response(const Result<Told>& told, int status_new) {
    if (!told) return problem_response(told.error());
    nlohmann::ordered_json json;
    json["report"] = nlohmann::ordered_json::parse(render::report_json(told->report, false));
    json["is_new"] = told->is_new;
    json["incident"] = nullptr;
    if (told->incident) {
        const auto& incident = *told->incident;
        const auto* joined = incident.reporting.find(told->report.id);
        json["incident"] = {
            {"id", incident.id},
            {"reference", render::incident_reference(incident.number)},
            {"title", incident.title},
            {"state", to_string(incident.state)},
            {"was_known", !incident.reporting.began_it ||
                              incident.reporting.reports.front().id != told->report.id}};
        json["joined_because"] = nlohmann::ordered_json::array();
        for (const auto& reason :
             joined ? joined->joined_because : std::vector<incidents::Reason>{})
            json["joined_because"].push_back({{"code", reason.code}, {"text", reason.text}});
    }
    return json_response(told->is_new ? status_new : 200,
                         json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

ToldDone answer_with(const Responder& respond, int status_new = 200) {
    return [respond, status_new](const Result<Told>& told) {
        respond(told_response(told, status_new));
    };
}

bool reporter_may_see(const incidents::Event& event, const Report& report) {
    if (event.kind == EventKind::answered) return event.to.empty() || event.to == report.id;
    return (event.kind == EventKind::reporter_said || event.kind == EventKind::not_fixed) &&
           event.to == report.id;
}

}  // namespace

Result<std::vector<Message>> conversation_of(const Report& report,
                                             const reports::ReportStore& store,
                                             const incidents::IncidentReader& reader) {
    Result<std::vector<Message>> messages = store.messages(report.id);
    if (!messages || report.incident_id.empty()) return messages;
    const auto timeline = reader.timeline(report.incident_id);
    if (!timeline) return fail(timeline.error());
    for (const incidents::Event& event : *timeline) {
        if (!reporter_may_see(event, report) || event.text.empty()) continue;
        messages->push_back(
            {report.id, event.at, event.kind == EventKind::answered, event.actor, event.text});
    }
    std::stable_sort(messages->begin(), messages->end(),
                     [](const Message& a, const Message& b) { return a.at < b.at; });
    return messages;
}

Route UserReportApi::post_route(std::string_view pattern, Deferred act) {
    Route route{"POST", pattern};
    route.handler = [this, act](const Request& request, const PathArguments& arguments,
                                const Responder& respond) {
        (this->*act)(request, arguments.empty() ? std::string{} : arguments[0], respond);
    };
    route.content_type = "application/json";
    route.body_bytes_max = body_bytes_max;
    route.actor_field = "actor";
    return route;
}

std::vector<Route> UserReportApi::routes() {
    std::vector<Route> table;
    table.push_back(post_route("/api/v1/reports", &UserReportApi::take));
    table.back().actor_field = {};
    table.back().audience = open_to_all_ ? Audience::anyone : Audience::viewers;
    table.push_back(post_route("/api/v1/reports/{id}/triage", &UserReportApi::decide));
    table.push_back(post_route("/api/v1/reports/{id}/messages", &UserReportApi::say));
    table.push_back(post_route("/api/v1/requests/{id}/assign", &UserReportApi::assign));
    table.push_back(post_route("/api/v1/requests/{id}/done", &UserReportApi::finish));
    table.push_back(post_route("/api/v1/mail", &UserReportApi::take_mail));
    table.back().audience = Audience::senders;
    table.back().content_type = "message/rfc822";
    table.back().actor_field = {};
    table.back().body_bytes_max = mail_body_bytes_max;
    Route list_route{"GET", "/api/v1/reports"};
    list_route.parameters = {"intent", "contact", "limit", "cursor"};
    list_route.handler = at_once(
        [this](const Request& request, const PathArguments&) { return list(request, false); });
    table.push_back(std::move(list_route));
    Route queue_route{"GET", "/api/v1/requests"};
    queue_route.parameters = {"state", "limit", "cursor"};
    queue_route.handler = at_once(
        [this](const Request& request, const PathArguments&) { return list(request, true); });
    table.push_back(std::move(queue_route));
    table.push_back({"GET", "/api/v1/reports/{id}", Audience::people,
                     at_once([this](const Request&, const PathArguments& arguments) {
                         return show(arguments[0]);
                     })});
    table.push_back({"GET", "/api/v1/reports/{id}/messages", Audience::people,
                     at_once([this](const Request&, const PathArguments& arguments) {
                         return messages(arguments[0]);
                     })});
    return table;
}

void UserReportApi::take(const Request& request, const std::string&, const Responder& respond) {
    const Result<TextFields> fields = parse_text_fields(request.body, new_fields);
    if (!fields) return respond(problem_response(fields.error()));
    Result<NewReport> report = new_report_from(*fields);
    if (!report) return respond(problem_response(report.error()));
    report->logged_by = logger_of(*report, request.identity);
    // Who shows no token cannot write in somebody's name.
    if (open_to_all_ && !request.identity.is_personal()) report->logged_by.clear();
    if (!from_.desk.admit(report->reporter.contact)) {
        return respond(problem_response(
            Problem{429, "too-many-reports", "Too many reports came lately",
                    "wait a while, or call the service desk: what you told before is not lost"}));
    }
    if (std::optional<Response> known_answer = idempotency_.begin(request))
        return respond(std::move(*known_answer));
    const std::string_view key = request.field("idempotency-key");
    if (!key.empty()) report->once = "key:" + std::string{key};
    from_.desk.take(std::move(*report), [this, request, respond](const Result<Told>& told) {
        Response response = open_to_all_ ? public_response(told) : told_response(told, 201);
        idempotency_.finish(request, response);
        respond(std::move(response));
    });
}

void UserReportApi::decide(const Request& request, const std::string& id,
                           const Responder& respond) {
    const Result<TextFields> fields = parse_text_fields(request.body, decide_fields);
    if (!fields) return respond(problem_response(fields.error()));
    const auto intent = reports::parse_intent(fields->at("intent"));
    if (!intent)
        return respond(problem_response(
            Error{Errc::invalid, "field 'intent' takes incident, request or unsure"}));
    if (const auto report = shown(id); !report) return respond(problem_response(report.error()));
    ReportDecision decision{id, fields->at("actor"), *intent, text_of(*fields, "category", ""), {}};
    if (fields->contains("incident")) {
        const auto incident = from_.reader.find(incident_key(fields->at("incident")));
        if (!incident) return respond(problem_response(incident.error()));
        decision.joins = incident->id;
    }
    from_.desk.decide(std::move(decision), answer_with(respond));
}

void UserReportApi::say(const Request& request, const std::string& id, const Responder& respond) {
    const Result<TextFields> fields = parse_text_fields(request.body, say_fields);
    if (!fields) return respond(problem_response(fields.error()));
    const std::string from = text_of(*fields, "from", "desk");
    if (from != "desk" && from != "reporter") {
        return respond(problem_response(Error{
            Errc::invalid, "field 'from' takes desk, or reporter for words told on the phone"}));
    }
    if (const auto report = shown(id); !report) return respond(problem_response(report.error()));
    from_.desk.say({id, fields->at("actor"), fields->at("text"), from == "desk"},
                   answer_with(respond));
}

void UserReportApi::assign(const Request& request, const std::string& id,
                           const Responder& respond) {
    const Result<TextFields> fields = parse_text_fields(request.body, assign_fields);
    if (!fields) return respond(problem_response(fields.error()));
    const auto report = from_.desk.assign_request(id, fields->at("assignee"));
    respond(report ? json_response(200, render::report_json(*report, false))
                   : problem_response(report.error()));
}

void UserReportApi::finish(const Request& request, const std::string& id,
                           const Responder& respond) {
    const Result<TextFields> fields = parse_text_fields(request.body, finish_fields);
    if (!fields) return respond(problem_response(fields.error()));
    const auto report =
        from_.desk.finish_request(id, fields->at("actor"), text_of(*fields, "note", ""));
    respond(report ? json_response(200, render::report_json(*report, false))
                   : problem_response(report.error()));
}

void UserReportApi::take_mail(const Request& request, const std::string&,
                              const Responder& respond) {
    from_.mail.take(request.body, [respond](const Result<MailOutcome>& outcome) {
        if (!outcome) return respond(problem_response(outcome.error()));
        const nlohmann::ordered_json json{{"outcome", outcome->code}, {"text", outcome->text}};
        respond(json_response(200,
                              json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
    });
}

Response UserReportApi::list(const Request& request, bool requests_only) const {
    reports::ReportQuery query;
    const auto limit = request.query.number("limit", limit_default, 1, limit_max);
    if (!limit) return problem_response(limit.error());
    query.limit = *limit;
    query.cursor = request.query.get("cursor").value_or("");
    query.contact = request.query.get("contact").value_or("");
    if (requests_only) query.intent = reports::Intent::request;
    if (const auto text = request.query.get("intent")) {
        const auto intent = reports::parse_intent(*text);
        if (!intent)
            return problem_response(Error{Errc::invalid, "intent: " + intent.error().what});
        query.intent = *intent;
    }
    if (const auto text = request.query.get("state")) {
        const auto state = reports::parse_request_state(*text);
        if (!state) return problem_response(Error{Errc::invalid, "state: " + state.error().what});
        query.request_state = *state;
    }
    const auto page = from_.store.list(query);
    return page ? json_response(200, render::reports_json(*page)) : problem_response(page.error());
}

Result<Report> UserReportApi::shown(const std::string& id) const {
    Result<Report> report = from_.store.find(id);
    if (report && report->is_kept_apart) return fail(Errc::not_found, "no report " + id);
    return report;
}

Response UserReportApi::show(const std::string& id) const {
    const auto report = shown(id);
    return report ? json_response(200, render::report_json(*report, true))
                  : problem_response(report.error());
}

Response UserReportApi::messages(const std::string& id) const {
    const auto report = shown(id);
    if (!report) return problem_response(report.error());
    const auto all = conversation_of(*report, from_.store, from_.reader);
    return all ? json_response(200, render::messages_json(*all)) : problem_response(all.error());
}

}  // namespace foreshock::http
