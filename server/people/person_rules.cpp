#include "server/people/person_rules.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace foreshock::people {
namespace {

/// Who acts without being a person, on timelines and in the audit log.
constexpr std::array<std::string_view, 5> reserved{"engine", "operator", "local", "senders",
                                                   "nobody"};

bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

Result<void> check_words(std::string_view text, std::size_t bytes_max, std::string_view field) {
    if (text.empty() || text.size() > bytes_max) {
        return fail(Errc::invalid, std::string{field} + ": needs 1 to " +
                                       std::to_string(bytes_max) + " bytes of text");
    }
    if (std::ranges::none_of(text, is_control)) return {};
    return fail(Errc::invalid,
                std::string{field} + ": must be one line without control characters");
}

Result<void> check_contact(const Contact& contact) {
    if (auto channel = check_name(contact.channel, "contacts: a channel's name"); !channel) {
        return channel;
    }
    return check_words(contact.address, address_bytes_max, "contacts: an address");
}

}  // namespace

Result<void> check_name(std::string_view name, std::string_view what) {
    if (name.empty() || name.size() > name_bytes_max || !std::ranges::all_of(name, is_plain)) {
        return fail(Errc::invalid, std::string{what} + " has 1 to " +
                                       std::to_string(name_bytes_max) +
                                       " letters, digits, '.', '_' and '-'");
    }
    if (std::ranges::find(reserved, name) == reserved.end()) return {};
    return fail(Errc::invalid, "the name '" + std::string{name} + "' is the server's own");
}

Result<void> check_person(const Person& person) {
    if (auto name = check_name(person.name, "a person's name"); !name) return name;
    if (auto title = check_words(person.title, title_bytes_max, "title"); !title) return title;
    if (person.language != "en" && person.language != "th") {
        return fail(Errc::invalid, "language: must be en or th");
    }
    if (auto zone = check_words(person.zone, name_bytes_max, "zone"); !zone) return zone;
    if (person.contacts.size() > contacts_max) {
        return fail(Errc::invalid,
                    "contacts: at most " + std::to_string(contacts_max) + " are taken");
    }
    for (const Contact& contact : person.contacts) {
        if (auto checked = check_contact(contact); !checked) return checked;
    }
    return {};
}

Result<void> check_team(const Team& team, const Directory& directory) {
    if (auto name = check_name(team.name, "a team's name"); !name) return name;
    if (auto title = check_words(team.title, title_bytes_max, "title"); !title) return title;
    if (team.members.size() > team_members_max) {
        return fail(Errc::invalid,
                    "members: at most " + std::to_string(team_members_max) + " are taken");
    }
    std::set<std::string_view> seen;
    for (const std::string& member : team.members) {
        if (!directory.person(member)) {
            return fail(Errc::invalid, "members: there is no person '" + member + "'");
        }
        if (!seen.insert(member).second) {
            return fail(Errc::invalid, "members: '" + member + "' is there twice");
        }
    }
    return {};
}

std::size_t admin_count(const Directory& directory) {
    return static_cast<std::size_t>(std::ranges::count_if(directory.people, [](const Person& one) {
        return one.role == Role::admin && !one.disabled;
    }));
}

}  // namespace foreshock::people
