#include "server/people/credentials.hpp"

#include <catch2/catch.hpp>

#include "server/people/identity.hpp"

namespace foreshock::people {
namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);
using std::chrono::hours;
using std::chrono::minutes;

TEST_CASE("credentials: a session ends when it is idle", "[people]") {
    const SessionSettings settings{hours{12}, hours{168}};
    const Session session{"x", "ann", start, start + hours{1}, ""};
    CHECK(is_live(session, settings, start + hours{13} - Duration{1}));
    CHECK_FALSE(is_live(session, settings, start + hours{13}));
}

TEST_CASE("credentials: a session ends at last, however much it is used", "[people]") {
    const SessionSettings settings{hours{12}, hours{168}};
    const Session session{"x", "ann", start, start + hours{167}, ""};
    CHECK(is_live(session, settings, start + hours{168} - Duration{1}));
    CHECK_FALSE(is_live(session, settings, start + hours{168}));
}

TEST_CASE("credentials: a token is good until it expires or is revoked", "[people]") {
    ApiToken token{"tok-1", "x", "ann", "ci", Role::viewer, start};
    CHECK(is_live(token, start + hours{100'000}));
    token.expires_at = start + hours{1};
    CHECK(is_live(token, start + hours{1} - Duration{1}));
    CHECK_FALSE(is_live(token, start + hours{1}));
    token.revoked_at = start;
    CHECK_FALSE(is_live(token, start));
}

TEST_CASE("credentials: of a password only the length is asked", "[people]") {
    CHECK(check_password("0123456789"));
    CHECK_FALSE(check_password("012345678"));
    CHECK(check_password(std::string(1024, 'x')));
    CHECK_FALSE(check_password(std::string(1025, 'x')));
}

TEST_CASE("identity: a role may do what those below it may, nobody may do nothing", "[people]") {
    const Identity responder{Identity::Proof::session, "ann", Role::responder};
    CHECK(responder.may(Role::viewer));
    CHECK(responder.may(Role::responder));
    CHECK_FALSE(responder.may(Role::admin));
    CHECK_FALSE(Identity{}.may(Role::viewer));
}

TEST_CASE("identity: what a browser sends by itself is ambient, what is shared is not personal",
          "[people]") {
    using Proof = Identity::Proof;
    CHECK(Identity{Proof::session}.is_ambient());
    CHECK(Identity{Proof::loopback}.is_ambient());
    CHECK_FALSE(Identity{Proof::api_token}.is_ambient());
    CHECK_FALSE(Identity{Proof::operator_token}.is_ambient());
    CHECK(Identity{Proof::session}.is_personal());
    CHECK(Identity{Proof::api_token}.is_personal());
    CHECK_FALSE(Identity{Proof::loopback}.is_personal());
    CHECK_FALSE(Identity{Proof::operator_token}.is_personal());
    CHECK(to_string(Proof::sender_token) == "sender_token");
}

}  // namespace
}  // namespace foreshock::people
