#include "server/http/people_api.hpp"

#include "server/http/audit_trail.hpp"
#include "server/http/people_fields.hpp"
#include "server/http/problem.hpp"
#include "server/http/token.hpp"
#include "server/people/person_rules.hpp"
#include "server/render/people_json.hpp"

namespace foreshock::http {
namespace {

using people::Person;
using render::ContactUse;

Route act_route(std::string_view method, std::string_view pattern, Audience audience,
                Handler handler) {
    Route route{method, pattern, audience, at_once(std::move(handler))};
    if (method != "DELETE") {
        route.content_type = "application/json";
        route.body_bytes_max = PeopleApi::body_bytes_max;
    }
    route.audit = Audit::by_handler;
    return route;
}

ContactUse contacts_for(const Request& request, std::string_view person) {
    const bool own = request.identity.is_personal() && request.identity.name == person;
    return own || request.identity.may(people::Role::admin) ? ContactUse::shown
                                                            : ContactUse::hidden;
}

void add_change(std::string& all, std::string_view what, std::string_view before,
                std::string_view now) {
    if (before == now) return;
    all += (all.empty() ? "" : ", ") + std::string{what} + " " + std::string{before} + " → " +
           std::string{now};
}

}  // namespace

std::string describe_change(const Person& before, const Person& now) {
    std::string all;
    add_change(all, "role", people::to_string(before.role), people::to_string(now.role));
    add_change(all, "title", before.title, now.title);
    add_change(all, "language", before.language, now.language);
    add_change(all, "zone", before.zone, now.zone);
    add_change(all, "account", before.disabled ? "disabled" : "enabled",
               now.disabled ? "disabled" : "enabled");
    if (before.contacts != now.contacts) all += all.empty() ? "contacts" : ", contacts";
    return all.empty() ? "nothing" : all;
}

std::vector<Route> PeopleApi::routes() {
    std::vector<Route> table;
    table.push_back(
        {"GET", "/api/v1/people", Audience::viewers,
         at_once([this](const Request& request, const PathArguments&) { return list(request); })});
    table.push_back({"GET", "/api/v1/people/{name}", Audience::viewers,
                     at_once([this](const Request& request, const PathArguments& arguments) {
                         return show(request, arguments[0]);
                     })});
    table.push_back(
        act_route("POST", "/api/v1/people", Audience::admins,
                  [this](const Request& request, const PathArguments&) { return add(request); }));
    table.push_back(act_route("PATCH", "/api/v1/people/{name}", Audience::admins,
                              [this](const Request& request, const PathArguments& arguments) {
                                  return change(request, arguments[0]);
                              }));
    table.push_back(act_route("POST", "/api/v1/people/{name}/invitation", Audience::admins,
                              [this](const Request& request, const PathArguments& arguments) {
                                  return invite(request, arguments[0]);
                              }));
    table.push_back(act_route(
        "PATCH", "/api/v1/me", Audience::viewers,
        [this](const Request& request, const PathArguments&) { return change_self(request); }));
    table.push_back(
        {"GET", "/api/v1/teams", Audience::viewers,
         at_once([this](const Request&, const PathArguments&) { return list_teams(); })});
    table.push_back(act_route(
        "POST", "/api/v1/teams", Audience::admins,
        [this](const Request& request, const PathArguments&) { return put_team(request); }));
    table.push_back(act_route("DELETE", "/api/v1/teams/{name}", Audience::admins,
                              [this](const Request& request, const PathArguments& arguments) {
                                  return remove_team(request, arguments[0]);
                              }));
    return table;
}

Response PeopleApi::list(const Request& request) const {
    const auto directory = ports_.accounts.directory();
    if (!directory) return problem_response(directory.error());
    return json_response(200, render::people_json(directory->people, contacts_for(request, {})));
}

Response PeopleApi::show(const Request& request, const std::string& name) const {
    const Result<Person> person = ports_.accounts.find(name);
    if (!person) return problem_response(person.error());
    return json_response(200, render::person_json(*person, contacts_for(request, name)));
}

Response PeopleApi::add(const Request& request) {
    Result<Person> person = read_person(request.body, {}, PersonFields::all);
    if (person && person->title.empty()) person->title = person->name;
    if (!person) return problem_response(person.error());
    if (auto good = people::check_person(*person); !good) return problem_response(good.error());
    const Result<void> added = ports_.accounts.add(
        *person, audit_entry(request, ports_.clock.now(), "person.add", person->name,
                             std::string{people::to_string(person->role)}));
    if (!added) return problem_response(added.error());
    ports_.people_changed();
    return with_invitation(request, *person, 201);
}

Response PeopleApi::with_invitation(const Request& request, const Person& person, int status) {
    const Result<std::string> secret = ports_.secrets.new_secret();
    if (!secret) return problem_response(secret.error());
    const TimePoint now = ports_.clock.now();
    const TimePoint end = now + people::invitation_valid_for;
    const Result<void> invited =
        ports_.accounts.invite({sha256_hex(*secret), person.name, end},
                               audit_entry(request, now, "person.invite", person.name));
    if (!invited) return problem_response(invited.error());
    return json_response(status, render::invitation_json(person, *secret, end));
}

Response PeopleApi::invite(const Request& request, const std::string& name) {
    const Result<Person> person = ports_.accounts.find(name);
    if (!person) return problem_response(person.error());
    return with_invitation(request, *person, 201);
}

Response PeopleApi::save(const Request& request, const Person& before, const Result<Person>& now) {
    if (!now) return problem_response(now.error());
    if (auto good = people::check_person(*now); !good) return problem_response(good.error());
    const Result<void> changed =
        ports_.accounts.change(*now, audit_entry(request, ports_.clock.now(), "person.change",
                                                 now->name, describe_change(before, *now)));
    if (!changed) return problem_response(changed.error());
    ports_.people_changed();
    return json_response(200, render::person_json(*now, contacts_for(request, now->name)));
}

Response PeopleApi::change(const Request& request, const std::string& name) {
    const Result<Person> before = ports_.accounts.find(name);
    if (!before) return problem_response(before.error());
    return save(request, *before, read_person(request.body, *before, PersonFields::edit));
}

Response PeopleApi::change_self(const Request& request) {
    if (!request.identity.is_personal()) {
        return problem_response(Error{Errc::refused, request.identity.name + " is no person"});
    }
    const Result<Person> before = ports_.accounts.find(request.identity.name);
    if (!before) return problem_response(before.error());
    return save(request, *before, read_person(request.body, *before, PersonFields::own));
}

Response PeopleApi::list_teams() const {
    const auto directory = ports_.accounts.directory();
    if (!directory) return problem_response(directory.error());
    return json_response(200, render::teams_json(directory->teams));
}

Response PeopleApi::put_team(const Request& request) {
    Result<people::Team> team = read_team(request.body);
    if (!team) return problem_response(team.error());
    if (team->title.empty()) team->title = team->name;
    const auto directory = ports_.accounts.directory();
    if (!directory) return problem_response(directory.error());
    if (auto good = people::check_team(*team, *directory); !good) {
        return problem_response(good.error());
    }
    const Result<void> put = ports_.accounts.put_team(
        *team, audit_entry(request, ports_.clock.now(), "team.put", team->name,
                           std::to_string(team->members.size()) + " members"));
    if (!put) return problem_response(put.error());
    ports_.people_changed();
    return json_response(200, render::team_json(*team));
}

Response PeopleApi::remove_team(const Request& request, const std::string& name) {
    const Result<void> removed = ports_.accounts.remove_team(
        name, audit_entry(request, ports_.clock.now(), "team.remove", name));
    if (!removed) return problem_response(removed.error());
    ports_.people_changed();
    Response response;
    response.status = 204;
    return response;
}

}  // namespace foreshock::http
