#pragma once

#include <memory>
#include <string>

#include "api_fixture.hpp"

#include "server/http/people_api.hpp"
#include "server/http/sign_in_api.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::http {

/// Quick where the real one is slow: "plain:" and the password.
struct PlainPasswords final : people::PasswordHasher {
    Result<std::string> hash(std::string_view password) const override {
        return "plain:" + std::string{password};
    }

    bool matches(std::string_view password, std::string_view hash) const override {
        ++tried;
        return hash == "plain:" + std::string{password};
    }

    mutable int tried = 0;
};

/// "secret-1", "secret-2" …
struct CountedSecrets final : people::SecretSource {
    Result<std::string> new_secret() const override { return "secret-" + std::to_string(++made); }

    mutable int made = 0;
};

/// A real store with ann, an admin, and bob, a viewer; both have passwords.
struct PeopleFixture {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    test::ManualClock clock;
    PlainPasswords passwords;
    CountedSecrets secrets;
    RequestCounters counters;
    int changes = 0;

    PeopleFixture() {
        REQUIRE(store->accounts().add(
            {"ann", "Ann Lee", people::Role::admin, {{"mail", "ann@example.org"}}}, {}));
        REQUIRE(store->accounts().add(
            {"bob", "Bob", people::Role::viewer, {{"mail", "bob@example.org"}}}, {}));
        REQUIRE(store->accounts().set_password("ann", "plain:ann's password", {}));
        REQUIRE(store->accounts().set_password("bob", "plain:bob's password", {}));
    }

    PeoplePorts ports() {
        return {store->accounts(),    store->api_tokens(), store->audit_log(), secrets, clock,
                [this] { ++changes; }};
    }

    SignInPorts sign_in_ports() {
        return {
            store->accounts(),    store->sessions(), passwords, secrets, store->audit_log(), clock,
            [this] { ++changes; }};
    }

    /// The entries of that action, newest first.
    std::vector<people::AuditEntry> audited(const std::string& action) {
        people::AuditQuery query;
        query.action = action;
        return store->audit_log().list(query).value();
    }
};

/// Everybody who asks is the same.
struct FixedIdentity final : Authenticator {
    explicit FixedIdentity(people::Identity who) : identity(std::move(who)) {}

    Result<people::Identity> identify(const Request&) const override { return identity; }

    people::Identity identity;
};

inline people::Identity session_of(const std::string& name, people::Role role) {
    return {people::Identity::Proof::api_token, name, role};
}

inline Request with_method(std::string method, std::string path, std::string body = {}) {
    Request request = body.empty() ? get(std::move(path)) : post(std::move(path), std::move(body));
    request.method = std::move(method);
    return request;
}

}  // namespace foreshock::http
