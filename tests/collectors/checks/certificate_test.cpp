#include "collectors/checks/certificate.hpp"

#include <ctime>

#include "tls_server.hpp"
#include <catch2/catch.hpp>

#include "collectors/checks/probe.hpp"
#include "tests/support/temporary_folder.hpp"

namespace foreshock::collectors {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr long day = 86400;

ProbeOrder order_now(Duration certificate_min = Duration{0}) {
    return {seconds{10}, certificate_min, from_unix_ms(std::time(nullptr) * 1000), {}};
}

TlsTarget tls_target(const test::TlsServer& server, const test::TemporaryFolder& folder) {
    folder.write("ca.pem", server.pem());
    TlsTarget target;
    target.host = "127.0.0.1";
    target.port = server.port();
    target.server_name = "shop.example";
    target.ca_file = folder.path() + "/ca.pem";
    return target;
}

TEST_CASE("tls probe: a trusted certificate for that name tells how long it holds",
          "[collectors][checks]") {
    const test::TemporaryFolder folder;
    const test::TlsServer server{30 * day};
    const auto outcome = probe_tls(tls_target(server, folder), order_now());
    CHECK(outcome.failure.empty());
    CHECK(outcome.certificate_is_trusted == true);
    CHECK(*outcome.certificate_remaining_seconds == Approx(30.0 * day).margin(5));
    CHECK(*outcome.duration_seconds > 0);
}

TEST_CASE("tls probe: less time than asked for is down", "[collectors][checks]") {
    const test::TemporaryFolder folder;
    const test::TlsServer server{3 * day};
    const auto outcome = probe_tls(tls_target(server, folder), order_now(hours{24 * 14}));
    CHECK_THAT(outcome.failure,
               Catch::StartsWith("the certificate ends ") && Catch::EndsWith("in less than 14 d"));
    CHECK(outcome.certificate_is_trusted == true);
}

TEST_CASE("tls probe: a certificate that ended still tells its date", "[collectors][checks]") {
    const test::TemporaryFolder folder;
    const test::TlsServer server{-day};
    const auto outcome = probe_tls(tls_target(server, folder), order_now());
    CHECK_THAT(outcome.failure, Catch::StartsWith("the certificate ended "));
    CHECK(outcome.certificate_is_trusted == false);
    CHECK(*outcome.certificate_remaining_seconds == Approx(-1.0 * day).margin(5));
}

TEST_CASE("tls probe: an unknown issuer and a wrong name are not trusted, and told apart",
          "[collectors][checks]") {
    const test::TemporaryFolder folder;
    {
        const test::TlsServer server{30 * day};
        TlsTarget target = tls_target(server, folder);
        target.server_name = "other.example";
        CHECK_THAT(probe_tls(target, order_now()).failure, Catch::Contains("hostname mismatch"));
    }
    const test::TlsServer server{30 * day};
    TlsTarget target = tls_target(server, folder);
    target.ca_file.clear();
    const auto outcome = probe_tls(target, order_now());
    CHECK_THAT(outcome.failure, Catch::Contains("self-signed certificate"));
    CHECK(outcome.certificate_is_trusted == false);
    CHECK(outcome.certificate_remaining_seconds);
}

TEST_CASE("tls probe: somebody who does not speak TLS is down, a missing ca_file is not asked",
          "[collectors][checks]") {
    const auto [listener, port] = test::bound_socket(SOCK_STREAM);
    TlsTarget target;
    target.host = "127.0.0.1";
    target.port = port;
    ProbeOrder order = order_now();
    order.timeout = Duration{50};
    CHECK(probe_tls(target, order).failure == "TLS handshake: no answer in time");
    target.ca_file = "/there/is/none.pem";
    CHECK_FALSE(probe_tls(target, order).was_asked);
}

TEST_CASE("http probe: the certificate of a page is judged too", "[collectors][checks]") {
    const test::TemporaryFolder folder;
    const auto ask = [&folder](Duration certificate_min) {
        const test::TlsServer server{3 * day};
        folder.write("ca.pem", server.pem());
        HttpTarget target;
        target.url = "https://localhost:" + std::to_string(server.port()) + "/";
        target.ca_file = folder.path() + "/ca.pem";
        return probe_http(target, order_now(certificate_min));
    };
    const auto good = ask(hours{24});
    CHECK(good.failure.empty());
    CHECK(good.certificate_is_trusted == true);
    CHECK(*good.certificate_remaining_seconds == Approx(3.0 * day).margin(5));
    CHECK_THAT(ask(hours{24 * 7}).failure, Catch::StartsWith("the certificate ends "));
}

TEST_CASE("certificate: text that is none has no end", "[collectors][checks]") {
    CHECK_FALSE(certificate_end(std::string_view{}));
    CHECK_FALSE(certificate_end("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"));
}

TEST_CASE("certificate: the words stay the same while the end comes nearer",
          "[collectors][checks]") {
    const TimePoint end = from_unix_ms(1'790'000'000'000);
    const Duration week = hours{24 * 7};
    CHECK(judge_certificate(end, end - week, week).empty());
    const std::string late = judge_certificate(end, end - hours{5}, week);
    CHECK_FALSE(late.empty());
    CHECK(judge_certificate(end, end - hours{4}, week) == late);
    CHECK_THAT(judge_certificate(end, end, Duration{0}),
               Catch::StartsWith("the certificate ended"));
}

}  // namespace
}  // namespace foreshock::collectors
