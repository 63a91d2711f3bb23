#include "server/http/token_api.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "server/http/audit_trail.hpp"
#include "server/http/json_fields.hpp"
#include "server/http/problem.hpp"
#include "server/http/token.hpp"
#include "server/people/person_rules.hpp"
#include "server/render/people_json.hpp"

namespace foreshock::http {
namespace {

using people::ApiToken;
using people::Role;

constexpr TextField add_fields[] = {{"label", true, people::title_bytes_max},
                                    {"role", false, 20},
                                    {"ttl", false, 40},
                                    {"person", false, people::name_bytes_max},
                                    {"actor", false, 200}};

std::string text_of(const TextFields& fields, std::string_view name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

/// Whose tokens are meant: anybody's for an admin, else one's own.
Result<std::string> person_meant(const Request& request, std::string_view named) {
    const people::Identity& who = request.identity;
    const std::string own = who.is_personal() ? who.name : std::string{};
    if (who.may(Role::admin)) return named.empty() ? own : std::string{named};
    if (named.empty() || named == own) return own;
    return fail(Errc::refused, "only an admin has to do with other people's tokens");
}

}  // namespace

Result<ApiToken> new_api_token(const people::Person& person, const std::string& label, Role role,
                               const std::string& ttl, TimePoint now, std::string_view secret) {
    if (role > person.role) {
        return fail(Errc::invalid, "role: " + person.name + " is a " +
                                       std::string{people::to_string(person.role)} +
                                       ", and a token may do no more");
    }
    if (person.disabled) return fail(Errc::invalid, "person: " + person.name + " is disabled");
    ApiToken token;
    token.secret_sha256 = sha256_hex(secret);
    token.id = "tok-" + stable_id({token.secret_sha256}).substr(0, 16);
    token.person = person.name;
    token.label = label;
    token.role = role;
    token.made_at = now;
    if (ttl.empty()) return token;
    const Result<Duration> span = parse_duration(ttl);
    if (!span || *span <= Duration{0}) {
        return fail(Errc::invalid, "ttl: must be a time with its unit, such as \"90d\"");
    }
    token.expires_at = now + *span;
    return token;
}

std::vector<Route> TokenApi::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET",
         "/api/v1/tokens",
         Audience::viewers,
         at_once([this](const Request& request, const PathArguments&) { return list(request); }),
         {"person"}});
    Route adding{
        "POST", "/api/v1/tokens", Audience::viewers,
        at_once([this](const Request& request, const PathArguments&) { return add(request); })};
    adding.content_type = "application/json";
    adding.body_bytes_max = body_bytes_max;
    adding.audit = Audit::by_handler;
    table.push_back(std::move(adding));
    Route revoking{"DELETE", "/api/v1/tokens/{id}", Audience::viewers,
                   at_once([this](const Request& request, const PathArguments& arguments) {
                       return revoke(request, arguments[0]);
                   })};
    revoking.audit = Audit::by_handler;
    table.push_back(std::move(revoking));
    return table;
}

Response TokenApi::list(const Request& request) const {
    const Result<std::string> person =
        person_meant(request, request.query.get("person").value_or(""));
    if (!person) return problem_response(person.error());
    const bool wants_all =
        request.identity.may(Role::admin) && !request.query.get("person").has_value();
    if (person->empty() && !wants_all) return json_response(200, "[]");
    const auto tokens = ports_.tokens.list(wants_all ? std::string{} : *person);
    if (!tokens) return problem_response(tokens.error());
    return json_response(200, render::tokens_json(*tokens));
}

Response TokenApi::add(const Request& request) {
    const Result<TextFields> fields = parse_text_fields(request.body, add_fields);
    if (!fields) return problem_response(fields.error());
    if (request.identity.proof == people::Identity::Proof::api_token) {
        return problem_response(
            Error{Errc::refused, "a token makes no tokens: log in with your password"});
    }
    const Result<std::string> name = person_meant(request, text_of(*fields, "person"));
    if (!name) return problem_response(name.error());
    if (name->empty()) return problem_response(Error{Errc::invalid, "field 'person' is missing"});
    const Result<people::Person> person = ports_.accounts.find(*name);
    if (!person) return problem_response(person.error());
    const std::string wanted = text_of(*fields, "role");
    const Result<Role> role =
        wanted.empty() ? Result<Role>{person->role} : people::parse_role(wanted);
    if (!role) return problem_response(role.error());
    const Result<std::string> secret = ports_.secrets.new_secret();
    if (!secret) return problem_response(secret.error());
    const Result<ApiToken> token = new_api_token(
        *person, fields->at("label"), *role, text_of(*fields, "ttl"), ports_.clock.now(), *secret);
    if (!token) return problem_response(token.error());
    const Result<void> added =
        ports_.tokens.add(*token, audit_entry(request, token->made_at, "token.add", token->id,
                                              "for " + token->person + ": " + token->label));
    if (!added) return problem_response(added.error());
    return json_response(201, render::new_token_json(*token, *secret));
}

Response TokenApi::revoke(const Request& request, const std::string& id) {
    const bool is_admin = request.identity.may(Role::admin);
    const auto own = ports_.tokens.list(is_admin ? std::string{} : request.identity.name);
    if (!own) return problem_response(own.error());
    const bool is_there = std::ranges::find(*own, id, &ApiToken::id) != own->end();
    // Not of one's own and not there look the same.
    if (!is_admin && (!is_there || !request.identity.is_personal())) {
        return problem_response(Error{Errc::not_found, "there is no token '" + id + "'"});
    }
    const TimePoint now = ports_.clock.now();
    const Result<void> revoked =
        ports_.tokens.revoke(id, now, audit_entry(request, now, "token.revoke", id));
    if (!revoked) return problem_response(revoked.error());
    ports_.people_changed();
    Response response;
    response.status = 204;
    return response;
}

}  // namespace foreshock::http
