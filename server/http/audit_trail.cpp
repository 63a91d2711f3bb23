#include "server/http/audit_trail.hpp"

#include "server/http/acting.hpp"

namespace foreshock::http {
namespace {

constexpr std::size_t text_bytes_max = 300;

std::string joined(const PathArguments& arguments) {
    std::string all;
    for (const std::string& one : arguments)
        all += (all.empty() ? "" : "/") + one;
    return all.substr(0, text_bytes_max);
}

std::string outcome_of(int status) {
    if (status < 400) return "done";
    if (status == 401 || status == 403) return "refused";
    return "failed with " + std::to_string(status);
}

/// Under a shared proof the name in the request is a claim, and recorded as one.
std::string claim_of(const Request& request) {
    if (request.identity.is_personal()) return {};
    const std::string claimed = claimed_actor(request);
    return claimed.empty() ? std::string{} : "says to be " + claimed.substr(0, text_bytes_max);
}

bool is_recorded(const Route& route, const Request& request) {
    if (request.identity.proof == people::Identity::Proof::none) return false;
    if (route.audience == Audience::senders) return false;
    return route.audit == Audit::reads_too || !only_reads(request.method);
}

}  // namespace

people::AuditEntry audit_entry(const Request& request, TimePoint at, std::string action,
                               std::string object, std::string detail) {
    const people::Identity& who = request.identity;
    return {0,
            at,
            who.name.empty() ? "nobody" : who.name,
            std::string{people::to_string(who.proof)},
            request.peer,
            std::move(action),
            std::move(object),
            "done",
            std::move(detail)};
}

Responder AuditTrail::before(const Route& route, const Request& request,
                             const PathArguments& arguments, Responder respond) const {
    if (!is_recorded(route, request)) return respond;
    people::AuditEntry entry = audit_entry(
        request, clock_.now(), std::string{route.method} + " " + std::string{route.pattern},
        joined(arguments), claim_of(request));
    const bool is_kept_by_handler = route.audit == Audit::by_handler;
    return [this, entry = std::move(entry), is_kept_by_handler,
            respond = std::move(respond)](Response response) mutable {
        entry.outcome = outcome_of(response.status);
        if (!is_kept_by_handler || response.status >= 400) record(entry);
        respond(std::move(response));
    };
}

void AuditTrail::record(const people::AuditEntry& entry) const {
    if (!log_.append(entry)) ++lost_;
}

}  // namespace foreshock::http
