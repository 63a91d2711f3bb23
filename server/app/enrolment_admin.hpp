#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "server/enrolment/ports.hpp"
#include "server/people/ports.hpp"

namespace foreshock::app {

/// What `foreshock-server token` and `foreshock-server agent` were asked about enrolment: texts as
/// they were typed, empty where not said.
struct EnrolmentOrder {
    enum class Verb : std::uint8_t {
        token_create,
        token_list,
        token_revoke,
        agent_revoke,
        agent_certificates
    };

    Verb verb = Verb::token_list;
    std::string name;  ///< of the agent; of a token its id
    std::string ttl;
    std::uint64_t uses = 1;
    std::vector<std::string> labels;
    bool may_replace = false;
};

/// All must outlive the call.
struct EnrolmentAdminPorts {
    enrolment::Enrolments& enrolments;
    std::string authority_sha256;  ///< by which hosts know the server
    const people::SecretSource& secrets;
    const Clock& clock;
    std::ostream& out;  ///< what a program reads
    std::ostream& err;  ///< what a person is told besides
};

/// Does it, beside a running server too, under the name "local" on the audit log. Errors are for
/// the person who typed.
Result<void> carry_out(const EnrolmentOrder& order, const EnrolmentAdminPorts& ports);

}  // namespace foreshock::app
