#pragma once

#include "server/people/person.hpp"

namespace foreshock::people {

constexpr std::size_t name_bytes_max = 64;
constexpr std::size_t title_bytes_max = 200;
constexpr std::size_t contacts_max = 20;
constexpr std::size_t address_bytes_max = 320;  // as long as a mail address may be
constexpr std::size_t people_max = 10'000;
constexpr std::size_t teams_max = 1'000;
constexpr std::size_t team_members_max = 1'000;

/// 1 to 64 letters, digits, '.', '_', '-', and no name that the server itself acts under; invalid
/// otherwise. `what` begins the complaint: "a person's name".
Result<void> check_name(std::string_view name, std::string_view what);

/// Is somebody well formed? invalid, naming the field and how it must look.
Result<void> check_person(const Person& person);

/// Is a team, and are its members people of `directory`, each once? invalid, naming the field.
Result<void> check_team(const Team& team, const Directory& directory);

/// Enabled admins: there must always be one who can let others in.
std::size_t admin_count(const Directory& directory);

}  // namespace foreshock::people
