#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/enrolment/enrolment.hpp"
#include "server/people/audit.hpp"

namespace foreshock::enrolment {

/// Where tokens and certificates are kept. From any thread; unavailable when the disk is full or
/// broken. Whatever changes something writes the audit entry of the act in the same transaction.
class Enrolments {
public:
    virtual ~Enrolments() = default;

    /// conflict at tokens_max live ones; those that have ended are forgotten beyond it.
    virtual Result<void> add_token(const Token& token, const people::AuditEntry& act) = 0;
    /// not_found.
    virtual Result<Token> token(std::string_view id) const = 0;
    /// Newest first.
    virtual Result<std::vector<Token>> tokens() const = 0;
    /// not_found; revoking twice keeps the first time.
    virtual Result<void> revoke_token(std::string_view id, TimePoint at,
                                      const people::AuditEntry& act) = 0;

    /// Keeps a certificate and counts a use of its token at once. refused, with nothing changed,
    /// when the token has ended in the meantime; conflict when the request was answered already.
    /// `replaces`: what the agent had before is revoked.
    virtual Result<void> enrol(const Certificate& certificate, bool replaces,
                               const people::AuditEntry& act) = 0;
    /// Keeps a renewed certificate. refused at certificates_per_agent_max live ones.
    virtual Result<void> renew(const Certificate& certificate) = 0;

    /// Of that serial; not_found.
    virtual Result<Certificate> certificate(std::string_view serial) const = 0;
    /// That answered this request; nothing when none did.
    virtual Result<std::optional<Certificate>> answered(std::string_view request_sha256) const = 0;
    /// Of one agent, or of all when `agent_id` is empty; newest first, expired ones too, at most
    /// 10 000.
    virtual Result<std::vector<Certificate>> certificates(std::string_view agent_id) const = 0;

    /// Newest certificates of agents that are good and should have been renewed: more than five
    /// sixths of their life are over. Those that end first come first, at most `limit`.
    virtual Result<std::vector<Certificate>> unrenewed(TimePoint now, std::size_t limit) const = 0;

    /// Revokes all that the agent has, its token too, and any certificate that names it, whoever
    /// issued it.
    virtual Result<void> revoke_agent(std::string_view agent_id, TimePoint at,
                                      const people::AuditEntry& act) = 0;
    /// Writes down that the host is to be forgotten, until it is; unless `keeps_identity` its agent
    /// is revoked as well.
    virtual Result<void> forget_host(const HostForgetting& what, const people::AuditEntry& act) = 0;
    /// When the agent was revoked last and has not enrolled since.
    virtual Result<std::optional<TimePoint>> revoked(std::string_view agent_id) const = 0;
};

}  // namespace foreshock::enrolment
