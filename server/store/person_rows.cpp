#include "server/store/person_rows.hpp"

#include <nlohmann/json.hpp>

#include "server/store/json_values.hpp"

namespace foreshock::store {
namespace {

using people::Contact;
using people::Person;
using people::Team;

std::string contacts_text(const Person& person) {
    return write_json(list_to_json(person.contacts, [](const Contact& contact) {
        return Json{{"channel", contact.channel}, {"address", contact.address}};
    }));
}

std::vector<Contact> contacts_of(const std::string& text) {
    return list_from_json(Json::parse(text), [](const Json& one) {
        return Contact{one.at("channel"), one.at("address")};
    });
}

std::string members_text(const Team& team) {
    Json list = Json::array();
    for (const std::string& member : team.members)
        list.push_back(member);
    return write_json(list);
}

Result<Person> person_of(const Row& row) {
    const Result<people::Role> role = people::parse_role(row.text(2));
    if (!role) return fail(Errc::unreadable, "person " + row.text(0) + ": " + role.error().what);
    try {
        return Person{row.text(0), row.text(1),        *role, contacts_of(row.text(3)), row.text(4),
                      row.text(5), row.integer(6) != 0};
    } catch (const Json::exception& fault) {
        return fail(Errc::unreadable, "person " + row.text(0) + ": " + fault.what());
    }
}

Result<Team> team_of(const Row& row) {
    const Result<people::Tier> tier = people::parse_tier(row.text(2));
    if (!tier) return fail(Errc::unreadable, "team " + row.text(0) + ": " + tier.error().what);
    try {
        return Team{row.text(0), row.text(1), *tier, Json::parse(row.text(3))};
    } catch (const Json::exception& fault) {
        return fail(Errc::unreadable, "team " + row.text(0) + ": " + fault.what());
    }
}

template <class Read>
auto read_all(const std::vector<Row>& rows, Read read)
    -> Result<std::vector<typename decltype(read(rows.front()))::value_type>> {
    std::vector<typename decltype(read(rows.front()))::value_type> all;
    all.reserve(rows.size());
    for (const Row& row : rows) {
        auto one = read(row);
        if (!one) return fail(one.error());
        all.push_back(std::move(*one));
    }
    return all;
}

std::vector<Value> values_of(const Person& person) {
    return {person.name,
            person.title,
            std::string{people::to_string(person.role)},
            contacts_text(person),
            person.language,
            person.zone,
            std::int64_t{person.disabled}};
}

}  // namespace

Result<std::vector<Person>> select_people(Connection& connection, std::string_view name) {
    const std::string columns =
        "SELECT name, title, role, contacts, language, zone, disabled FROM person ";
    const auto rows = name.empty()
                          ? connection.execute(columns + "ORDER BY name")
                          : connection.execute(columns + "WHERE name = $1", {std::string{name}});
    if (!rows) return fail(rows.error());
    return read_all(*rows, person_of);
}

Result<std::vector<Team>> select_teams(Connection& connection) {
    const auto rows =
        connection.execute("SELECT name, title, tier, members FROM team ORDER BY name");
    if (!rows) return fail(rows.error());
    return read_all(*rows, team_of);
}

Result<void> insert_person(Connection& connection, const Person& person) {
    auto done = connection.execute(
        "INSERT INTO person (name, title, role, contacts, language, zone, disabled) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (name) DO NOTHING RETURNING name",
        values_of(person));
    if (!done) return fail(std::move(done).error());
    if (done->empty()) return fail(Errc::conflict, "there is a person '" + person.name + "'");
    return {};
}

Result<void> update_person(Connection& connection, const Person& person) {
    auto done = connection.execute(
        "UPDATE person SET title = $2, role = $3, contacts = $4, language = $5, zone = $6, "
        "disabled = $7 WHERE name = $1 RETURNING name",
        values_of(person));
    if (!done) return fail(std::move(done).error());
    if (done->empty()) return fail(Errc::not_found, "there is no person '" + person.name + "'");
    return {};
}

Result<void> upsert_team(Connection& connection, const Team& team) {
    auto done = connection.execute(
        "INSERT INTO team (name, title, tier, members) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (name) DO UPDATE SET title = excluded.title, tier = excluded.tier, "
        "members = excluded.members",
        {team.name, team.title, std::string{people::to_string(team.tier)}, members_text(team)});
    if (!done) return fail(std::move(done).error());
    return {};
}

Result<void> grow_people_revision(Connection& connection) {
    auto done = connection.execute("UPDATE people_revision SET revision = revision + 1");
    if (!done) return fail(std::move(done).error());
    return {};
}

}  // namespace foreshock::store
