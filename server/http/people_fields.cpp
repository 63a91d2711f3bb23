#include "server/http/people_fields.hpp"

#include <nlohmann/json.hpp>

#include "server/http/json_fields.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;
using people::Person;

tl::unexpected<Error> bad(std::string_view name, std::string_view what) {
    return fail(Errc::invalid,
                "field '" + std::string{name.substr(0, 100)} + "' " + std::string{what});
}

Result<void> take_text(std::string_view name, const json& value, std::string& into) {
    if (!value.is_string()) return bad(name, "must be a text");
    into = value.get<std::string>();
    return {};
}

Result<void> take_contacts(const json& value, std::vector<people::Contact>& into) {
    constexpr std::string_view form = R"(must be a list of {"channel":"…","address":"…"})";
    if (!value.is_array()) return bad("contacts", form);
    into.clear();
    for (const json& one : value) {
        const bool is_contact = one.is_object() && one.size() == 2 && one.contains("channel") &&
                                one.contains("address") && one["channel"].is_string() &&
                                one["address"].is_string();
        if (!is_contact) return bad("contacts", form);
        into.push_back({one["channel"].get<std::string>(), one["address"].get<std::string>()});
    }
    return {};
}

Result<void> take_members(const json& value, std::vector<std::string>& into) {
    if (!value.is_array()) return bad("members", "must be a list of names");
    for (const json& one : value) {
        if (!one.is_string()) return bad("members", "must be a list of names");
        into.push_back(one.get<std::string>());
    }
    return {};
}

template <class Parsed, class Parse>
Result<void> take_word(std::string_view name, const json& value, Parsed& into, Parse parse) {
    std::string text;
    if (auto taken = take_text(name, value, text); !taken) return taken;
    const Result<Parsed> parsed = parse(text);
    if (!parsed) return fail(Error{parsed.error()}.with("field '" + std::string{name} + "'"));
    into = *parsed;
    return {};
}

Result<void> take_person_field(const std::string& name, const json& value, Person& person,
                               PersonFields may) {
    if (name == "title") return take_text(name, value, person.title);
    if (name == "language") return take_text(name, value, person.language);
    if (name == "zone") return take_text(name, value, person.zone);
    if (name == "contacts") return take_contacts(value, person.contacts);
    if (may == PersonFields::own) return bad(name, "is unknown here, or for an admin to set");
    if (name == "role") return take_word(name, value, person.role, people::parse_role);
    if (name == "disabled") {
        if (!value.is_boolean()) return bad(name, "must be true or false");
        person.disabled = value.get<bool>();
        return {};
    }
    if (name == "name" && may == PersonFields::all) return take_text(name, value, person.name);
    if (name == "name") return bad(name, "never changes: incidents know the person by it");
    return bad(name, "is unknown here");
}

Result<void> take_team_field(const std::string& name, const json& value, people::Team& team) {
    if (name == "name") return take_text(name, value, team.name);
    if (name == "title") return take_text(name, value, team.title);
    if (name == "tier") return take_word(name, value, team.tier, people::parse_tier);
    if (name == "members") return take_members(value, team.members);
    return bad(name, "is unknown here");
}

}  // namespace

Result<Person> read_person(std::string_view text, Person before, PersonFields may) {
    const Result<json> body = parse_json_object(text);
    if (!body) return fail(body.error());
    for (const auto& [name, value] : body->items()) {
        if (name == "actor") continue;  // who acts is known
        if (auto taken = take_person_field(name, value, before, may); !taken) {
            return fail(std::move(taken).error());
        }
    }
    return before;
}

Result<people::Team> read_team(std::string_view text) {
    const Result<json> body = parse_json_object(text);
    if (!body) return fail(body.error());
    people::Team team;
    for (const auto& [name, value] : body->items()) {
        if (name == "actor") continue;
        if (auto taken = take_team_field(name, value, team); !taken) {
            return fail(std::move(taken).error());
        }
    }
    return team;
}

}  // namespace foreshock::http
