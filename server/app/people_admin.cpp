#include "server/app/people_admin.hpp"

#include <istream>
#include <ostream>

#include "server/app/data_folder.hpp"
#include "server/http/people_api.hpp"
#include "server/http/token.hpp"
#include "server/http/token_api.hpp"
#include "server/people/person_rules.hpp"

namespace foreshock::app {
namespace {

using people::Person;
using Verb = PersonOrder::Verb;

people::AuditEntry entry(const PeopleAdminPorts& ports, std::string action, std::string object,
                         std::string detail = {}) {
    return {0,
            ports.clock.now(),
            "local",
            "command_line",
            "",
            std::move(action),
            std::move(object),
            "done",
            std::move(detail)};
}

Result<std::string> read_password(const PersonOrder& order, std::istream& in) {
    if (order.password_file != "-") return read_secret(order.password_file);
    std::string line;
    std::getline(in, line);
    return line;
}

/// From the file, or by a link when there is none.
Result<void> give_password(const PersonOrder& order, const PeopleAdminPorts& ports) {
    const TimePoint now = ports.clock.now();
    if (!order.password_file.empty()) {
        const Result<std::string> password = read_password(order, ports.in);
        if (!password) return fail(password.error());
        if (auto good = people::check_password(*password); !good) return good;
        const Result<std::string> hash = ports.passwords.hash(*password);
        if (!hash) return fail(hash.error());
        return ports.accounts.set_password(order.name, *hash,
                                           entry(ports, "password.set", order.name));
    }
    const Result<std::string> secret = ports.secrets.new_secret();
    if (!secret) return fail(secret.error());
    auto invited = ports.accounts.invite(
        {http::sha256_hex(*secret), order.name, now + people::invitation_valid_for},
        entry(ports, "person.invite", order.name));
    if (!invited) return invited;
    ports.out << "/welcome/" << *secret << '\n';
    ports.err << "Send " << order.name
              << " this link, behind the server's address: it sets a password, once, within 3 "
                 "days.\n";
    return {};
}

Result<void> add(const PersonOrder& order, const PeopleAdminPorts& ports) {
    Person person;
    person.name = order.name;
    person.title = order.title.empty() ? order.name : order.title;
    const Result<people::Role> role =
        people::parse_role(order.role.empty() ? "viewer" : order.role);
    if (!role) return fail(role.error());
    person.role = *role;
    if (auto good = people::check_person(person); !good) return good;
    auto added = ports.accounts.add(person, entry(ports, "person.add", person.name,
                                                  std::string{people::to_string(person.role)}));
    if (!added) return added;
    return give_password(order, ports);
}

Result<void> list(const PeopleAdminPorts& ports) {
    const auto directory = ports.accounts.directory();
    if (!directory) return fail(directory.error());
    for (const Person& person : directory->people) {
        ports.out << person.name << '\t' << people::to_string(person.role) << '\t'
                  << (person.disabled ? "disabled" : "enabled") << '\t' << person.title << '\n';
    }
    return {};
}

Result<void> set_disabled(const PersonOrder& order, bool disabled, const PeopleAdminPorts& ports) {
    const Result<Person> before = ports.accounts.find(order.name);
    if (!before) return fail(before.error());
    Person now = *before;
    now.disabled = disabled;
    return ports.accounts.change(
        now, entry(ports, "person.change", now.name, http::describe_change(*before, now)));
}

Result<void> change_password(const PersonOrder& order, const PeopleAdminPorts& ports) {
    const Result<Person> person = ports.accounts.find(order.name);
    if (!person) return fail(person.error());
    return give_password(order, ports);
}

Result<void> create_token(const PersonOrder& order, const PeopleAdminPorts& ports) {
    const Result<Person> person = ports.accounts.find(order.name);
    if (!person) return fail(person.error());
    Result<people::Role> role = person->role;
    if (!order.role.empty()) role = people::parse_role(order.role);
    if (!role) return fail(role.error());
    const Result<std::string> secret = ports.secrets.new_secret();
    if (!secret) return fail(secret.error());
    const auto token =
        http::new_api_token(*person, order.label, *role, order.ttl, ports.clock.now(), *secret);
    if (!token) return fail(token.error());
    auto added = ports.tokens.add(
        *token, entry(ports, "token.add", token->id, "for " + token->person + ": " + token->label));
    if (!added) return added;
    ports.out << *secret << '\n';
    ports.err << "This token (" << token->id << ") of " << token->person
              << " is shown only now: put it into the file that FORESHOCK_TOKEN_FILE names.\n";
    return {};
}

Result<void> list_tokens(const PersonOrder& order, const PeopleAdminPorts& ports) {
    const auto tokens = ports.tokens.list(order.name);
    if (!tokens) return fail(tokens.error());
    for (const people::ApiToken& token : *tokens) {
        ports.out << token.id << '\t' << token.person << '\t' << people::to_string(token.role)
                  << '\t' << (people::is_live(token, ports.clock.now()) ? "good" : "ended") << '\t'
                  << (token.expires_at ? format_rfc3339(*token.expires_at) : "never expires")
                  << '\t' << token.label << '\n';
    }
    return {};
}

}  // namespace

Result<void> carry_out(const PersonOrder& order, const PeopleAdminPorts& ports) {
    switch (order.verb) {
        case Verb::add:
            return add(order, ports);
        case Verb::list:
            return list(ports);
        case Verb::disable:
        case Verb::enable:
            return set_disabled(order, order.verb == Verb::disable, ports);
        case Verb::password:
            return change_password(order, ports);
        case Verb::token_create:
            return create_token(order, ports);
        case Verb::token_list:
            return list_tokens(order, ports);
        case Verb::token_revoke:
            return ports.tokens.revoke(order.name, ports.clock.now(),
                                       entry(ports, "token.revoke", order.name));
    }
    return {};
}

}  // namespace foreshock::app
