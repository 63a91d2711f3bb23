#include "server/http/fix_api.hpp"

#include <algorithm>

#include "server/http/incident_api.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"

namespace foreshock::http {
namespace {

constexpr TextField apply_fields[] = {{"actor", true, 200}, {"known_error", true, 60}};

}  // namespace

std::vector<Route> FixApi::routes() {
    Route route{"POST", "/api/v1/incidents/{id}/fixes"};
    route.handler = [this](const Request& request, const PathArguments& arguments,
                           const Responder& respond) { apply(request, arguments[0], respond); };
    route.content_type = "application/json";
    route.body_bytes_max = body_bytes_max;
    route.actor_field = "actor";
    std::vector<Route> table;
    table.push_back(std::move(route));
    return table;
}

Result<incidents::KnownError> FixApi::offered(const incidents::Incident& incident,
                                              std::string_view id) const {
    const auto context = diagnosis_.context_of(incident);
    if (!context) return fail(context.error());
    const auto known = std::ranges::find(context->known_errors, id, &incidents::KnownError::id);
    if (known == context->known_errors.end()) {
        return fail(Errc::not_found, "there is no known error " + std::string{id});
    }
    const auto fixes = incidents::suggested_fixes(incident, context->known_errors);
    const bool is_offered = std::ranges::any_of(
        fixes, [&](const incidents::SuggestedFix& fix) { return fix.known_error.id == id; });
    if (is_offered) return *known;
    return fail(Errc::conflict, "known_error: " + std::string{id} + " is not offered on incident " +
                                    std::to_string(incident.number) +
                                    ", whose symptoms are others; see its diagnosis");
}

void FixApi::apply(const Request& request, const std::string& id, const Responder& respond) {
    const Result<TextFields> fields = parse_text_fields(request.body, apply_fields);
    if (!fields) return respond(problem_response(fields.error()));
    const Result<incidents::Incident> incident = reader_.find(incident_key(id));
    if (!incident) return respond(problem_response(incident.error()));
    const Result<incidents::KnownError> known = offered(*incident, fields->at("known_error"));
    if (!known) return respond(problem_response(known.error()));
    if (std::optional<Response> known_answer = idempotency_.begin(request)) {
        return respond(std::move(*known_answer));
    }
    const Responder finish = [this, request, respond](Response response) {
        idempotency_.finish(request, response);
        respond(std::move(response));
    };
    incidents::PersonStep step{
        clock_.now(), incident->id, fields->at("actor"),
        incidents::ApplyFix{known->id, known->title, incidents::steps_of(*known)}};
    const Result<void> taken =
        commands_.offer(std::move(step), [this, finish](const Result<incidents::Incident>& now) {
            finish(now ? whole_incident(reader_, diagnosis_, *now) : problem_response(now.error()));
        });
    if (!taken) {
        finish(
            problem_response(Problem{429, "busy", "Too many commands wait", taken.error().what}));
    }
}

}  // namespace foreshock::http
