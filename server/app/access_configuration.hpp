#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "server/http/access.hpp"
#include "server/people/login_throttle.hpp"

namespace foreshock::app {

/// [access]: who comes in, and for how long.
struct AccessConfiguration {
    /// "nobody", "owner", "viewer", "admin"; empty: "owner", and "nobody" where an operator token
    /// is set, as ever.
    std::string loopback;
    std::vector<std::string> proxies;  ///< their addresses
    people::SessionSettings sessions;
    people::ThrottleSettings throttle;
};

class TableReader;

/// Complaints land in `in`.
void read_access(TableReader& in, AccessConfiguration& into);
void write_access(std::ostream& out, const AccessConfiguration& access);

/// What the empty text stands for is decided here.
http::LoopbackTrust loopback_trust(const AccessConfiguration& access, bool has_operator_token);

}  // namespace foreshock::app
