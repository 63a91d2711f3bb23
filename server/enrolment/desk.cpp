#include "server/enrolment/desk.hpp"

#include <algorithm>

#include "certificates/enrolment_token.hpp"
#include "certificates/request.hpp"
#include "server/digest/digest.hpp"

namespace foreshock::enrolment {
namespace {

using certificates::EnrolmentToken;

tl::unexpected<Refused> refuse(Refusal why, std::string words) {
    return tl::unexpected<Refused>(Refused{why, std::move(words)});
}

tl::unexpected<Refused> not_stored(const Error& error) {
    return refuse(Refusal::not_stored, error.what);
}

/// A token that is good no more says when, so that a wrong clock shows.
tl::unexpected<Refused> ended(const Token& token, std::string_view state, TimePoint now) {
    const std::string name = "token " + token.id;
    if (state == "revoked") {
        return refuse(Refusal::token_revoked,
                      name + " was revoked at " + format_rfc3339(*token.revoked_at));
    }
    if (state == "expired") {
        return refuse(Refusal::token_expired,
                      name + " expired at " + format_rfc3339(token.expires_at) +
                          "; by the server's clock it is " + format_rfc3339(now));
    }
    return refuse(Refusal::token_used_up, name + " is used up: it was for " +
                                              std::to_string(token.uses_max) +
                                              (token.uses_max == 1 ? " host" : " hosts"));
}

people::AuditEntry entry(const Application& application, const Token& token, bool replaces,
                         const std::string& address, TimePoint now) {
    std::string detail = "by token " + token.id;
    if (!application.machine_id.empty()) detail += ", machine " + application.machine_id;
    if (replaces) detail += ", in place of what it had";
    return {0,
            now,
            "agent " + application.agent_id,
            "enrolment_token",
            address,
            "agent.enrol",
            application.agent_id,
            "done",
            std::move(detail)};
}

}  // namespace

std::string_view to_string(Refusal refusal) {
    switch (refusal) {
        case Refusal::token_malformed:
            return "token-malformed";
        case Refusal::token_unknown:
            return "token-unknown";
        case Refusal::token_expired:
            return "token-expired";
        case Refusal::token_used_up:
            return "token-used-up";
        case Refusal::token_revoked:
            return "token-revoked";
        case Refusal::authority_unknown:
            return "authority-unknown";
        case Refusal::agent_revoked:
            return "agent-revoked";
        case Refusal::host_taken:
            return "host-taken";
        case Refusal::request_bad:
            return "request-bad";
        case Refusal::certificate_unknown:
            return "certificate-unknown";
        case Refusal::too_many:
            return "too-many-certificates";
        case Refusal::not_stored:
            return "not-stored";
    }
    return {};
}

tl::expected<Token, Refused> Desk::check_token(const std::string& text, TimePoint) const {
    const Result<EnrolmentToken> given = certificates::parse_enrolment_token(text);
    if (!given) return refuse(Refusal::token_malformed, given.error().what);
    const Result<Token> token = enrolments_.token(given->id);
    if (!token && token.error().code != Errc::not_found) return not_stored(token.error());
    const std::string digest = digest::hex(digest::sha256(given->secret));
    if (!token || !digest::is_equal(digest, token->secret_sha256)) {
        return refuse(Refusal::token_unknown, "token " + given->id +
                                                  " is not known here: was it made on this "
                                                  "server? `foreshock-server token list`");
    }
    if (given->authority_sha256 != settings_.authority_sha256) {
        return refuse(Refusal::authority_unknown,
                      "token " + given->id +
                          " was made when this server had another authority: make a new one");
    }
    return *token;
}

/// Yes: what the agent had before is to be revoked.
tl::expected<bool, Refused> Desk::check_name(const Application& application, const Token& token,
                                             TimePoint now) const {
    const auto revoked = enrolments_.revoked(application.agent_id);
    if (!revoked) return not_stored(revoked.error());
    if (*revoked && token.made_at <= **revoked) {
        return refuse(Refusal::agent_revoked,
                      application.agent_id + " was revoked at " + format_rfc3339(**revoked) +
                          ": it comes in again only with a token made since");
    }
    const auto had = enrolments_.certificates(application.agent_id);
    if (!had) return not_stored(had.error());
    const auto live =
        std::ranges::find_if(*had, [&](const Certificate& one) { return is_live(one, now); });
    if (live == had->end()) return false;
    const bool is_same_machine =
        !application.machine_id.empty() && live->machine_id == application.machine_id;
    if (is_same_machine || token.may_replace) return true;
    return refuse(Refusal::host_taken,
                  "another machine is enrolled as " + application.agent_id +
                      ": if that one was installed anew, take a token made with --replace, or "
                      "revoke it first: `foreshock-server agent revoke " +
                      application.agent_id + "`; otherwise say another agent.name");
}

tl::expected<Certificate, Refused> Desk::issue(const std::string& request,
                                               const std::string& agent_id, TimePoint now) const {
    const Result<certificates::RequestFacts> facts = certificates::read_request(request);
    if (!facts) return refuse(Refusal::request_bad, facts.error().what);
    const Result<certificates::Issued> issued =
        authority_.issue_to_agent(request, agent_id, now, settings_.valid_for);
    if (!issued) return refuse(Refusal::request_bad, issued.error().what);
    Certificate certificate;
    certificate.serial = issued->certificate.serial;
    certificate.agent_id = agent_id;
    certificate.request_sha256 = facts->sha256;
    certificate.pem = issued->pem;
    certificate.made_at = now;
    certificate.expires_at = issued->certificate.not_after;
    return certificate;
}

/// A host whose answer got lost asks again with the same words.
tl::expected<std::optional<Enrolled>, Refused> Desk::answered(const std::string& request_sha256,
                                                              const Token& token,
                                                              const Application& application,
                                                              TimePoint now) const {
    const auto before = enrolments_.answered(request_sha256);
    if (!before) return not_stored(before.error());
    const bool is_same = *before && (*before)->token_id == token.id &&
                         (*before)->agent_id == application.agent_id && is_live(**before, now);
    if (!is_same) return std::optional<Enrolled>{};
    return std::optional{Enrolled{**before, token.labels, true}};
}

tl::expected<Enrolled, Refused> Desk::enrol(const Application& application,
                                            const std::string& address, TimePoint now) const {
    const auto token = check_token(application.token, now);
    if (!token) return tl::unexpected(token.error());
    if (!certificates::is_agent_id(application.agent_id)) {
        return refuse(Refusal::request_bad,
                      "'" + application.agent_id.substr(0, 100) +
                          "' cannot be an agent's id, which has 1 to 253 letters, digits, '-', "
                          "'_', '.': set agent.name");
    }
    const Result<certificates::RequestFacts> facts =
        certificates::read_request(application.request);
    if (!facts) return refuse(Refusal::request_bad, facts.error().what);
    const auto before = answered(facts->sha256, *token, application, now);
    if (!before) return tl::unexpected(before.error());
    if (*before) return **before;
    const std::string_view state = state_of(*token, now);
    if (state != "good") return ended(*token, state, now);
    const auto replaces = check_name(application, *token, now);
    if (!replaces) return tl::unexpected(replaces.error());
    auto certificate = issue(application.request, application.agent_id, now);
    if (!certificate) return tl::unexpected(certificate.error());
    certificate->machine_id = application.machine_id;
    certificate->token_id = token->id;
    const Result<void> kept = enrolments_.enrol(
        *certificate, *replaces, entry(application, *token, *replaces, address, now));
    if (kept) return Enrolled{std::move(*certificate), token->labels, false};
    if (kept.error().code == Errc::refused) {
        Token used = *token;
        used.uses = used.uses_max;
        return ended(used, state_of(used, now), now);
    }
    if (kept.error().code != Errc::conflict) return not_stored(kept.error());
    const auto meanwhile = answered(facts->sha256, *token, application, now);
    if (meanwhile && *meanwhile) return **meanwhile;
    return refuse(Refusal::request_bad, "this certificate request was used before");
}

tl::expected<Enrolled, Refused> Desk::renew(std::string_view serial, const std::string& request,
                                            TimePoint now) const {
    const Result<Certificate> present = enrolments_.certificate(serial);
    if (!present && present.error().code != Errc::not_found) return not_stored(present.error());
    if (!present || !is_live(*present, now)) {
        return refuse(Refusal::certificate_unknown,
                      "this certificate was not issued here, has expired or was revoked");
    }
    auto certificate = issue(request, present->agent_id, now);
    if (!certificate) return tl::unexpected(certificate.error());
    certificate->machine_id = present->machine_id;
    certificate->token_id = present->token_id;
    const Result<void> kept = enrolments_.renew(*certificate);
    if (kept) return Enrolled{std::move(*certificate), {}, false};
    if (kept.error().code == Errc::refused) {
        return refuse(Refusal::too_many, kept.error().what);
    }
    if (kept.error().code != Errc::conflict) return not_stored(kept.error());
    const auto before = enrolments_.answered(certificate->request_sha256);
    if (before && *before && (*before)->agent_id == present->agent_id && is_live(**before, now)) {
        return Enrolled{**before, {}, true};
    }
    return refuse(Refusal::request_bad, "this certificate request was used before");
}

}  // namespace foreshock::enrolment
