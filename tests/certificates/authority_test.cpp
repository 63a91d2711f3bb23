#include "certificates/authority.hpp"

#include "certificates/private_key.hpp"
#include "certificates/request.hpp"

namespace foreshock::certificates {
namespace {

const TimePoint now = parse_rfc3339("2026-11-26T12:00:00Z").value();
constexpr Duration month = std::chrono::hours{24 * 30};

std::string request_of(const std::string& name) {
    return make_request(new_private_key().value(), name).value();
}

TEST_CASE(
    "certificates: an authority signs for an agent what it says itself, whatever the request says",
    "[certificates]") {
    const Authority authority = Authority::make("Foreshock at home", now).value();
    const Issued issued =
        authority.issue_to_agent(request_of("somebody-else"), "web-1", now, month).value();
    CHECK(issued.certificate.agent_id == "web-1");
    CHECK(issued.certificate.common_name == "web-1");
    CHECK(issued.certificate.issuer == "Foreshock at home");
    CHECK(issued.certificate.not_after == now + month);
    CHECK(issued.certificate.not_before == now - std::chrono::minutes{10});
    CHECK(issued.certificate.names.empty());
    CHECK(read_certificate(issued.pem).value() == issued.certificate);
}

TEST_CASE("certificates: an authority reads back what it wrote, and no half of it",
          "[certificates]") {
    const Authority made = Authority::make("x", now).value();
    const Authority read = Authority::read(made.to_pem()).value();
    CHECK(read.certificate() == made.certificate());
    CHECK(Authority::read(made.certificate_pem()).error().code == Errc::malformed);
    const Authority other = Authority::make("x", now).value();
    CHECK(Authority::read(private_key_in(other.to_pem()).value() + made.certificate_pem())
              .error()
              .what == "the private key is not the certificate's");
    CHECK(made.certificate_pem().find("PRIVATE") == std::string::npos);
}

TEST_CASE("certificates: an agent's id is plain in a certificate, a path and a command line",
          "[certificates]") {
    for (const char* good : {"web-1", "web_1.example.org", "7", "_x"})
        CHECK(is_agent_id(good));
    for (const char* bad : {"", ".", "..", "../x", ".web", "-rf", "a b", "a/b", "a\nb", "<b>"})
        CHECK_FALSE(is_agent_id(bad));
    CHECK(is_agent_id(std::string(253, 'a')));
    CHECK_FALSE(is_agent_id(std::string(254, 'a')));
}

TEST_CASE("certificates: two certificates never share a serial", "[certificates]") {
    const Authority authority = Authority::make("x", now).value();
    const std::string request = request_of("a");
    const auto first = authority.issue_to_agent(request, "a", now, month).value();
    const auto second = authority.issue_to_agent(request, "a", now, month).value();
    CHECK(first.certificate.serial.size() == 32);
    CHECK(first.certificate.serial != second.certificate.serial);
}

TEST_CASE("certificates: a server's certificate is for its names and addresses, and for no agent",
          "[certificates]") {
    const Authority authority = Authority::make("x", now).value();
    const std::string pem =
        authority.issue_to_server({"mon.example", "192.0.2.7", "::1"}, now, month).value();
    const Certificate certificate = read_certificate(pem).value();
    CHECK(certificate.names == std::vector<std::string>{"mon.example", "192.0.2.7", "::1"});
    CHECK(certificate.agent_id.empty());
    CHECK(is_for_name(pem, "mon.example"));
    CHECK(is_for_name(pem, "192.0.2.7"));
    CHECK(is_for_name(pem, "::1"));
    CHECK_FALSE(is_for_name(pem, "other.example"));
    CHECK_FALSE(is_for_name(pem, "192.0.2.8"));
    CHECK(split_certificates(pem).value().size() == 2);
    CHECK(is_key_of(pem, pem).value());
    CHECK(authority.issue_to_server({}, now, month).error().code == Errc::invalid);
}

TEST_CASE("certificates: an agent's id that a certificate could not carry plainly is refused",
          "[certificates]") {
    const Authority authority = Authority::make("x", now).value();
    for (const std::string& id : {std::string{}, std::string{"a b"}, std::string{"a,URI:x"},
                                  std::string{"a/b"}, std::string(254, 'a')}) {
        CAPTURE(id);
        CHECK(authority.issue_to_agent(request_of("a"), id, now, month).error().code ==
              Errc::invalid);
    }
    CHECK(authority.issue_to_agent(request_of("a"), std::string(253, 'a'), now, month));
}

TEST_CASE("certificates: renewal is due after two thirds of a life", "[certificates]") {
    Certificate certificate;
    certificate.not_before = now;
    certificate.not_after = now + month;
    CHECK(renewal_due(certificate) == now + std::chrono::hours{24 * 20});
}

}  // namespace
}  // namespace foreshock::certificates
