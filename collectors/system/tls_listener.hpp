#pragma once

#include "collectors/system/certificate.hpp"
#include "collectors/system/listeners.hpp"

namespace foreshock::collectors {

/// How long one listener may take, connecting included: it is on the same host.
inline constexpr Duration handshake_deadline = std::chrono::seconds{1};

/// Ports whose services speak first or another language, and would count or log a handshake as an
/// error: SSH, mail without TLS from the start, DNS, databases, file servers.
bool is_never_tls(std::uint16_t port);

/// Begins a TLS handshake with a listener of this host and returns the certificate that it shows;
/// whom it is from is not checked. Blocks up to handshake_deadline. no_data: it speaks no TLS, or
/// speaks first, or does not let us connect.
Result<Certificate> certificate_of_listener(const Listener& listener);

/// Where a listener is reached from its own host: "0.0.0.0" is "127.0.0.1".
std::string reachable_address(const Listener& listener);

}  // namespace foreshock::collectors
