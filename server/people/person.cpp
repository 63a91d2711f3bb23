#include "server/people/person.hpp"

#include <algorithm>
#include <array>

namespace foreshock::people {

namespace {

constexpr std::array<std::string_view, 3> role_names{"viewer", "responder", "admin"};
constexpr std::array<std::string_view, 3> tier_names{"L1", "L2", "L3"};

template <typename Named>
const Named* named(const std::vector<Named>& all, std::string_view name) {
    const auto found = std::ranges::find(all, name, &Named::name);
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

const Person* Directory::person(std::string_view name) const {
    return named(people, name);
}

const Team* Directory::team(std::string_view name) const {
    return named(teams, name);
}

std::string_view to_string(Role role) {
    return role_names[static_cast<std::size_t>(role)];
}

std::string_view to_string(Tier tier) {
    return tier_names[static_cast<std::size_t>(tier) - 1];
}

Result<Role> parse_role(std::string_view text) {
    const auto found = std::ranges::find(role_names, text);
    if (found == role_names.end()) {
        return fail(Errc::invalid,
                    "\"" + std::string(text) + "\" is no role: viewer, responder or admin");
    }
    return static_cast<Role>(found - role_names.begin());
}

Result<Tier> parse_tier(std::string_view text) {
    const auto found = std::ranges::find(tier_names, text);
    if (found == tier_names.end()) {
        return fail(Errc::invalid, "\"" + std::string(text) + "\" is no tier: L1, L2 or L3");
    }
    return static_cast<Tier>(found - tier_names.begin() + 1);
}

}  // namespace foreshock::people
