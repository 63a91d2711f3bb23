#pragma once

#include <iosfwd>
#include <string>

#include "core/clock.hpp"
#include "server/people/ports.hpp"

namespace foreshock::app {

/// What `foreshock-server person` was asked: texts as they were typed, empty where not said.
struct PersonOrder {
    enum class Verb : std::uint8_t {
        add,
        list,
        disable,
        enable,
        password,
        token_create,
        token_list,
        token_revoke
    };

    Verb verb = Verb::list;
    std::string name;  ///< of the person; of a token its id
    std::string title;
    std::string role;
    std::string password_file;  ///< "-" reads standard input
    std::string label;
    std::string ttl;
};

/// All must outlive the call.
struct PeopleAdminPorts {
    people::Accounts& accounts;
    people::ApiTokens& tokens;
    const people::PasswordHasher& passwords;
    const people::SecretSource& secrets;
    const Clock& clock;
    std::istream& in;
    std::ostream& out;  ///< what a program reads: names, links, tokens
    std::ostream& err;  ///< what a person is told besides
};

/// Does it, beside a running server too, under the name "local" on the audit log. A person without
/// a password gets a one-time link for one. Errors are for the person who typed.
Result<void> carry_out(const PersonOrder& order, const PeopleAdminPorts& ports);

}  // namespace foreshock::app
