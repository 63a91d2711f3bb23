#pragma once

#include <string>
#include <vector>

#include "server/people/audit.hpp"
#include "server/people/credentials.hpp"
#include "server/people/identity.hpp"
#include "server/people/person.hpp"

namespace foreshock::render {

/// How somebody is reached is for themselves and for admins.
enum class ContactUse : std::uint8_t { hidden, shown };

std::string person_json(const people::Person& person, ContactUse contacts);
std::string people_json(const std::vector<people::Person>& people, ContactUse contacts);
std::string team_json(const people::Team& team);
std::string teams_json(const std::vector<people::Team>& teams);

/// Who asks and what they may; `person` is null under a shared proof.
std::string identity_json(const people::Identity& identity, const people::Person* person);

/// A new person or password link: `secret` is shown only now.
std::string invitation_json(const people::Person& person, const std::string& secret,
                            TimePoint expires_at);

std::string token_json(const people::ApiToken& token);
std::string tokens_json(const std::vector<people::ApiToken>& tokens);
/// Likewise with its secret.
std::string new_token_json(const people::ApiToken& token, const std::string& secret);

std::string audit_json(const std::vector<people::AuditEntry>& entries);
/// RFC 4180, with a line of headings.
std::string audit_csv(const std::vector<people::AuditEntry>& entries);

}  // namespace foreshock::render
