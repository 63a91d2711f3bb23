#include "server/app/enrolment_admin.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "certificates/enrolment_token.hpp"
#include "server/app/sodium_passwords.hpp"
#include "server/http/token.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/manual_clock.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::app {
namespace {

using Verb = EnrolmentOrder::Verb;

struct Fixture {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    KernelSecrets secrets;
    test::ManualClock clock;
    std::ostringstream out;
    std::ostringstream err;

    Result<void> order(const EnrolmentOrder& what) {
        out.str("");
        return carry_out(what,
                         {store->enrolments(), std::string(64, 'f'), secrets, clock, out, err});
    }

    Result<void> order(Verb verb, const std::string& name = {}) {
        EnrolmentOrder what;
        what.verb = verb;
        what.name = name;
        return order(what);
    }

    std::string audit() const {
        std::string all;
        const auto entries = store->audit_log().list({}).value();
        for (const people::AuditEntry& entry : entries)
            all +=
                entry.actor + " " + entry.action + " " + entry.object + " " + entry.detail + "\n";
        return all;
    }
};

TEST_CASE("enrolment admin: a token is printed once, and kept as a digest", "[app][enrolment]") {
    Fixture f;
    EnrolmentOrder create{Verb::token_create, "", "2h", 50, {"rack=7", "site=bkk"}, true};
    REQUIRE(f.order(create));
    const auto token = certificates::parse_enrolment_token(f.out.str()).value();
    CHECK(token.authority_sha256 == std::string(64, 'f'));
    const enrolment::Token kept = f.store->enrolments().token(token.id).value();
    CHECK(kept.secret_sha256 == http::sha256_hex(token.secret));
    CHECK(kept.uses_max == 50);
    CHECK(kept.may_replace);
    CHECK(kept.labels == enrolment::Labels{{"rack", "7"}, {"site", "bkk"}});
    CHECK(kept.expires_at == f.clock.now() + std::chrono::hours{2});
    CHECK_THAT(f.audit(), Catch::Contains("local enrolment_token.add " + token.id) &&
                              !Catch::Contains(token.secret));
    CHECK_THAT(f.err.str(), !Catch::Contains(token.secret));
}

TEST_CASE("enrolment admin: what is typed wrong is named", "[app][enrolment]") {
    Fixture f;
    const auto complaint = [&](EnrolmentOrder order) {
        order.verb = Verb::token_create;
        return f.order(order).error().what;
    };
    EnrolmentOrder order;
    order.uses = 0;
    CHECK_THAT(complaint(order), Catch::StartsWith("--uses"));
    order = {};
    for (const std::string ttl : {"1", "0s", "91d", "soon"}) {
        order.ttl = ttl;
        CHECK_THAT(complaint(order), Catch::StartsWith("--ttl"));
    }
    order = {};
    order.labels = {"rack"};
    CHECK_THAT(complaint(order), Catch::StartsWith("--label: 'rack' is no label"));
    order.labels.assign(enrolment::labels_max + 1, "a=b");
    CHECK_THAT(complaint(order), Catch::StartsWith("--label: at most 32"));
    CHECK(f.order(Verb::token_revoke, "no-such").error().code == Errc::not_found);
    CHECK(f.order(Verb::agent_revoke, "a b").error().code == Errc::invalid);
}

TEST_CASE("enrolment admin: the list says how it stands with each token", "[app][enrolment]") {
    Fixture f;
    REQUIRE(f.order(Verb::token_create));
    const std::string id = certificates::parse_enrolment_token(f.out.str())->id;
    REQUIRE(f.order(Verb::token_list));
    CHECK_THAT(f.out.str(), Catch::StartsWith(id + "\tgood\t0/1\t"));
    REQUIRE(f.order(Verb::token_revoke, id));
    REQUIRE(f.order(Verb::token_list));
    CHECK_THAT(f.out.str(), Catch::StartsWith(id + "\trevoked\t"));
}

TEST_CASE("enrolment admin: an agent is revoked with all that it has", "[app][enrolment]") {
    Fixture f;
    REQUIRE(f.order(Verb::token_create));
    const std::string id = certificates::parse_enrolment_token(f.out.str())->id;
    enrolment::Certificate certificate{"01", "web-1", "m1", "digest", "pem", id};
    certificate.made_at = f.clock.now();
    certificate.expires_at = f.clock.now() + std::chrono::hours{1};
    REQUIRE(f.store->enrolments().enrol(certificate, false, {}));
    REQUIRE(f.order(Verb::agent_certificates));
    CHECK_THAT(f.out.str(), Catch::StartsWith("web-1\t01\tgood\t"));
    REQUIRE(f.order(Verb::agent_revoke, "web-1"));
    REQUIRE(f.order(Verb::agent_certificates, "web-1"));
    CHECK_THAT(f.out.str(), Catch::StartsWith("web-1\t01\trevoked\t"));
    CHECK_THAT(f.audit(), Catch::Contains("local agent.revoke web-1"));
}

}  // namespace
}  // namespace foreshock::app
