#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace foreshock::people {

/// What somebody may do: a viewer reads, a responder works on incidents, an admin arranges the
/// rest. Each may do what the one before may.
enum class Role : std::uint8_t { viewer, responder, admin };

/// L1 is the service desk, L2 specialists, L3 experts.
enum class Tier : std::uint8_t { l1 = 1, l2, l3 };

/// A way to reach somebody: `channel` names one of the configuration, `address` is what that
/// kind of channel understands (a mail address, a Slack member id).
struct Contact {
    std::string channel;
    std::string address;

    bool operator==(const Contact&) const = default;
};

/// Somebody who works here. `name` is what incidents, teams and schedules call them: it is
/// unique and never changes.
struct Person {
    std::string name;   ///< letters, digits, `.`, `_`, `-`
    std::string title;  ///< as people write it: "Ann Lee"
    Role role = Role::viewer;
    std::vector<Contact> contacts = {};  ///< in the order in which they are tried
    std::string language = "en";         ///< of what is written to them: "en" or "th"
    std::string zone = "UTC";            ///< of the IANA database: where they live
    bool disabled = false;               ///< may do nothing and is told nothing

    bool operator==(const Person&) const = default;
};

/// People who share a tier and a kind of work.
struct Team {
    std::string name;  ///< as a person's
    std::string title;
    Tier tier = Tier::l1;
    std::vector<std::string> members = {};  ///< names of people, each once

    bool operator==(const Team&) const = default;
};

/// Everybody at one moment: a value, handed to whoever decides.
struct Directory {
    std::vector<Person> people;
    std::vector<Team> teams;

    /// Null when nobody is called that. Good as long as the directory is.
    [[nodiscard]] const Person* person(std::string_view name) const;
    [[nodiscard]] const Team* team(std::string_view name) const;
};

std::string_view to_string(Role role);  // "viewer", "responder", "admin"
std::string_view to_string(Tier tier);  // "L1", "L2", "L3"
Result<Role> parse_role(std::string_view text);
Result<Tier> parse_tier(std::string_view text);

}  // namespace foreshock::people
