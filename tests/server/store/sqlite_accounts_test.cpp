#include "fresh_store.hpp"

#include "server/people/person_rules.hpp"

using namespace foreshock;
using people::AuditEntry;
using people::Person;
using people::Role;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);

AuditEntry act(const std::string& action) {
    return {0, start, "root", "command_line", "", action, "ann", "done", ""};
}

Person person(const std::string& name, Role role = Role::viewer) {
    return {name, "Title of " + name, role, {{"mail", name + "@example.org"}},
            "th", "Asia/Bangkok"};
}

std::vector<std::string> actions(store::Store& store) {
    std::vector<std::string> all;
    const std::vector<AuditEntry> entries = store.audit_log().list({}).value();
    for (const AuditEntry& entry : entries)
        all.push_back(entry.action);
    return all;
}

}  // namespace

TEST_CASE("accounts: people and teams come back as they were put, after a restart too",
          "[store][people]") {
    test::FreshStore fresh;
    auto& accounts = fresh.store->accounts();
    const people::Team team{"web", "The web team", people::Tier::l2, {"bob", "ann"}};
    REQUIRE(accounts.add(person("bob"), act("person.add")));
    REQUIRE(accounts.add(person("ann", Role::admin), act("person.add")));
    REQUIRE(accounts.put_team(team, act("team.put")));
    fresh.store.reset();
    fresh.store = store::open_sqlite_store(fresh.path).value();
    const people::Directory directory = fresh.store->accounts().directory().value();
    CHECK(directory.people == std::vector{person("ann", Role::admin), person("bob")});
    CHECK(directory.teams == std::vector{team});
}

TEST_CASE("accounts: a taken name is a conflict that leaves no audit entry", "[store][people]") {
    test::FreshStore fresh;
    auto& accounts = fresh.store->accounts();
    REQUIRE(accounts.add(person("ann"), act("first")));
    CHECK(accounts.add(person("ann", Role::admin), act("second")).error().code == Errc::conflict);
    CHECK(accounts.directory()->people == std::vector{person("ann")});
    CHECK(actions(*fresh.store) == std::vector<std::string>{"first"});
}

TEST_CASE("accounts: the last admin stays one", "[store][people]") {
    test::FreshStore fresh;
    auto& accounts = fresh.store->accounts();
    REQUIRE(accounts.add(person("ann", Role::admin), act("add")));
    REQUIRE(accounts.add(person("bob"), act("add")));
    Person disabled = person("ann", Role::admin);
    disabled.disabled = true;
    CHECK(accounts.change(disabled, act("change")).error().code == Errc::conflict);
    CHECK(accounts.change(person("ann", Role::responder), act("change")).error().code ==
          Errc::conflict);
    CHECK(accounts.directory()->person("ann")->role == Role::admin);
    REQUIRE(accounts.change(person("bob", Role::admin), act("change")));
    CHECK(accounts.change(disabled, act("change")));
    CHECK(accounts.directory()->person("ann")->disabled);
    CHECK(accounts.change(person("eve"), act("change")).error().code == Errc::not_found);
}

TEST_CASE("accounts: the revision grows with each change, and only then", "[store][people]") {
    test::FreshStore fresh;
    auto& accounts = fresh.store->accounts();
    const std::uint64_t before = accounts.revision().value();
    REQUIRE(accounts.add(person("ann"), act("add")));
    const std::uint64_t after = accounts.revision().value();
    CHECK(after > before);
    CHECK_FALSE(accounts.add(person("ann"), act("add")));
    CHECK(accounts.revision().value() == after);
    REQUIRE(accounts.put_team({"web", "Web", people::Tier::l1, {}}, act("team")));
    REQUIRE(accounts.remove_team("web", act("team")));
    CHECK(accounts.revision().value() == after + 2);
    CHECK(accounts.remove_team("web", act("team")).error().code == Errc::not_found);
}

TEST_CASE("accounts: a new password ends all sessions of its person", "[store][people]") {
    test::FreshStore fresh;
    auto& accounts = fresh.store->accounts();
    auto& sessions = fresh.store->sessions();
    REQUIRE(accounts.add(person("ann"), act("add")));
    REQUIRE(accounts.add(person("bob"), act("add")));
    CHECK(accounts.password_hash("ann").value().empty());
    REQUIRE(sessions.open({"s1", "ann", start, start, "::1"}, 20, act("open")));
    REQUIRE(sessions.open({"s2", "bob", start, start, "::1"}, 20, act("open")));
    REQUIRE(accounts.set_password("ann", "hash", act("password")));
    CHECK(accounts.password_hash("ann").value() == "hash");
    CHECK(sessions.find("s1").error().code == Errc::not_found);
    CHECK(sessions.find("s2"));
    CHECK(accounts.set_password("eve", "hash", act("x")).error().code == Errc::not_found);
    CHECK(accounts.password_hash("eve").error().code == Errc::not_found);
}

TEST_CASE("accounts: disabling somebody ends their sessions", "[store][people]") {
    test::FreshStore fresh;
    REQUIRE(fresh.store->accounts().add(person("bob"), act("add")));
    REQUIRE(fresh.store->sessions().open({"s", "bob", start, start, ""}, 20, act("open")));
    Person bob = person("bob");
    bob.disabled = true;
    REQUIRE(fresh.store->accounts().change(bob, act("disable")));
    CHECK_FALSE(fresh.store->sessions().find("s"));
}

TEST_CASE("accounts: an invitation makes the first admin, once", "[store][people]") {
    test::FreshStore fresh;
    auto& accounts = fresh.store->accounts();
    REQUIRE(accounts.invite({"digest", "", start + std::chrono::hours{1}}, act("invite")));
    CHECK(accounts.invitation("digest", start)->person.empty());
    REQUIRE(accounts.accept("digest", start, person("ann", Role::admin), "hash", act("accept")));
    CHECK(accounts.directory()->person("ann")->role == Role::admin);
    CHECK(accounts.password_hash("ann").value() == "hash");
    CHECK(
        accounts.accept("digest", start, person("eve", Role::admin), "h", act("x")).error().code ==
        Errc::refused);
    CHECK_FALSE(accounts.directory()->person("eve"));
}

TEST_CASE("accounts: an invitation that was replaced or has expired is worth nothing",
          "[store][people]") {
    test::FreshStore fresh;
    auto& accounts = fresh.store->accounts();
    REQUIRE(accounts.add(person("ann"), act("add")));
    const TimePoint end = start + std::chrono::hours{1};
    REQUIRE(accounts.invite({"old", "ann", end}, act("invite")));
    REQUIRE(accounts.invite({"new", "ann", end}, act("invite")));
    CHECK(accounts.invitation("old", start).error().code == Errc::refused);
    CHECK(accounts.invitation("new", end).error().code == Errc::refused);
    CHECK(accounts.accept("new", end, {}, "hash", act("x")).error().code == Errc::refused);
    REQUIRE(accounts.accept("new", start, {}, "hash", act("accept")));
    CHECK(accounts.password_hash("ann").value() == "hash");
}

TEST_CASE("sessions: beyond the bound the oldest of the same person ends", "[store][people]") {
    test::FreshStore fresh;
    auto& sessions = fresh.store->sessions();
    REQUIRE(fresh.store->accounts().add(person("ann"), act("add")));
    REQUIRE(fresh.store->accounts().add(person("bob"), act("add")));
    REQUIRE(sessions.open({"b", "bob", start, start, ""}, 2, act("open")));
    for (const int i : {1, 2, 3}) {
        const TimePoint at = start + std::chrono::minutes{i};
        REQUIRE(sessions.open({"a" + std::to_string(i), "ann", at, at, ""}, 2, act("open")));
    }
    CHECK_FALSE(sessions.find("a1"));
    CHECK(sessions.find("a2"));
    CHECK(sessions.find("a3"));
    CHECK(sessions.find("b"));
}

TEST_CASE("sessions: use is noted, the end and what is old are forgotten", "[store][people]") {
    test::FreshStore fresh;
    auto& sessions = fresh.store->sessions();
    REQUIRE(fresh.store->accounts().add(person("ann"), act("add")));
    REQUIRE(sessions.open({"a", "ann", start, start, "10.0.0.1"}, 20, act("open")));
    const TimePoint later = start + std::chrono::hours{2};
    REQUIRE(sessions.note_use("a", later));
    CHECK(sessions.find("a").value() == people::Session{"a", "ann", start, later, "10.0.0.1"});
    REQUIRE(sessions.forget(start, later));
    CHECK(sessions.find("a"));
    REQUIRE(sessions.forget(start, later + Duration{1}));
    CHECK_FALSE(sessions.find("a"));
    REQUIRE(sessions.open({"c", "ann", start, start, ""}, 20, act("open")));
    REQUIRE(sessions.end("c", act("end")));
    CHECK_FALSE(sessions.find("c"));
    CHECK(sessions.open({"d", "eve", start, start, ""}, 20, act("open")).error().code ==
          Errc::conflict);
}

TEST_CASE("api tokens: are found by their digest, listed, used and revoked", "[store][people]") {
    test::FreshStore fresh;
    auto& tokens = fresh.store->api_tokens();
    REQUIRE(fresh.store->accounts().add(person("ann"), act("add")));
    people::ApiToken token{"tok-1", "digest", "ann", "ci job", Role::responder, start};
    token.expires_at = start + std::chrono::hours{1};
    REQUIRE(tokens.add(token, act("token.add")));
    CHECK(tokens.find("digest").value() == token);
    CHECK(tokens.find("other").error().code == Errc::not_found);
    REQUIRE(tokens.note_use("tok-1", start));
    REQUIRE(tokens.revoke("tok-1", start + Duration{1}, act("token.revoke")));
    REQUIRE(tokens.revoke("tok-1", start + Duration{2}, act("token.revoke")));
    token.used_at = start;
    token.revoked_at = start + Duration{1};
    CHECK(tokens.list("ann").value() == std::vector{token});
    CHECK(tokens.list("").value() == std::vector{token});
    CHECK(tokens.list("bob").value().empty());
    CHECK(tokens.revoke("tok-2", start, act("x")).error().code == Errc::not_found);
}

TEST_CASE("api tokens: one more than the bound is a conflict until one is revoked",
          "[store][people]") {
    test::FreshStore fresh;
    auto& tokens = fresh.store->api_tokens();
    REQUIRE(fresh.store->accounts().add(person("ann"), act("add")));
    const auto token = [](std::size_t i) {
        return people::ApiToken{
            "tok-" + std::to_string(i), "d" + std::to_string(i), "ann", "x", Role::viewer, start};
    };
    for (std::size_t i = 0; i < people::tokens_per_person_max; ++i)
        REQUIRE(tokens.add(token(i), act("add")));
    const auto beyond = token(people::tokens_per_person_max);
    CHECK(tokens.add(beyond, act("add")).error().code == Errc::conflict);
    REQUIRE(tokens.revoke("tok-0", start, act("revoke")));
    CHECK(tokens.add(beyond, act("add")));
    people::ApiToken orphan = token(999);
    orphan.person = "eve";
    CHECK(tokens.add(orphan, act("add")).error().code == Errc::not_found);
}

TEST_CASE("audit log: newest first, filtered, by pages", "[store][people]") {
    test::FreshStore fresh;
    auto& log = fresh.store->audit_log();
    for (const char* action : {"person.add", "person.change", "team.put"})
        REQUIRE(log.append(act(action)));
    AuditEntry other = act("person.add");
    other.actor = "ann";
    other.at = start + std::chrono::hours{1};
    REQUIRE(log.append(other));
    people::AuditQuery query;
    query.limit = 2;
    const auto newest = log.list(query).value();
    REQUIRE(newest.size() == 2);
    CHECK(newest[0].actor == "ann");
    query.before = newest[1].sequence;
    CHECK(log.list(query)->size() == 2);
    CHECK(log.list(query)->front().action == "person.change");
    people::AuditQuery by_action;
    by_action.action = "person.";
    CHECK(log.list(by_action)->size() == 3);
    people::AuditQuery by_actor;
    by_actor.actor = "ann";
    by_actor.since = start + Duration{1};
    CHECK(log.list(by_actor)->size() == 1);
    by_actor.until = other.at;
    CHECK(log.list(by_actor)->empty());
}

TEST_CASE("audit log: is never changed and never shortened", "[store][people]") {
    test::FreshStore fresh;
    REQUIRE(fresh.store->audit_log().append(act("person.add")));
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(fresh.path.c_str(), &database) == SQLITE_OK);
    const auto run = [&](const char* sql) {
        return sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
    };
    CHECK(run("DELETE FROM audit") != SQLITE_OK);
    CHECK(run("UPDATE audit SET actor = 'nobody'") != SQLITE_OK);
    sqlite3_close(database);
    CHECK(fresh.store->audit_log().list({})->size() == 1);
}
