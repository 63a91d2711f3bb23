#pragma once

#include <string>

#include "core/clock.hpp"
#include "server/enrolment/ports.hpp"
#include "server/http/message.hpp"

namespace foreshock::http {

struct AgentCertificateSettings {
    /// Tokens of agents are taken from other hosts too, not from this one alone.
    bool tokens_anywhere = false;
    /// The common name of our authority; certificates of other authorities come from the site's,
    /// where one is configured, and are not in our book.
    std::string authority;
};

/// Says which agent a request comes from, by the certificate of its connection. Whether that is
/// revoked is looked up each time: on open connections too. All must outlive it; any thread.
class AgentCertificates {
public:
    AgentCertificates(AgentCertificateSettings settings, const enrolment::Enrolments& enrolments,
                      const Clock& clock)
        : settings_(std::move(settings)), enrolments_(enrolments), clock_(clock) {}

    /// The agent's id. not_found when nothing is shown and a token will do; refused, with words
    /// for the log of the agent, when what is shown is worth nothing or nothing is shown where
    /// something must be; unavailable when the store is.
    [[nodiscard]] Result<std::string> agent_of(const Request& request) const;

    /// The serial of a good certificate that we issued ourselves; errors as above.
    [[nodiscard]] Result<std::string> serial_of(const Request& request) const;

private:
    [[nodiscard]] Result<std::string> agent_of_ours(const std::string& serial,
                                                    const std::string& agent_id,
                                                    TimePoint now) const;
    [[nodiscard]] Result<void> check_revocation(const std::string& agent_id) const;

    AgentCertificateSettings settings_;
    const enrolment::Enrolments& enrolments_;
    const Clock& clock_;
};

}  // namespace foreshock::http
