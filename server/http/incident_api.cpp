#include "server/http/incident_api.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "server/http/incident_csv.hpp"
#include "server/http/incident_query.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"
#include "server/render/incident_json.hpp"

namespace foreshock::http {
namespace {

constexpr std::size_t actor_bytes_max = 200;
constexpr std::size_t words_bytes_max = 10000;

constexpr TextField acknowledge_fields[] = {{"actor", true, actor_bytes_max},
                                            {"note", false, words_bytes_max}};
constexpr TextField note_fields[] = {{"actor", true, actor_bytes_max},
                                     {"text", true, words_bytes_max}};
constexpr std::size_t list_bytes_max = 20000;
constexpr TextField merge_fields[] = {{"actor", true, actor_bytes_max},
                                      {"reason", true, words_bytes_max},
                                      {"from", true, list_bytes_max}};
constexpr TextField split_fields[] = {{"actor", true, actor_bytes_max},
                                      {"reason", true, words_bytes_max},
                                      {"symptoms", true, list_bytes_max}};
constexpr TextField resolve_fields[] = {{"actor", true, actor_bytes_max},
                                        {"reason", true, words_bytes_max},
                                        {"known_error", false, 40},
                                        {"hypothesis", false, 40}};

constexpr TextField judge_fields[] = {
    {"actor", true, actor_bytes_max}, {"state", true, 20}, {"evidence", true, words_bytes_max}};

/// "a, b" as a and b.
std::vector<std::string> words_of(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find_first_of(", "), list.size());
        if (end > 0) words.emplace_back(list.substr(0, end));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return words;
}

std::string json_list(const std::vector<incidents::Incident>& list) {
    std::string json = "[";
    for (const incidents::Incident& incident : list) {
        if (json.size() > 1) json += ',';
        json += render::incident_summary_json(incident);
    }
    return json + "]";
}

/// Not of the revision: deliveries and what is known besides change what is shown without one.
std::string etag_of(std::string_view body) {
    return '"' + stable_id({body}) + '"';
}

}  // namespace

std::string_view incident_key(std::string_view text) {
    if (!text.starts_with("INC-")) return text;
    text.remove_prefix(4);
    while (text.size() > 1 && text.starts_with('0'))
        text.remove_prefix(1);
    return text;
}

std::vector<Route> IncidentApi::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET",
         "/api/v1/incidents",
         Audience::people,
         at_once([this](const Request& request, const PathArguments&) { return list(request); }),
         {incident_parameters.begin(), incident_parameters.end()}});
    table.push_back({"GET", "/api/v1/incidents/{id}", Audience::people,
                     at_once([this](const Request& request, const PathArguments& arguments) {
                         return show(request, arguments[0]);
                     })});
    table.push_back(act_route("/api/v1/incidents/{id}/acknowledge", Act::acknowledge));
    table.push_back(act_route("/api/v1/incidents/{id}/notes", Act::note));
    table.push_back(act_route("/api/v1/incidents/{id}/resolve", Act::resolve));
    table.push_back(act_route("/api/v1/incidents/{id}/hypotheses", Act::propose));
    Route judging{"POST", "/api/v1/incidents/{id}/hypotheses/{hypothesis}"};
    judging.handler = [this](const Request& request, const PathArguments& arguments,
                             const Responder& respond) { judge(request, arguments, respond); };
    judging.content_type = "application/json";
    judging.body_bytes_max = body_bytes_max;
    judging.actor_field = "actor";
    table.push_back(std::move(judging));
    table.push_back(act_route("/api/v1/incidents/{id}/merge", Act::merge));
    table.push_back(act_route("/api/v1/incidents/{id}/split", Act::split));
    table.push_back(act_route("/api/v1/incidents/{id}/undo", Act::undo));
    return table;
}

Route IncidentApi::act_route(std::string_view pattern, Act act) {
    Route route{"POST", pattern};
    route.handler = [this, act](const Request& request, const PathArguments& arguments,
                                const Responder& respond) {
        const bool regroups = act == Act::merge || act == Act::split || act == Act::undo;
        regroups ? regroup(act, request, arguments[0], respond)
                 : this->act(act, request, arguments[0], respond);
    };
    route.content_type = "application/json";
    route.body_bytes_max = body_bytes_max;
    route.actor_field = "actor";
    return route;
}

Response IncidentApi::list(const Request& request) const {
    const std::string_view format = request.query.get("format").value_or("json");
    if (format != "json" && format != "csv") {
        return problem_response(Error{Errc::invalid, "parameter 'format' takes json or csv"});
    }
    const Result<incidents::IncidentQuery> query = incident_query(request.query);
    if (!query) return problem_response(query.error());
    const Result<incidents::IncidentPage> page = reader_.list(*query);
    if (!page) return problem_response(page.error());

    Response response;
    if (format == "csv") {
        response = text_response(200, incidents_csv(page->incidents));
        response.fields[0].second = "text/csv; charset=utf-8; header=present";
    } else {
        response = json_response(200, json_list(page->incidents));
    }
    if (!page->next_cursor.empty()) {
        response.fields.emplace_back("Link", "<" + request.path + "?" +
                                                 request.query.with("cursor", page->next_cursor) +
                                                 ">; rel=\"next\"");
    }
    return response;
}

Response whole_incident(const incidents::IncidentReader& reader,
                        const incidents::DiagnosisReader& diagnosis,
                        const incidents::Incident& incident) {
    const Result<std::vector<incidents::Event>> timeline = reader.timeline(incident.id);
    if (!timeline) return problem_response(timeline.error());
    const Result<incidents::DiagnosisContext> context = diagnosis.context_of(incident);
    if (!context) return problem_response(context.error());
    const Result<incidents::MemberSummary> members = reader.members(incident);
    if (!members) return problem_response(members.error());
    Response response = json_response(
        200, render::incident_detail_json(incident, *timeline,
                                          incidents::diagnose(incident, *context), *members));
    response.fields.emplace_back("ETag", etag_of(response.body));
    response.fields.emplace_back("Cache-Control", "no-cache");
    return response;
}

Response IncidentApi::show(const Request& request, std::string_view id) const {
    const Result<incidents::Incident> incident = reader_.find(incident_key(id));
    if (!incident) return problem_response(incident.error());
    Response response = whole_incident(reader_, diagnosis_, *incident);
    if (response.status == 200 && request.field("if-none-match") == response.field("ETag")) {
        response.status = 304;
    }
    return response;
}

void IncidentApi::act(Act act, const Request& request, const std::string& id,
                      const Responder& respond) {
    using Fields = std::span<const TextField>;
    const Fields known = act == Act::acknowledge ? Fields{acknowledge_fields}
                         : act == Act::note      ? Fields{note_fields}
                         : act == Act::propose   ? Fields{note_fields}
                                                 : Fields{resolve_fields};
    const Result<TextFields> fields = parse_text_fields(request.body, known);
    if (!fields) return respond(problem_response(fields.error()));
    const Result<incidents::Incident> incident = reader_.find(incident_key(id));
    if (!incident) return respond(problem_response(incident.error()));
    if (std::optional<Response> known_answer = idempotency_.begin(request)) {
        return respond(std::move(*known_answer));
    }
    const Responder finish = [this, request, respond](Response response) {
        idempotency_.finish(request, response);
        respond(std::move(response));
    };
    const TimePoint now = clock_.now();
    const std::string& actor = fields->at("actor");
    const auto text = [&](std::string_view name) {
        const auto found = fields->find(name);
        return found == fields->end() ? std::string{} : found->second;
    };
    switch (act) {
        case Act::acknowledge:
            return offer(incidents::Acknowledged{now, incident->id, actor, text("note")}, finish);
        case Act::note:
            return offer(incidents::NoteAdded{now, incident->id, actor, text("text")}, finish);
        case Act::propose:
            return offer(incidents::HypothesisProposed{now, incident->id, actor, text("text")},
                         finish);
        case Act::resolve:
            return offer(incidents::ResolveAsked{now, incident->id, actor, text("reason"),
                                                 text("known_error"), text("hypothesis")},
                         finish);
        default:
            return;  // regroup's
    }
}

void IncidentApi::judge(const Request& request, const PathArguments& arguments,
                        const Responder& respond) {
    const Result<TextFields> fields = parse_text_fields(request.body, judge_fields);
    if (!fields) return respond(problem_response(fields.error()));
    const auto state = incidents::parse_hypothesis_state(fields->at("state"));
    if (!state) {
        return respond(problem_response(
            Error{Errc::invalid, "field 'state' takes supported, refuted or accepted"}));
    }
    const Result<incidents::Incident> incident = reader_.find(incident_key(arguments[0]));
    if (!incident) return respond(problem_response(incident.error()));
    if (std::optional<Response> known_answer = idempotency_.begin(request)) {
        return respond(std::move(*known_answer));
    }
    offer(incidents::HypothesisJudged{clock_.now(), incident->id, fields->at("actor"), arguments[1],
                                      *state, fields->at("evidence")},
          [this, request, respond](Response response) {
              idempotency_.finish(request, response);
              respond(std::move(response));
          });
}

Result<std::vector<std::string>> IncidentApi::ids_of(std::string_view list) const {
    std::vector<std::string> ids;
    for (const std::string& word : words_of(list)) {
        const Result<incidents::Incident> incident = reader_.find(incident_key(word));
        if (!incident) return fail(incident.error());
        ids.push_back(incident->id);
    }
    return ids;
}

void IncidentApi::regroup(Act act, const Request& request, const std::string& id,
                          const Responder& respond) {
    using Fields = std::span<const TextField>;
    const Fields known = act == Act::merge   ? Fields{merge_fields}
                         : act == Act::split ? Fields{split_fields}
                                             : Fields{resolve_fields};
    const Result<TextFields> fields = parse_text_fields(request.body, known);
    if (!fields) return respond(problem_response(fields.error()));
    const Result<incidents::Incident> incident = reader_.find(incident_key(id));
    if (!incident) return respond(problem_response(incident.error()));
    const TimePoint now = clock_.now();
    const std::string& actor = fields->at("actor");
    const std::string& reason = fields->at("reason");
    incidents::Input input = incidents::RegroupingUndone{now, incident->id, actor, reason};
    if (act == Act::merge) {
        Result<std::vector<std::string>> from = ids_of(fields->at("from"));
        if (!from) return respond(problem_response(from.error()));
        input = incidents::MergeAsked{now, incident->id, std::move(*from), actor, reason};
    } else if (act == Act::split) {
        input = incidents::SplitAsked{now, incident->id, words_of(fields->at("symptoms")), actor,
                                      reason};
    }
    if (std::optional<Response> answer = idempotency_.begin(request)) {
        return respond(std::move(*answer));
    }
    offer(std::move(input), [this, request, respond](Response response) {
        idempotency_.finish(request, response);
        respond(std::move(response));
    });
}

void IncidentApi::offer(incidents::Input command, const Responder& respond) {
    const Result<void> taken = commands_.offer(
        std::move(command), [this, respond](const Result<incidents::Incident>& now) {
            respond(now ? whole_incident(reader_, diagnosis_, *now)
                        : problem_response(now.error()));
        });
    if (!taken) {
        respond(
            problem_response(Problem{429, "busy", "Too many commands wait", taken.error().what}));
    }
}

}  // namespace foreshock::http
