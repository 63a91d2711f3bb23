#include "server/render/people_json.hpp"

#include <nlohmann/json.hpp>

#include "server/render/csv_cell.hpp"
#include "server/render/json_forms.hpp"

namespace foreshock::render {
namespace {

using people::ApiToken;
using people::AuditEntry;
using people::Person;
using people::Team;

std::string name_of(people::Role role) {
    return std::string{people::to_string(role)};
}

Json person_form(const Person& person, ContactUse use) {
    Json form{{"name", person.name},          {"title", person.title},
              {"role", name_of(person.role)}, {"language", person.language},
              {"zone", person.zone},          {"disabled", person.disabled}};
    if (use == ContactUse::hidden) return form;
    Json contacts = Json::array();
    for (const people::Contact& contact : person.contacts)
        contacts.push_back(Json{{"channel", contact.channel}, {"address", contact.address}});
    form["contacts"] = std::move(contacts);
    return form;
}

Json team_form(const Team& team) {
    return {{"name", team.name},
            {"title", team.title},
            {"tier", std::string{people::to_string(team.tier)}},
            {"members", team.members}};
}

Json token_form(const ApiToken& token) {
    return {{"id", token.id},
            {"person", token.person},
            {"label", token.label},
            {"role", name_of(token.role)},
            {"made_at", format_rfc3339(token.made_at)},
            {"expires_at", time_json(token.expires_at)},
            {"used_at", time_json(token.used_at)},
            {"revoked_at", time_json(token.revoked_at)}};
}

Json entry_form(const AuditEntry& entry) {
    return {
        {"sequence", entry.sequence}, {"at", format_rfc3339(entry.at)}, {"actor", entry.actor},
        {"proof", entry.proof},       {"address", entry.address},       {"action", entry.action},
        {"object", entry.object},     {"outcome", entry.outcome},       {"detail", entry.detail}};
}

template <class T, class Form>
std::string list_text(const std::vector<T>& all, Form form) {
    Json list = Json::array();
    for (const T& one : all)
        list.push_back(form(one));
    return text_of(list);
}

}  // namespace

std::string person_json(const Person& person, ContactUse contacts) {
    return text_of(person_form(person, contacts));
}

std::string people_json(const std::vector<Person>& people, ContactUse contacts) {
    return list_text(people, [&](const Person& one) { return person_form(one, contacts); });
}

std::string team_json(const Team& team) {
    return text_of(team_form(team));
}

std::string teams_json(const std::vector<Team>& teams) {
    return list_text(teams, team_form);
}

std::string identity_json(const people::Identity& identity, const Person* person) {
    Json form{{"name", identity.name},
              {"role", identity.role ? Json(name_of(*identity.role)) : Json(nullptr)},
              {"proof", std::string{people::to_string(identity.proof)}},
              {"person", person ? person_form(*person, ContactUse::shown) : Json(nullptr)}};
    return text_of(form);
}

std::string invitation_json(const Person& person, const std::string& secret, TimePoint expires_at) {
    return text_of(Json{{"person", person_form(person, ContactUse::shown)},
                        {"invitation",
                         {{"token", secret},
                          {"path", "/welcome/" + secret},
                          {"expires_at", format_rfc3339(expires_at)}}}});
}

std::string token_json(const ApiToken& token) {
    return text_of(token_form(token));
}

std::string tokens_json(const std::vector<ApiToken>& tokens) {
    return list_text(tokens, token_form);
}

std::string new_token_json(const ApiToken& token, const std::string& secret) {
    Json form = token_form(token);
    form["secret"] = secret;
    return text_of(form);
}

std::string audit_json(const std::vector<AuditEntry>& entries) {
    return list_text(entries, entry_form);
}

std::string audit_csv(const std::vector<AuditEntry>& entries) {
    std::string csv = "sequence,at,actor,proof,address,action,object,outcome,detail\r\n";
    for (const AuditEntry& entry : entries) {
        csv += std::to_string(entry.sequence) + "," + format_rfc3339(entry.at);
        for (const std::string* cell : {&entry.actor, &entry.proof, &entry.address, &entry.action,
                                        &entry.object, &entry.outcome, &entry.detail}) {
            csv += "," + quoted_csv_cell(*cell);
        }
        csv += "\r\n";
    }
    return csv;
}

}  // namespace foreshock::render
