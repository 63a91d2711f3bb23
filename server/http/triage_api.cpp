#include "server/http/triage_api.hpp"

#include <mutex>

#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"
#include "server/render/triage_json.hpp"

namespace foreshock::http {
namespace {

constexpr std::size_t text_bytes_max = 20000;

constexpr TextField judge_fields[] = {{"text", true, text_bytes_max}};
constexpr TextField learn_fields[] = {
    {"id", true, 200},       {"text", true, text_bytes_max}, {"intent", false, 20},
    {"category", false, 60}, {"actor", true, 200},
};

Route post_route(std::string_view pattern, Handler handler) {
    Route route{"POST", pattern};
    route.handler = at_once(std::move(handler));
    route.content_type = "application/json";
    route.body_bytes_max = TriageApi::body_bytes_max;
    return route;
}

std::string text_of(const TextFields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

}  // namespace

std::vector<Route> TriageApi::routes() {
    std::vector<Route> table;
    Route judging =
        post_route("/api/v1/triage",
                   [this](const Request& request, const PathArguments&) { return judge(request); });
    judging.audience = Audience::viewers;
    table.push_back(std::move(judging));
    Route learning =
        post_route("/api/v1/triage/tickets",
                   [this](const Request& request, const PathArguments&) { return learn(request); });
    learning.actor_field = "actor";
    table.push_back(std::move(learning));
    return table;
}

Response TriageApi::judge(const Request& request) const {
    const Result<TextFields> fields = parse_text_fields(request.body, judge_fields);
    if (!fields) return problem_response(fields.error());
    const std::shared_lock lock{mutex_};
    return json_response(200, render::triage_json(model_.judge(fields->at("text"))));
}

triage::Triage TriageApi::judge_text(std::string_view text) const {
    const std::shared_lock lock{mutex_};
    return model_.judge(text);
}

Result<void> TriageApi::teach(triage::DeskTicket ticket, const std::string& actor) {
    const std::unique_lock lock{mutex_};
    Result<void> done = model_.check(ticket);
    if (done) done = tickets_.put(ticket, actor, clock_.now());
    if (done) done = model_.observe(std::move(ticket));
    return done;
}

// Stored first: what was answered is known after a restart too. A repeat replaces itself.
Response TriageApi::learn(const Request& request) {
    const Result<TextFields> fields = parse_text_fields(request.body, learn_fields);
    if (!fields) return problem_response(fields.error());
    triage::DeskTicket ticket{
        fields->at("id"),
        {fields->at("text"), text_of(*fields, "intent"), text_of(*fields, "category")}};
    ticket.labelled.text.resize(std::min(ticket.labelled.text.size(), triage::text_bytes_max));
    const Result<void> done = teach(std::move(ticket), fields->at("actor"));
    if (!done) return problem_response(done.error());
    const std::shared_lock lock{mutex_};
    return json_response(200, R"({"desk_tickets":)" + std::to_string(model_.desk_tickets()) + "}");
}

}  // namespace foreshock::http
