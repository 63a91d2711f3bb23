#include "server/http/access.hpp"

#include "api_fixture.hpp"

#include "server/http/token.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::http {
namespace {

using people::Role;
using Proof = people::Identity::Proof;
using std::chrono::hours;

/// A real store with ann, a responder, who has a session and a token.
struct Fixture {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    test::ManualClock clock;
    bool is_of_owner = false;

    Fixture() {
        REQUIRE(store->accounts().add({"ann", "Ann", Role::responder}, {}));
        REQUIRE(store->sessions().open(
            {sha256_hex("cookie"), "ann", clock.now(), clock.now(), "10.0.0.9"}, 20, {}));
        add_token("token", Role::admin);
    }

    void add_token(const std::string& secret, Role role) {
        people::ApiToken token{"tok-" + secret, sha256_hex(secret), "ann", "ci", role, clock.now()};
        token.expires_at = clock.now() + hours{24};
        REQUIRE(store->api_tokens().add(token, {}));
    }

    Access access(LoopbackTrust loopback = LoopbackTrust::nobody) {
        AccessSettings settings;
        settings.loopback = loopback;
        settings.operator_token_sha256 = sha256_hex("operator");
        settings.sender_token_sha256 = sha256_hex("sender");
        return {settings,
                {store->accounts(), store->sessions(), store->api_tokens(), clock,
                 [this](const Request&) { return is_of_owner; }}};
    }

    void disable_ann() {
        people::Person ann = store->accounts().find("ann").value();
        ann.disabled = true;
        REQUIRE(store->accounts().change(ann, {}));
    }

    static Request with(std::string name, std::string value, std::string peer = "10.0.0.9") {
        Request request = get("/x");
        request.fields.emplace_back(std::move(name), std::move(value));
        request.peer = std::move(peer);
        return request;
    }
};

TEST_CASE("access: a session's cookie is its person", "[http][access]") {
    Fixture f;
    const auto who = f.access().identify(Fixture::with("cookie", "a=b; foreshock_session=cookie"));
    REQUIRE(who);
    CHECK(who->name == "ann");
    CHECK(who->role == Role::responder);
    CHECK(who->proof == Proof::session);
}

TEST_CASE("access: a wrong, idle or old session is a stranger", "[http][access]") {
    Fixture f;
    const Access access = f.access();
    CHECK_FALSE(access.identify(Fixture::with("cookie", "foreshock_session=other"))->role);
    const Request request = Fixture::with("cookie", "foreshock_session=cookie");
    f.clock.advance(hours{11});
    CHECK(access.identify(request)->role);
    f.clock.advance(hours{11});
    CHECK(access.identify(request)->role);
    f.clock.advance(hours{12});
    CHECK_FALSE(access.identify(request)->role);
}

TEST_CASE("access: a token acts for its person, with the lesser of both roles", "[http][access]") {
    Fixture f;
    f.add_token("reader", Role::viewer);
    const auto admin = f.access().identify(Fixture::with("authorization", "Bearer token"));
    CHECK(admin->name == "ann");
    CHECK(admin->role == Role::responder);
    CHECK(f.access().identify(Fixture::with("authorization", "Bearer reader"))->role ==
          Role::viewer);
}

TEST_CASE("access: an unknown, expired or revoked token is refused, on this host as well",
          "[http][access]") {
    Fixture f;
    const Access access = f.access(LoopbackTrust::admin);
    const auto refused = [&](const char* token) {
        const auto who = access.identify(
            Fixture::with("authorization", std::string{"Bearer "} + token, "127.0.0.1"));
        return !who && who.error().code == Errc::refused;
    };
    CHECK(refused("guess"));
    CHECK_FALSE(refused("token"));
    REQUIRE(f.store->api_tokens().revoke("tok-token", f.clock.now(), {}));
    CHECK(refused("token"));
    f.add_token("second", Role::viewer);
    CHECK_FALSE(refused("second"));
    f.clock.advance(hours{24});
    CHECK(refused("second"));
}

TEST_CASE("access: a disabled person comes in by nothing", "[http][access]") {
    Fixture f;
    f.disable_ann();
    CHECK_FALSE(f.access().identify(Fixture::with("authorization", "Bearer token")));
    CHECK_FALSE(f.access().identify(Fixture::with("cookie", "foreshock_session=cookie"))->role);
}

TEST_CASE("access: a use is noted at most every minute", "[http][access]") {
    Fixture f;
    const Access access = f.access();
    const auto used = [&] { return f.store->api_tokens().find(sha256_hex("token"))->used_at; };
    const Request request = Fixture::with("authorization", "Bearer token");
    REQUIRE(access.identify(request));
    const TimePoint first = f.clock.now();
    CHECK(used() == first);
    f.clock.advance(std::chrono::seconds{59});
    REQUIRE(access.identify(request));
    CHECK(used() == first);
    f.clock.advance(std::chrono::seconds{1});
    REQUIRE(access.identify(request));
    CHECK(used() == f.clock.now());
}

TEST_CASE("access: the shared tokens are an admin without a name, and senders without a role",
          "[http][access]") {
    Fixture f;
    const auto operators = f.access().identify(Fixture::with("authorization", "Bearer operator"));
    CHECK(operators->role == Role::admin);
    CHECK_FALSE(operators->is_personal());
    const auto senders = f.access().identify(Fixture::with("authorization", "Bearer sender"));
    CHECK(senders->proof == Proof::sender_token);
    CHECK_FALSE(senders->role);
}

TEST_CASE("access: this host is trusted as the configuration says", "[http][access]") {
    Fixture f;
    const Request local = Fixture::with("host", "localhost", "127.0.0.1");
    CHECK_FALSE(f.access(LoopbackTrust::nobody).identify(local)->role);
    CHECK(f.access(LoopbackTrust::viewer).identify(local)->role == Role::viewer);
    CHECK(f.access(LoopbackTrust::admin).identify(local)->role == Role::admin);
    CHECK_FALSE(f.access(LoopbackTrust::owner).identify(local)->role);
    f.is_of_owner = true;
    CHECK(f.access(LoopbackTrust::owner).identify(local)->role == Role::admin);
    CHECK(f.access(LoopbackTrust::admin)
              .identify(Fixture::with("host", "x", "::ffff:127.0.0.1"))
              ->role == Role::admin);
}

TEST_CASE("access: what a proxy on this host passes on is not this host", "[http][access]") {
    Fixture f;
    f.is_of_owner = true;
    for (const char* field : {"x-forwarded-for", "forwarded", "x-real-ip", "via"}) {
        CAPTURE(field);
        const Request request = Fixture::with(field, "203.0.113.9", "127.0.0.1");
        CHECK_FALSE(f.access(LoopbackTrust::owner).identify(request)->role);
        CHECK_FALSE(f.access(LoopbackTrust::admin).identify(request)->role);
    }
    for (const char* peer : {"10.0.0.9", "128.0.0.1", "", "::2"}) {
        CAPTURE(peer);
        CHECK_FALSE(
            f.access(LoopbackTrust::admin).identify(Fixture::with("host", "x", peer))->role);
    }
}

TEST_CASE("access: cookies are told apart by their whole name", "[http][access]") {
    CHECK(cookie(Fixture::with("cookie", "xforeshock_session=1; foreshock_session=2"),
                 session_cookie) == "2");
    CHECK(cookie(Fixture::with("cookie", "foreshock_session"), session_cookie).empty());
    CHECK(cookie(get("/x"), session_cookie).empty());
}

}  // namespace
}  // namespace foreshock::http
