#include "server/enrolment/desk.hpp"

#include "certificates/enrolment_token.hpp"
#include "certificates/private_key.hpp"
#include "certificates/request.hpp"
#include "server/digest/digest.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::enrolment {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

struct Fixture {
    test::TemporaryFolder folder;
    TimePoint now = parse_rfc3339("2026-11-26T12:00:00Z").value();
    certificates::Authority authority = certificates::Authority::make("ours", now).value();
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    Enrolments& enrolments = store->enrolments();
    Desk desk{enrolments, authority, {hours{24 * 30}, authority.certificate().sha256}};
    int tokens = 0;

    std::string add_token(std::uint64_t uses, bool may_replace = false) {
        const std::string id = std::string(11, 'a') + std::to_string(tokens++);
        const std::string secret(32, 'b');
        Token token{id, digest::hex(digest::sha256(secret)), {{"rack", "7"}}, uses};
        token.may_replace = may_replace;
        token.made_at = now;
        token.expires_at = now + hours{1};
        REQUIRE(enrolments.add_token(token, {}));
        return certificates::to_text({id, secret, authority.certificate().sha256});
    }

    static std::string request() {
        return certificates::make_request(certificates::new_private_key().value(), "x").value();
    }

    tl::expected<Enrolled, Refused> enrol(const std::string& token, const std::string& agent,
                                          const std::string& machine = "m1",
                                          const std::string& with = request()) const {
        return desk.enrol({token, with, agent, machine}, "192.0.2.1", now);
    }

    [[nodiscard]] std::uint64_t uses() const { return enrolments.tokens().value().front().uses; }
};

TEST_CASE("enrolment: a token lets so many hosts in, and no more", "[enrolment]") {
    Fixture f;
    const std::string token = f.add_token(2);
    const auto first = f.enrol(token, "web-1", "m1");
    REQUIRE(first);
    CHECK(first->certificate.agent_id == "web-1");
    CHECK(first->certificate.expires_at == f.now + hours{24 * 30});
    CHECK(first->labels == Labels{{"rack", "7"}});
    CHECK(f.enrol(token, "web-2", "m2"));
    const auto third = f.enrol(token, "web-3", "m3");
    REQUIRE_FALSE(third);
    CHECK(third.error().why == Refusal::token_used_up);
    CHECK(third.error().words.find("it was for 2 hosts") != std::string::npos);
    CHECK(f.enrolments.certificates("web-3").value().empty());
}

TEST_CASE("enrolment: a host whose answer got lost gets the same one again, without a use",
          "[enrolment]") {
    Fixture f;
    const std::string token = f.add_token(1);
    const std::string request = f.request();
    const auto first = f.enrol(token, "web-1", "m1", request);
    const auto again = f.enrol(token, "web-1", "m1", request);
    REQUIRE(first);
    REQUIRE(again);
    CHECK(again->repeated);
    CHECK(again->certificate.pem == first->certificate.pem);
    CHECK(f.uses() == 1);
    const auto other = f.enrol(token, "web-2", "m2", request);
    REQUIRE_FALSE(other);
    CHECK(other.error().why == Refusal::token_used_up);
}

TEST_CASE("enrolment: tokens that are no good are told apart", "[enrolment]") {
    Fixture f;
    const std::string token = f.add_token(1);
    const auto why = [&](const std::string& text) { return f.enrol(text, "web-1").error().why; };
    CHECK(why("nonsense") == Refusal::token_malformed);
    std::string guess = token;
    guess.replace(guess.find("bbb"), 3, "ccc");
    CHECK(why(guess) == Refusal::token_unknown);
    std::string unknown = token;
    unknown.replace(unknown.find("aaa"), 3, "ddd");
    CHECK(why(unknown) == Refusal::token_unknown);
    const std::string foreign = token.substr(0, token.size() - 64) + std::string(64, '0');
    CHECK(why(foreign) == Refusal::authority_unknown);
    SECTION("revoked") {
        REQUIRE(f.enrolments.revoke_token(std::string(11, 'a') + "0", f.now, {}));
        CHECK(why(token) == Refusal::token_revoked);
    }
    SECTION("expired, with both times") {
        f.now += hours{1};
        const auto late = f.enrol(token, "web-1");
        CHECK(late.error().why == Refusal::token_expired);
        CHECK(late.error().words.find("expired at 2026-11-26T13:00:00.000Z; by the server's clock "
                                      "it is 2026-11-26T13:00:00.000Z") != std::string::npos);
    }
}

TEST_CASE(
    "enrolment: the same machine enrols again under its name, and what it had is worth nothing",
    "[enrolment]") {
    Fixture f;
    const std::string token = f.add_token(5);
    const auto first = f.enrol(token, "web-1", "m1");
    f.now += minutes{1};
    REQUIRE(f.enrol(token, "web-1", "m1"));
    CHECK(f.enrolments.certificate(first->certificate.serial)->revoked_at == f.now);
}

TEST_CASE("enrolment: a name that another machine has is taken only with a token for that",
          "[enrolment]") {
    Fixture f;
    const std::string token = f.add_token(5);
    REQUIRE(f.enrol(token, "web-1", "m1"));
    for (const std::string machine : {"m2", ""}) {
        const auto other = f.enrol(token, "web-1", machine);
        REQUIRE_FALSE(other);
        CHECK(other.error().why == Refusal::host_taken);
    }
    CHECK(f.uses() == 1);
    CHECK(f.enrol(f.add_token(1, true), "web-1", "m2"));
    SECTION("once its certificate has expired, any token will do") {
        f.now += hours{24 * 31};
        CHECK(f.enrol(f.add_token(1), "web-1", "m3"));
    }
}

TEST_CASE("enrolment: a revoked host comes in again only with a token made since", "[enrolment]") {
    Fixture f;
    const std::string token = f.add_token(5);
    const auto first = f.enrol(token, "web-1");
    f.now += minutes{1};
    REQUIRE(f.enrolments.revoke_agent("web-1", f.now, {}));
    CHECK(f.enrolments.certificate(first->certificate.serial)->revoked_at == f.now);
    CHECK(f.enrol(token, "web-1").error().why == Refusal::agent_revoked);
    CHECK(f.enrol(token, "web-2", "m2"));
    f.now += minutes{1};
    CHECK(f.enrol(f.add_token(1), "web-1"));
    CHECK_FALSE(f.enrolments.revoked("web-1").value());
}

TEST_CASE("enrolment: a certificate renews itself as long as it is good", "[enrolment]") {
    Fixture f;
    const auto first = f.enrol(f.add_token(1), "web-1");
    const std::string serial = first->certificate.serial;
    f.now += hours{24 * 20};
    const std::string request = f.request();
    const auto next = f.desk.renew(serial, request, f.now);
    REQUIRE(next);
    CHECK(next->certificate.agent_id == "web-1");
    CHECK(next->certificate.machine_id == "m1");
    CHECK(next->certificate.expires_at == f.now + hours{24 * 30});
    CHECK(f.desk.renew(serial, request, f.now)->certificate.pem == next->certificate.pem);
    CHECK(is_live(f.enrolments.certificate(serial).value(), f.now));
    REQUIRE(f.enrolments.revoke_agent("web-1", f.now, {}));
    CHECK(f.desk.renew(serial, f.request(), f.now).error().why == Refusal::certificate_unknown);
    CHECK(f.desk.renew("00", f.request(), f.now).error().why == Refusal::certificate_unknown);
}

TEST_CASE("enrolment: who should have renewed by now is known, first those whose end is nearest",
          "[enrolment]") {
    Fixture f;
    const std::string token = f.add_token(5);
    const auto late = f.enrol(token, "web-2", "m2");
    f.now += std::chrono::minutes{30};
    REQUIRE(f.enrol(token, "web-1", "m1"));
    REQUIRE(f.enrol(token, "gone", "m3"));
    const auto renews = f.enrol(token, "web-4", "m4");
    REQUIRE(f.enrolments.revoke_agent("gone", f.now, {}));
    const TimePoint begin = f.now;
    f.now = begin + hours{24 * 20};
    REQUIRE(f.desk.renew(renews->certificate.serial, f.request(), f.now));
    CHECK(f.enrolments.unrenewed(begin + hours{24 * 25} - hours{1}, 10)->empty());
    const auto both = f.enrolments.unrenewed(begin + hours{24 * 25} + hours{1}, 10).value();
    REQUIRE(both.size() == 2);
    CHECK(both[0].agent_id == "web-2");
    CHECK(both[0].expires_at == late->certificate.expires_at);
    CHECK(both[1].agent_id == "web-1");
    CHECK(f.enrolments.unrenewed(begin + hours{24 * 40}, 1)->size() == 1);
}

TEST_CASE("enrolment: one agent holds a bounded number of certificates", "[enrolment]") {
    Fixture f;
    const auto first = f.enrol(f.add_token(1), "web-1");
    for (std::size_t i = 1; i < certificates_per_agent_max; ++i)
        REQUIRE(f.desk.renew(first->certificate.serial, f.request(), f.now));
    CHECK(f.desk.renew(first->certificate.serial, f.request(), f.now).error().why ==
          Refusal::too_many);
}

TEST_CASE("enrolment: what is no request, and a name that fits no certificate, cost no use",
          "[enrolment]") {
    Fixture f;
    const std::string token = f.add_token(1);
    CHECK(f.enrol(token, "web-1", "m1", "nonsense").error().why == Refusal::request_bad);
    CHECK(f.enrol(token, "web 1").error().why == Refusal::request_bad);
    CHECK(f.uses() == 0);
}

TEST_CASE("enrolment: every enrolment is on the audit log with its token, never with a secret",
          "[enrolment]") {
    Fixture f;
    REQUIRE(f.enrol(f.add_token(1), "web-1"));
    people::AuditQuery query;
    query.action = "agent.enrol";
    const auto entries = f.store->audit_log().list(query).value();
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].actor == "agent web-1");
    CHECK(entries[0].address == "192.0.2.1");
    CHECK(entries[0].detail == "by token aaaaaaaaaaa0, machine m1");
}

TEST_CASE("enrolment: tokens are bounded, and those that have ended make room", "[enrolment]") {
    Fixture f;
    Token token{"", "s", {}, 1};
    token.made_at = f.now;
    token.expires_at = f.now + hours{1};
    for (std::size_t i = 0; i < tokens_max; ++i) {
        token.id = std::to_string(i);
        REQUIRE(f.enrolments.add_token(token, {}));
    }
    token.id = "one more";
    CHECK(f.enrolments.add_token(token, {}).error().code == Errc::conflict);
    token.made_at = f.now + hours{2};
    token.expires_at = f.now + hours{3};
    CHECK(f.enrolments.add_token(token, {}));
    CHECK(f.enrolments.tokens().value().size() == 1);
}

TEST_CASE("enrolment: labels are written name=value", "[enrolment]") {
    CHECK(parse_label("rack=7").value() == std::pair<std::string, std::string>{"rack", "7"});
    CHECK(parse_label("site=Bangkok = north").value().second == "Bangkok = north");
    for (const std::string text :
         {"", "rack", "rack=", "=7", "Rack=7", "7=rack", "a\nb=c", "a=b\n"})
        CHECK_FALSE(parse_label(text));
}

}  // namespace
}  // namespace foreshock::enrolment
