#pragma once

#include <string>
#include <string_view>

#include "collectors/system/listeners.hpp"

namespace foreshock::agent {

/// What kind of check tells best whether a service answers.
enum class CheckKind : std::uint8_t { none, tcp, http };

/// A service that many hosts have.
struct KnownService {
    std::string_view name;       ///< "PostgreSQL"
    std::string_view processes;  ///< names in /proc/PID/comm, each between blanks: " postgres "
    std::uint16_t port = 0;      ///< its usual one; 0: none
    CheckKind check = CheckKind::tcp;
    std::string_view path;  ///< of a http check
};

/// Who listens there: by the process's name, by the usual port where the process cannot be known.
/// Null when nobody knows.
const KnownService* find_service(const collectors::Listener& listener);

/// Who listens at a local socket, by its path ("/run/docker.sock"); empty when nobody knows.
std::string_view service_of_socket(std::string_view path);

/// The check of a listener as TOML ([[checks]], or [[scrape]] for exporters of Prometheus); empty
/// when none is of use. `subject` is that of the certificate that it shows, empty when it shows
/// none: TLS is only checked for a name that can be right. docs/reference/agent.md explains the
/// keys.
std::string suggested_check(const collectors::Listener& listener, std::string_view subject = {});

}  // namespace foreshock::agent
