#include "server/app/people_admin.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "server/app/sodium_passwords.hpp"
#include "server/http/token.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {
namespace {

using Verb = PersonOrder::Verb;

struct Fixture {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    std::unique_ptr<people::PasswordHasher> passwords = make_password_hasher().value();
    KernelSecrets secrets;
    test::ManualClock clock;
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;

    Result<void> order(const PersonOrder& what) {
        out.str("");
        return carry_out(what, {store->accounts(), store->api_tokens(), *passwords, secrets, clock,
                                in, out, err});
    }

    Result<void> order(Verb verb, const std::string& name) {
        PersonOrder what;
        what.verb = verb;
        what.name = name;
        return order(what);
    }
};

TEST_CASE("people admin: somebody is added with a link for a password", "[app][people]") {
    Fixture f;
    PersonOrder add{Verb::add, "ann", "Ann Lee", "admin", {}, {}, {}};
    REQUIRE(f.order(add));
    const std::string path = f.out.str();
    REQUIRE(path.starts_with("/welcome/"));
    const std::string secret = path.substr(9, path.size() - 10);
    CHECK(f.store->accounts().invitation(http::sha256_hex(secret), f.clock.now())->person == "ann");
    REQUIRE(f.order(Verb::list, ""));
    CHECK(f.out.str() == "ann\tadmin\tenabled\tAnn Lee\n");
    CHECK(f.order(add).error().code == Errc::conflict);
    CHECK(f.order(Verb::add, "a b").error().code == Errc::invalid);
    CHECK(f.store->audit_log().list({})->back().proof == "command_line");
}

TEST_CASE("people admin: a password comes from a file or standard input", "[app][people]") {
    Fixture f;
    f.folder.write("secret", "a long password\n");
    PersonOrder add{Verb::add, "ann", {}, {}, f.folder.path() + "/secret", {}, {}};
    REQUIRE(f.order(add));
    CHECK(f.out.str().empty());
    CHECK(
        f.passwords->matches("a long password", f.store->accounts().password_hash("ann").value()));
    f.in.str("short\n");
    PersonOrder change{Verb::password, "ann", {}, {}, "-", {}, {}};
    CHECK(f.order(change).error().code == Errc::invalid);
    f.in.clear();
    f.in.str("another long password\n");
    REQUIRE(f.order(change));
    CHECK(f.passwords->matches("another long password",
                               f.store->accounts().password_hash("ann").value()));
}

TEST_CASE("people admin: somebody is disabled and enabled", "[app][people]") {
    Fixture f;
    REQUIRE(f.order(Verb::add, "bob"));
    REQUIRE(f.order(Verb::disable, "bob"));
    CHECK(f.store->accounts().find("bob")->disabled);
    REQUIRE(f.order(Verb::enable, "bob"));
    CHECK_FALSE(f.store->accounts().find("bob")->disabled);
    CHECK(f.order(Verb::disable, "eve").error().code == Errc::not_found);
}

TEST_CASE("people admin: a token is made, listed and revoked", "[app][people]") {
    Fixture f;
    REQUIRE(f.order(Verb::add, "bot"));
    PersonOrder create{Verb::token_create, "bot", {}, {}, {}, "deploy job", "30d"};
    REQUIRE(f.order(create));
    const std::string secret = f.out.str().substr(0, 64);
    const people::ApiToken token = f.store->api_tokens().find(http::sha256_hex(secret)).value();
    CHECK(token.label == "deploy job");
    create.role = "admin";
    CHECK(f.order(create).error().code == Errc::invalid);
    REQUIRE(f.order(Verb::token_list, "bot"));
    CHECK_THAT(f.out.str(), Catch::StartsWith(token.id + "\tbot\tviewer\tgood\t"));
    REQUIRE(f.order(Verb::token_revoke, token.id));
    REQUIRE(f.order(Verb::token_list, ""));
    CHECK_THAT(f.out.str(), Catch::Contains("\tended\t"));
}

}  // namespace
}  // namespace foreshock::app
