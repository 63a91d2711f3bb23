#include "server/http/report_route.hpp"

#include <nlohmann/json.hpp>

#include "server/http/problem.hpp"
#include "server/http/token.hpp"
#include "server/intake/symptoms.hpp"

namespace foreshock::http {
namespace {

constexpr std::string_view needs_proof =
    "enrol it: 'foreshock-server token create', 'foreshock-agent enroll'; or, on the server's own "
    "host, send a token as 'Authorization: Bearer TOKEN': 'foreshock-server agent add NAME' makes "
    "one";

Response unauthorized(std::string_view words) {
    return problem_response(
        Problem{401, "unauthorized", "The agent is not known", std::string{words}});
}

ReportOutcome outcome_of(Errc code) {
    switch (code) {
        case Errc::refused:
            return ReportOutcome::refused;
        case Errc::too_large:
            return ReportOutcome::too_large;
        case Errc::conflict:
            return ReportOutcome::dictionary_unknown;
        case Errc::unavailable:
            return ReportOutcome::not_stored;
        default:
            return ReportOutcome::malformed;
    }
}

}  // namespace

std::vector<Route> ReportRoute::routes() {
    Route route{"POST", "/api/v1/agent/reports", Audience::agents};
    route.handler = [this](const Request& request, const PathArguments&, const Responder& respond) {
        take(request, respond);
    };
    route.content_type = content_type;
    route.body_bytes_max = limits_.body_bytes_max;
    std::vector<Route> table;
    table.push_back(std::move(route));
    return table;
}

Response ReportRoute::refused(const Error& error) const {
    with_.counters.count(outcome_of(error.code));
    if (error.code != Errc::conflict) return problem_response(error);
    return problem_response(
        Problem{409, "dictionary-unknown", "Series of this report were never defined", error.what});
}

/// not_found: nothing is shown that anybody knows. A certificate counts before a token.
Result<std::string> ReportRoute::agent_of(const Request& request) const {
    if (with_.certificates) {
        Result<std::string> agent = with_.certificates->agent_of(request);
        if (agent || agent.error().code != Errc::not_found) return agent;
    }
    Result<std::string> agent = with_.registry.agent_of(sha256_hex(bearer_token(request)));
    if (!agent && agent.error().code == Errc::refused) {
        return fail(Errc::not_found, std::move(agent).error().what);
    }
    return agent;
}

Response ReportRoute::impersonated(const Request& request, const std::string& agent,
                                   const wire::Report& report) const {
    with_.counters.count(ReportOutcome::impersonated);
    if (with_.impostors) with_.impostors->note(agent, report.agent_id, request.peer);
    return problem_response(Problem{403, "not-this-agent", "An agent speaks only for itself",
                                    "the proof is of agent '" + agent +
                                        "', the report says it is '" +
                                        report.agent_id.substr(0, 253) + "'"});
}

/// What goes on behind the number in the answer; mostly nothing.
std::string ReportRoute::questions_for(const std::string& agent) const {
    if (!with_.witnesses) return {};
    const std::vector<SightingQuestion> questions = with_.witnesses->of(agent);
    if (questions.empty()) return {};
    nlohmann::json list = nlohmann::json::array();
    for (const SightingQuestion& one : questions)
        list.push_back({{"host", one.host_id}, {"addresses", one.addresses}});
    return ",\"look_at\":" + list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void ReportRoute::take(const Request& request, const Responder& respond) const {
    Result<std::string> agent = agent_of(request);
    if (!agent && agent.error().code != Errc::refused && agent.error().code != Errc::not_found) {
        return respond(refused(agent.error()));
    }
    if (!agent) {
        with_.counters.count(ReportOutcome::unauthorized);
        return respond(
            unauthorized(agent.error().code == Errc::refused ? agent.error().what : needs_proof));
    }
    Result<wire::Report> report = wire::decode(request.body, limits_);
    if (!report) return respond(refused(std::move(report).error().with("report")));
    if (report->agent_id != *agent) return respond(impersonated(request, *agent, *report));
    const Result<void> identity = intake::check_identity(*report, *agent);
    if (!identity) return respond(refused(identity.error()));

    const ReportDone done = [this, respond, questions = questions_for(*agent)](
                                const Result<std::uint64_t>& acked) {
        respond(acked
                    ? json_response(200, R"({"acked":)" + std::to_string(*acked) + questions + "}")
                    : refused(acked.error()));
    };
    const Result<void> offered =
        with_.sink.offer({std::move(*agent), std::move(*report), with_.clock.now()}, done);
    if (offered) return;
    with_.counters.count(ReportOutcome::queue_full);
    respond(problem_response(Problem{429, "busy", "Too many reports wait", offered.error().what}));
}

}  // namespace foreshock::http
