#include "server/http/agent_certificates.hpp"

#include "certificates/tls_server.hpp"
#include "server/http/access.hpp"

namespace foreshock::http {
namespace {

tl::unexpected<Error> revoked(const std::string& agent_id, TimePoint at) {
    return fail(Errc::refused, "agent " + agent_id + " was revoked at " + format_rfc3339(at) +
                                   "; `foreshock-agent enroll` with a new token lets it in again");
}

tl::unexpected<Error> unbelievable(const certificates::ClientCertificate& shown, TimePoint now) {
    return fail(Errc::refused,
                "the agent's certificate is not believed: " + shown.fault + "; it is good from " +
                    format_rfc3339(shown.certificate.not_before) + " to " +
                    format_rfc3339(shown.certificate.not_after) + ", by the server's clock it is " +
                    format_rfc3339(now) + ", its authority is '" + shown.certificate.issuer + "'");
}

}  // namespace

Result<std::string> AgentCertificates::agent_of(const Request& request) const {
    if (!request.certificate) {
        if (!request.over_tls || settings_.tokens_anywhere || comes_from_loopback(request)) {
            return fail(Errc::not_found, "no certificate is shown");
        }
        return fail(Errc::refused,
                    "agents of other hosts show a certificate: `foreshock-agent enroll` gets one");
    }
    const certificates::ClientCertificate& shown = *request.certificate;
    const TimePoint now = clock_.now();
    if (!shown.fault.empty()) return unbelievable(shown, now);
    const certificates::Certificate& certificate = shown.certificate;
    // The handshake may be long ago.
    if (now >= certificate.not_after) {
        return fail(Errc::refused, "the agent's certificate expired at " +
                                       format_rfc3339(certificate.not_after) +
                                       "; by the server's clock it is " + format_rfc3339(now));
    }
    const bool is_ours = certificate.issuer == settings_.authority;
    const std::string& id =
        certificate.agent_id.empty() && !is_ours ? certificate.common_name : certificate.agent_id;
    if (!certificates::is_agent_id(id)) {
        return fail(Errc::refused, "the certificate '" + certificate.common_name +
                                       "' names no agent: URI urn:foreshock:agent:ID");
    }
    if (is_ours) return agent_of_ours(certificate.serial, id, now);
    if (auto good = check_revocation(id); !good) return fail(std::move(good).error());
    return id;
}

Result<std::string> AgentCertificates::serial_of(const Request& request) const {
    const Result<std::string> agent = agent_of(request);
    if (!agent) return agent;
    if (request.certificate->certificate.issuer != settings_.authority) {
        return fail(Errc::refused, "the site's authority renews the certificates that it issued");
    }
    return request.certificate->certificate.serial;
}

Result<std::string> AgentCertificates::agent_of_ours(const std::string& serial,
                                                     const std::string& agent_id,
                                                     TimePoint now) const {
    const Result<enrolment::Certificate> known = enrolments_.certificate(serial);
    if (!known && known.error().code != Errc::not_found) return fail(known.error());
    if (!known || known->agent_id != agent_id) {
        return fail(Errc::refused, "the certificate of agent " + agent_id +
                                       " is in no book here: `foreshock-agent enroll` gets a new "
                                       "one");
    }
    if (auto good = check_revocation(agent_id); !good) return fail(std::move(good).error());
    if (known->revoked_at) return revoked(agent_id, *known->revoked_at);
    if (!enrolment::is_live(*known, now)) {
        return fail(Errc::refused, "the certificate of agent " + agent_id + " has expired");
    }
    return agent_id;
}

Result<void> AgentCertificates::check_revocation(const std::string& agent_id) const {
    const auto at = enrolments_.revoked(agent_id);
    if (!at) return fail(at.error());
    if (*at) return revoked(agent_id, **at);
    return {};
}

}  // namespace foreshock::http
