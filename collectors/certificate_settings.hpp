#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace foreshock::collectors {

/// Where certificates are looked for, besides the usual places.
struct CertificateSettings {
    std::vector<std::string> paths;            ///< files or folders, `*` for any part of one name
    std::vector<std::uint16_t> exclude_ports;  ///< local ports that no handshake is tried with
};

}  // namespace foreshock::collectors
