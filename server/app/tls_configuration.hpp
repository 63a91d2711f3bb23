#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::app {

/// [tls]: how the server proves itself, and agents to it.
struct TlsConfiguration {
    bool enabled = false;
    bool insecure = false;           ///< plain HTTP off loopback after all
    std::vector<std::string> names;  ///< in our own certificate, besides those of this host
    std::string certificate_file;    ///< the site's; empty: our own authority issues one
    std::string key_file;
    std::string ca_file;         ///< the site's authority, as agents are given it
    std::string client_ca_file;  ///< authorities of agents' certificates, besides our own
    bool agent_tokens = false;   ///< tokens of agents of other hosts are taken as well
    Duration agent_certificate_life = std::chrono::hours{24 * 30};
};

class TableReader;

/// Complaints land in `in`.
void read_tls(TableReader& in, TlsConfiguration& into);
void write_tls(std::ostream& out, const TlsConfiguration& tls);

/// Rules that span several keys; invalid, naming the key. `listens_off_loopback`: other hosts can
/// reach `listen`.
Result<void> check_tls(const TlsConfiguration& tls, const std::string& listen,
                       bool listens_off_loopback);

/// As a certificate can carry it: a DNS name, perhaps with a leading "*.", or an IP address.
bool is_certificate_name(std::string_view name);

}  // namespace foreshock::app
