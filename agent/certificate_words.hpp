#pragma once

#include <string>

#include "agent/config.hpp"
#include "certificates/certificate.hpp"

namespace foreshock::agent {

/// "good until 2026-12-26T08:00:00Z, for 29 d; renews from 2026-12-16T08:00:00Z on", or that it has
/// ended and what to do. `renews`: this agent does; otherwise the site does.
std::string certificate_words(const certificates::Certificate& certificate, bool renews,
                              TimePoint now);

/// Of the certificate by which this agent proves itself, as its file says; empty: it has none.
std::string certificate_words(const AgentConfig& config, TimePoint now);

/// Did this agent get its certificate by enrolment, so that it is its own to renew?
bool renews_itself(const AgentConfig& config);

}  // namespace foreshock::agent
