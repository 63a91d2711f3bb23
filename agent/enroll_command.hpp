#pragma once

#include <iosfwd>
#include <string>

#include "agent/config.hpp"

namespace foreshock::agent {

/// `foreshock-agent enroll`.
struct EnrollOrder {
    std::string url;
    std::string token;       ///< empty: in the file
    std::string token_file;  ///< "-" or empty: the first line of standard input
};

/// Makes a key on this host, knows the server by the fingerprint in the token, gets a certificate
/// and leaves all that the agent needs in its state folder. Beside a running agent too, which takes
/// it over by itself. What was there before stays in use until all went well. The error says what
/// to do.
Result<void> enroll(const EnrollOrder& order, const AgentConfig& config, std::istream& in,
                    std::ostream& out);

}  // namespace foreshock::agent
