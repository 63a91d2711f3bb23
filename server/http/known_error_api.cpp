#include "server/http/known_error_api.hpp"

#include <algorithm>

#include "server/http/incident_api.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"
#include "server/render/known_error_json.hpp"

namespace foreshock::http {
namespace {

constexpr TextField put_fields[] = {{"actor", true, 200},  {"title", true, 200},
                                    {"kinds", true, 2000}, {"component", false, 200},
                                    {"fix", true, 10000},  {"steps", false, 60000}};
constexpr TextField remove_fields[] = {{"actor", true, 200}};
constexpr TextField record_fields[] = {
    {"actor", true, 200}, {"incident", true, 60}, {"worked", true, 3}};

/// "a, b" as sorted kinds, each once; invalid without any, with too many, or with other letters
/// than kinds have.
Result<std::vector<std::string>> parse_kinds(std::string_view text) {
    std::vector<std::string> kinds(1);
    for (const char c : text) {
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
                               c == '_' || (c >= 'A' && c <= 'Z') || c == '-';
        if (is_letter) {
            kinds.back() += c;
        } else if (c == ',') {
            kinds.emplace_back();
        } else if (c != ' ') {
            return fail(Errc::invalid,
                        "field 'kinds' names kinds of symptoms, comma between them, such as "
                        "process.memory.leak, memory.oom.killed");
        }
    }
    std::erase(kinds, "");
    std::sort(kinds.begin(), kinds.end());
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    if (kinds.empty() || kinds.size() > incidents::known_error_kinds_max) {
        return fail(Errc::invalid, "field 'kinds' needs 1 to " +
                                       std::to_string(incidents::known_error_kinds_max) + " kinds");
    }
    return kinds;
}

Route post_route(std::string_view pattern, Handler handler) {
    Route route{"POST", pattern};
    route.handler = at_once(std::move(handler));
    route.content_type = "application/json";
    route.body_bytes_max = KnownErrorApi::body_bytes_max;
    route.actor_field = "actor";
    return route;
}

}  // namespace

std::vector<Route> KnownErrorApi::routes() {
    std::vector<Route> table;
    table.push_back({"GET", "/api/v1/known-errors", Audience::people,
                     at_once([this](const Request&, const PathArguments&) { return list(); })});
    table.push_back(
        post_route("/api/v1/known-errors",
                   [this](const Request& request, const PathArguments&) { return put(request); }));
    table.push_back(post_route("/api/v1/known-errors/{id}/remove",
                               [this](const Request& request, const PathArguments& arguments) {
                                   return remove(request, arguments[0]);
                               }));
    table.push_back(post_route("/api/v1/known-errors/{id}/outcomes",
                               [this](const Request& request, const PathArguments& arguments) {
                                   return record(request, arguments[0]);
                               }));
    return table;
}

Response KnownErrorApi::list() const {
    const auto known = known_errors_.list();
    if (!known) return problem_response(known.error());
    return json_response(200, render::known_errors_json(*known));
}

Response KnownErrorApi::put(const Request& request) {
    const Result<TextFields> fields = parse_text_fields(request.body, put_fields);
    if (!fields) return problem_response(fields.error());
    Result<std::vector<std::string>> kinds = parse_kinds(fields->at("kinds"));
    if (!kinds) return problem_response(kinds.error());
    incidents::KnownError known_error;
    const auto component = fields->find("component");
    if (component != fields->end()) known_error.component = component->second;
    known_error.id = incidents::known_error_id(*kinds, known_error.component);
    known_error.title = fields->at("title");
    known_error.kinds = std::move(*kinds);
    known_error.fix = fields->at("fix");
    const auto lines = fields->find("steps");
    if (lines != fields->end()) {
        Result<std::vector<incidents::FixStep>> steps = incidents::parse_fix_steps(lines->second);
        if (!steps) return problem_response(Error{steps.error()}.with("field 'steps'"));
        known_error.steps = std::move(*steps);
    }
    known_error.author = fields->at("actor");
    known_error.written_at = clock_.now();
    const Result<void> done = known_errors_.put(known_error);
    return done ? show(known_error.id) : problem_response(done.error());
}

Response KnownErrorApi::remove(const Request& request, const std::string& id) {
    const Result<TextFields> fields = parse_text_fields(request.body, remove_fields);
    if (!fields) return problem_response(fields.error());
    const Result<void> done = known_errors_.remove(id);
    return done ? list() : problem_response(done.error());
}

Response KnownErrorApi::record(const Request& request, const std::string& id) {
    const Result<TextFields> fields = parse_text_fields(request.body, record_fields);
    if (!fields) return problem_response(fields.error());
    const std::string& worked = fields->at("worked");
    if (worked != "yes" && worked != "no") {
        return problem_response(Error{Errc::invalid, "field 'worked' takes yes or no"});
    }
    const auto incident = reader_.find(incident_key(fields->at("incident")));
    if (!incident) return problem_response(incident.error());
    const TimePoint now = clock_.now();
    const TimePoint since = incident->acknowledged_at.value_or(incident->opened_at);
    const TimePoint until = incident->resolved_at.value_or(now);
    const Result<void> done = known_errors_.record(
        {id, incident->id, fields->at("actor"), worked == "yes", until - since, now});
    return done ? show(id) : problem_response(done.error());
}

Response KnownErrorApi::show(std::string_view id) const {
    const auto known = known_errors_.list();
    if (!known) return problem_response(known.error());
    const auto found = std::find_if(known->begin(), known->end(),
                                    [&](const incidents::KnownError& one) { return one.id == id; });
    if (found == known->end()) {
        return problem_response(
            Error{Errc::not_found, "there is no known error " + std::string{id}});
    }
    return json_response(200, render::known_error_json(*found));
}

}  // namespace foreshock::http
