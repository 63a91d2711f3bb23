#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "certificates/enrolment_token.hpp"
#include "certificates/private_key.hpp"
#include "certificates/request.hpp"
#include "certificates/tls_server.hpp"
#include "server/http/enrolment_api.hpp"
#include "server/http/impostor_log.hpp"
#include "server/http/report_route.hpp"
#include "server/http/token.hpp"
#include "server/store/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;
using std::chrono::hours;

struct CountingSink final : ReportSink {
    Result<void> offer(ReceivedReport report, ReportDone done) override {
        agents.push_back(report.agent_id);
        done(report.report.sequence);
        return {};
    }

    std::vector<std::string> agents;
};

/// A server with an authority, by its routes alone: what a handshake would show is handed in.
struct Fixture {
    test::TemporaryFolder folder;
    std::unique_ptr<store::Store> store =
        store::open_sqlite_store(folder.path() + "/foreshock.db").value();
    test::ManualClock clock;
    certificates::Authority authority =
        certificates::Authority::make("Foreshock authority 1", clock.now()).value();
    enrolment::Desk desk{
        store->enrolments(), authority, {hours{24 * 30}, authority.certificate().sha256}};
    AgentCertificates certificates{
        {false, authority.certificate().common_name}, store->enrolments(), clock};
    ServerCounters counters;
    EnrolmentApi enrolment{{&desk, &certificates, authority.certificate_pem()}, clock, counters};
    CountingSink sink;
    ImpostorLog impostors{store->audit_log(), clock};
    ReportRoute reports{{store->agents(), sink, clock, counters, &certificates, &impostors}};
    RequestCounters requests;
    Front front{{}, routes(), requests};

    std::vector<Route> routes() {
        std::vector<Route> all = enrolment.routes();
        for (Route& route : reports.routes())
            all.push_back(std::move(route));
        return all;
    }

    std::string add_token(std::uint64_t uses = 1) {
        const std::string secret(32, 'b');
        enrolment::Token token{std::string(12, 'a'), sha256_hex(secret), {{"rack", "7"}}, uses};
        token.made_at = clock.now();
        token.expires_at = clock.now() + hours{1};
        REQUIRE(store->enrolments().add_token(token, {}));
        return certificates::to_text({token.id, secret, authority.certificate().sha256});
    }

    static std::string request_pem() {
        return certificates::make_request(certificates::new_private_key().value(), "x").value();
    }

    Response enrol(const std::string& token, const std::string& agent) {
        Request request = post("/api/v1/enroll", json{{"token", token},
                                                      {"request", request_pem()},
                                                      {"agent_id", agent},
                                                      {"machine_id", "m1"}}
                                                     .dump());
        request.fields.emplace_back("content-type", "application/json");
        return ask(front, std::move(request));
    }

    using Shown = std::shared_ptr<const certificates::ClientCertificate>;

    static Shown shown(const std::string& pem, const std::string& fault = {}) {
        return std::make_shared<certificates::ClientCertificate>(
            certificates::ClientCertificate{certificates::read_certificate(pem).value(), fault});
    }

    Shown enrolled(const std::string& agent) {
        const Response answer = enrol(add_token(), agent);
        REQUIRE(answer.status == 200);
        return shown(json::parse(answer.body)["certificate"].get<std::string>());
    }

    Response report(const Shown& certificate, const std::string& peer = "192.0.2.9") {
        Request request =
            post("/api/v1/agent/reports", wire::encode(test::small_report(7, clock.now())));
        request.fields = {{"host", "x"}, {"content-type", "application/x-foreshock-report"}};
        request.over_tls = true;
        request.peer = peer;
        request.certificate = certificate;
        return ask(front, std::move(request));
    }
};

TEST_CASE("agent certificates: a host enrols, and its certificate speaks for it",
          "[http][enrolment]") {
    Fixture f;
    const Response answer = f.enrol(f.add_token(), "web-1");
    REQUIRE(answer.status == 200);
    const json body = json::parse(answer.body);
    CHECK(body["agent_id"] == "web-1");
    CHECK(body["labels"] == json{{"rack", "7"}});
    CHECK(body["authority"] == f.authority.certificate_pem());
    CHECK(f.report(Fixture::shown(body["certificate"].get<std::string>())).status == 200);
    CHECK(f.sink.agents == std::vector<std::string>{"web-1"});
    CHECK(f.counters.certificates_issued == 1);
}

TEST_CASE("agent certificates: a refusal has a word of its own, and is counted",
          "[http][enrolment]") {
    Fixture f;
    const std::string token = f.add_token();
    REQUIRE(f.enrol(token, "web-1").status == 200);
    const Response used_up = f.enrol(token, "web-2");
    CHECK(used_up.status == 403);
    CHECK(json::parse(used_up.body)["type"] == "/problems/token-used-up");
    CHECK(json::parse(f.enrol("nonsense", "web-2").body)["type"] == "/problems/token-malformed");
    CHECK(f.counters.enrolments_refused == 2);
}

TEST_CASE("agent certificates: an agent speaks only for itself, which is noted once an hour",
          "[http][enrolment]") {
    Fixture f;
    const Fixture::Shown other = f.enrolled("db-1");
    for (int i = 0; i < 3; ++i) {
        const Response answer = f.report(other);
        CHECK(answer.status == 403);
        CHECK(json::parse(answer.body)["type"] == "/problems/not-this-agent");
    }
    const auto noted = [&] {
        people::AuditQuery query;
        query.action = "agent.report";
        return f.store->audit_log().list(query).value();
    };
    REQUIRE(noted().size() == 1);
    CHECK(noted()[0].actor == "agent db-1");
    CHECK(noted()[0].object == "web-1");
    CHECK(noted()[0].address == "192.0.2.9");
    f.clock.advance(hours{1});
    CHECK(f.report(other).status == 403);
    CHECK(noted().size() == 2);
    CHECK(f.sink.agents.empty());
}

TEST_CASE("agent certificates: what the handshake did not believe is refused with the reason",
          "[http][enrolment]") {
    Fixture f;
    const Fixture::Shown good = f.enrolled("web-1");
    auto bad = std::make_shared<certificates::ClientCertificate>(*good);
    bad->fault = "certificate signature failure";
    const Response answer = f.report(bad);
    CHECK(answer.status == 401);
    CHECK_THAT(answer.body, Catch::Contains("certificate signature failure") &&
                                Catch::Contains("by the server's clock it is"));
}

TEST_CASE("agent certificates: one that ends while its connection stays is refused from then on",
          "[http][enrolment]") {
    Fixture f;
    const Fixture::Shown good = f.enrolled("web-1");
    f.clock.advance(hours{24 * 30});
    CHECK(f.report(good).status == 401);
}

TEST_CASE("agent certificates: revocation counts at the next report", "[http][enrolment]") {
    Fixture f;
    const Fixture::Shown good = f.enrolled("web-1");
    REQUIRE(f.report(good).status == 200);
    REQUIRE(f.store->enrolments().revoke_agent("web-1", f.clock.now(), {}));
    const Response answer = f.report(good);
    CHECK(answer.status == 401);
    CHECK_THAT(answer.body, Catch::Contains("agent web-1 was revoked at"));
}

TEST_CASE("agent certificates: one of our authority that is in no book is refused",
          "[http][enrolment]") {
    Fixture f;
    const auto issued =
        f.authority.issue_to_agent(Fixture::request_pem(), "web-1", f.clock.now(), hours{1});
    CHECK_THAT(f.report(Fixture::shown(issued->pem)).body, Catch::Contains("is in no book here"));
}

TEST_CASE("agent certificates: the site's authority names agents by URI or common name",
          "[http][enrolment]") {
    Fixture f;
    const auto site = certificates::Authority::make("Site CA", f.clock.now()).value();
    const auto issued =
        site.issue_to_agent(Fixture::request_pem(), "web-1", f.clock.now(), hours{1}).value();
    CHECK(f.report(Fixture::shown(issued.pem)).status == 200);
    certificates::ClientCertificate plain{issued.certificate, ""};
    plain.certificate.agent_id.clear();
    CHECK(f.report(std::make_shared<certificates::ClientCertificate>(plain)).status == 200);
    plain.certificate.common_name = "Web Server, Bangkok";
    CHECK(f.report(std::make_shared<certificates::ClientCertificate>(plain)).status == 401);
    REQUIRE(f.store->enrolments().revoke_agent("web-1", f.clock.now(), {}));
    CHECK(f.report(Fixture::shown(issued.pem)).status == 401);
}

TEST_CASE("agent certificates: without one a token will do on this host and nowhere else",
          "[http][enrolment]") {
    Fixture f;
    REQUIRE(f.store->agents().put("web-1", sha256_hex("token-1")));
    Request request;
    request.over_tls = true;
    request.peer = "127.0.0.1";
    CHECK(f.certificates.agent_of(request).error().code == Errc::not_found);
    request.peer = "192.0.2.9";
    CHECK(f.certificates.agent_of(request).error().code == Errc::refused);
    const AgentCertificates anywhere{{true, "x"}, f.store->enrolments(), f.clock};
    CHECK(anywhere.agent_of(request).error().code == Errc::not_found);
    request.over_tls = false;
    CHECK(f.certificates.agent_of(request).error().code == Errc::not_found);
}

TEST_CASE("agent certificates: a certificate gets its successor by itself", "[http][enrolment]") {
    Fixture f;
    Request request = post("/api/v1/renew", json{{"request", Fixture::request_pem()}}.dump());
    request.fields.emplace_back("content-type", "application/json");
    request.over_tls = true;
    CHECK(ask(f.front, request).status == 401);
    request.certificate = f.enrolled("web-1");
    const Response answer = ask(f.front, request);
    REQUIRE(answer.status == 200);
    const auto next = Fixture::shown(json::parse(answer.body)["certificate"].get<std::string>());
    CHECK(next->certificate.serial != request.certificate->certificate.serial);
    CHECK(f.report(next).status == 200);
    CHECK(f.report(request.certificate).status == 200);
}

TEST_CASE("agent certificates: where TLS is off nobody enrols", "[http][enrolment]") {
    test::ManualClock clock;
    ServerCounters counters;
    EnrolmentApi api{{}, clock, counters};
    RequestCounters requests;
    const Front front{{}, api.routes(), requests};
    Request request = post("/api/v1/enroll", "{}");
    request.fields.emplace_back("content-type", "application/json");
    CHECK(ask(front, request).status == 409);
}

}  // namespace
}  // namespace foreshock::http
