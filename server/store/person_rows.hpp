#pragma once

#include "server/people/person.hpp"
#include "server/store/database.hpp"

namespace foreshock::store {

/// All, or the one of that name.
Result<std::vector<people::Person>> select_people(Connection& connection,
                                                  std::string_view name = {});
Result<std::vector<people::Team>> select_teams(Connection& connection);

/// conflict when the name is taken.
Result<void> insert_person(Connection& connection, const people::Person& person);
/// not_found.
Result<void> update_person(Connection& connection, const people::Person& person);
Result<void> upsert_team(Connection& connection, const people::Team& team);

/// Everybody who holds a snapshot takes a new one.
Result<void> grow_people_revision(Connection& connection);

}  // namespace foreshock::store
