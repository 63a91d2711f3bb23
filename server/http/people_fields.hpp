#pragma once

#include <string_view>

#include "core/result.hpp"
#include "server/people/person.hpp"

namespace foreshock::http {

/// What a JSON body says of a person, over `before`. Only those fields of it may be named that
/// `who` may set: somebody cannot make themselves an admin. malformed or invalid, naming the field.
enum class PersonFields : std::uint8_t {
    all,   ///< of a new one, with its name
    edit,  ///< all but the name
    own,   ///< how they are called and reached
};

Result<people::Person> read_person(std::string_view json, people::Person before, PersonFields may);
Result<people::Team> read_team(std::string_view json);

}  // namespace foreshock::http
