#include "server/people/person_rules.hpp"

#include <catch2/catch.hpp>

namespace foreshock::people {
namespace {

Person ann() {
    return {"ann", "Ann Lee", Role::admin, {{"mail", "ann@example.org"}}};
}

TEST_CASE("person rules: a well formed person is taken", "[people]") {
    CHECK(check_person(ann()));
}

TEST_CASE("person rules: a name has 1 to 64 plain characters", "[people]") {
    CHECK(check_name(std::string(64, 'a'), "a name"));
    CHECK(check_name("Ann.Lee_2-x", "a name"));
    for (const std::string& name : {std::string{}, std::string(65, 'a'), std::string{"ann lee"},
                                    std::string{"../x"}, std::string{"a\n"}, std::string{"แอน"}}) {
        CAPTURE(name);
        const Result<void> checked = check_name(name, "a name");
        REQUIRE_FALSE(checked);
        CHECK(checked.error().code == Errc::invalid);
    }
}

TEST_CASE("person rules: nobody is called as the server itself", "[people]") {
    for (const char* name : {"engine", "operator", "local", "senders", "nobody"}) {
        CAPTURE(name);
        CHECK_FALSE(check_name(name, "a name"));
    }
}

TEST_CASE("person rules: each broken field is named", "[people]") {
    const auto complaint = [](auto change) {
        Person person = ann();
        change(person);
        const Result<void> checked = check_person(person);
        return checked ? std::string{} : checked.error().what;
    };
    CHECK_THAT(complaint([](Person& p) { p.title.clear(); }), Catch::StartsWith("title"));
    CHECK_THAT(complaint([](Person& p) { p.title = "a\nb"; }), Catch::StartsWith("title"));
    CHECK_THAT(complaint([](Person& p) { p.language = "xx"; }), Catch::StartsWith("language"));
    CHECK_THAT(complaint([](Person& p) { p.zone = ""; }), Catch::StartsWith("zone"));
    CHECK_THAT(complaint([](Person& p) { p.contacts[0].address = ""; }),
               Catch::StartsWith("contacts"));
    CHECK_THAT(complaint([](Person& p) { p.contacts[0].address = "a\r\nBcc: b"; }),
               Catch::StartsWith("contacts"));
    CHECK(complaint([](Person& p) { p.contacts.assign(contacts_max, p.contacts[0]); }).empty());
    CHECK_THAT(complaint([](Person& p) { p.contacts.assign(contacts_max + 1, p.contacts[0]); }),
               Catch::StartsWith("contacts"));
}

TEST_CASE("person rules: a team's members are people, each once", "[people]") {
    const Directory directory{{ann()}, {}};
    CHECK(check_team({"web", "Web", Tier::l2, {"ann"}}, directory));
    CHECK_FALSE(check_team({"web", "Web", Tier::l2, {"bob"}}, directory));
    CHECK_FALSE(check_team({"web", "Web", Tier::l2, {"ann", "ann"}}, directory));
    CHECK_FALSE(check_team({"w b", "Web", Tier::l2, {}}, directory));
    CHECK_FALSE(check_team({"web", "", Tier::l2, {}}, directory));
}

TEST_CASE("person rules: only enabled admins count", "[people]") {
    Directory directory{{ann(), ann(), {"eve", "Eve", Role::responder}}, {}};
    CHECK(admin_count(directory) == 2);
    directory.people[0].disabled = true;
    CHECK(admin_count(directory) == 1);
}

}  // namespace
}  // namespace foreshock::people
