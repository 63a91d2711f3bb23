#include "server/http/host_farewell_api.hpp"

#include "server/http/acting.hpp"
#include "server/http/audit_trail.hpp"
#include "server/http/host_lookup.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"

namespace foreshock::http {
namespace {

/// Whose name stands on the timeline.
std::string actor_of(const Request& request) {
    const std::string claimed = claimed_actor(request);
    return claimed.empty() ? request.identity.name : claimed;
}

/// One of two words of a parameter; the first is meant when nothing is said.
Result<bool> is_second(const Query& query, std::string_view name, std::string_view first,
                       std::string_view second) {
    const std::string_view said = query.get(name).value_or(first);
    if (said == first) return false;
    if (said == second) return true;
    return fail(Errc::invalid, "parameter '" + std::string{name} + "' is '" + std::string{first} +
                                   "' or '" + std::string{second} + "'");
}

std::string detail_of(const enrolment::HostForgetting& what) {
    return std::string{what.keeps_identity ? "identity kept" : "identity revoked"} +
           (what.deletes_history ? ", samples deleted" : ", samples kept");
}

}  // namespace

std::vector<Route> HostFarewellApi::routes() {
    std::vector<Route> table;
    Route forgetting{"DELETE",
                     "/api/v1/hosts/{id}",
                     Audience::admins,
                     [this](const Request& request, const PathArguments& path,
                            const Responder& respond) { forget(request, path[0], respond); },
                     {"history", "identity", "actor"}};
    forgetting.audit = Audit::by_handler;
    table.push_back(std::move(forgetting));
    Route revoking{"POST", "/api/v1/hosts/{id}/revoke", Audience::admins,
                   [this](const Request& request, const PathArguments& path,
                          const Responder& respond) { revoke(request, path[0], respond); }};
    revoking.content_type = "application/json";
    revoking.body_bytes_max = body_bytes_max;
    revoking.audit = Audit::by_handler;
    table.push_back(std::move(revoking));
    return table;
}

void HostFarewellApi::forget(const Request& request, const std::string& id_or_name,
                             const Responder& respond) const {
    const Result<bool> deletes = is_second(request.query, "history", "keep", "delete");
    if (!deletes) return respond(problem_response(deletes.error()));
    const Result<bool> keeps = is_second(request.query, "identity", "revoke", "keep");
    if (!keeps) return respond(problem_response(keeps.error()));
    const Result<incidents::Host> host = find_host(sources_.reader, id_or_name);
    if (!host) return respond(problem_response(host.error()));
    enrolment::HostForgetting what;
    what.agent_id = host->id;
    what.actor = actor_of(request);
    what.at = sources_.clock.now();
    what.clock_skew = host->clock_skew;
    what.deletes_history = *deletes;
    what.keeps_identity = *keeps;
    const Result<void> noted = sources_.enrolments.forget_host(
        what, audit_entry(request, what.at, "host.forget", host->id, detail_of(what)));
    if (!noted) return respond(problem_response(noted.error()));
    see_to_it(respond);
}

// Also of an agent that has not reported yet, or whose host is forgotten.
void HostFarewellApi::revoke(const Request& request, const std::string& id_or_name,
                             const Responder& respond) const {
    constexpr TextField fields[] = {{"actor", false}};
    if (auto body = parse_text_fields(request.body, fields); !body) {
        return respond(problem_response(body.error()));
    }
    const Result<incidents::Host> host = find_host(sources_.reader, id_or_name);
    if (!host && host.error().code != Errc::not_found) {
        return respond(problem_response(host.error()));
    }
    const std::string id = host ? host->id : id_or_name;
    if (!host) {
        const auto certificates = sources_.enrolments.certificates(id);
        if (!certificates) return respond(problem_response(certificates.error()));
        if (certificates->empty()) return respond(problem_response(host.error()));
    }
    const TimePoint now = sources_.clock.now();
    const Result<void> revoked =
        sources_.enrolments.revoke_agent(id, now, audit_entry(request, now, "agent.revoke", id));
    if (!revoked) return respond(problem_response(revoked.error()));
    see_to_it(respond);
}

// It is written down: a busy engine sees to it a little later.
void HostFarewellApi::see_to_it(const Responder& respond) const {
    const auto answer = [respond] {
        Response response;
        response.status = 204;
        respond(std::move(response));
    };
    const Result<void> offered =
        sources_.engine.see_to_farewells([answer](const Result<void>&) { answer(); });
    if (!offered) answer();
}

}  // namespace foreshock::http
