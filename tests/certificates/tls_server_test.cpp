#include "certificates/tls_server.hpp"

#include <memory>

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "certificates/authority.hpp"
#include "certificates/private_key.hpp"
#include "certificates/request.hpp"

namespace foreshock::certificates {
namespace {

constexpr Duration day = std::chrono::hours{24};

/// A server and a client that shake hands in memory, step by step.
struct Handshake {
    SSL_CTX* server_context = SSL_CTX_new(TLS_server_method());
    SSL_CTX* client_context = SSL_CTX_new(TLS_client_method());
    SSL* server = nullptr;
    SSL* client = nullptr;

    Handshake() = default;
    Handshake(const Handshake&) = delete;
    Handshake& operator=(const Handshake&) = delete;

    ~Handshake() {
        SSL_free(server);
        SSL_free(client);
        SSL_CTX_free(server_context);
        SSL_CTX_free(client_context);
    }

    void show(const std::string& key, const std::string& certificate) const {
        BIO* keys = BIO_new_mem_buf(key.data(), static_cast<int>(key.size()));
        EVP_PKEY* read = PEM_read_bio_PrivateKey(keys, nullptr, nullptr, nullptr);
        BIO* certificates =
            BIO_new_mem_buf(certificate.data(), static_cast<int>(certificate.size()));
        X509* shown = PEM_read_bio_X509(certificates, nullptr, nullptr, nullptr);
        SSL_CTX_use_certificate(client_context, shown);
        SSL_CTX_use_PrivateKey(client_context, read);
        X509_free(shown);
        EVP_PKEY_free(read);
        BIO_free(keys);
        BIO_free(certificates);
    }

    bool run() {
        server = SSL_new(server_context);
        client = SSL_new(client_context);
        BIO* one = nullptr;
        BIO* other = nullptr;
        BIO_new_bio_pair(&one, 0, &other, 0);
        SSL_set_bio(server, one, one);
        SSL_set_bio(client, other, other);
        SSL_set_accept_state(server);
        SSL_set_connect_state(client);
        for (int i = 0; i < 20; ++i) {
            SSL_do_handshake(client);
            SSL_do_handshake(server);
        }
        return SSL_is_init_finished(server) == 1 && SSL_is_init_finished(client) == 1;
    }
};

struct Fixture {
    TimePoint now = SystemNow();
    Authority authority = Authority::make("ours", now).value();
    TlsIdentity identity;
    Handshake handshake;

    static TimePoint SystemNow() {
        return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    }

    Fixture() {
        const std::string pem = authority.issue_to_server({"localhost"}, now, day).value();
        identity = {pem, pem, authority.certificate_pem()};
        REQUIRE(check(identity));
        REQUIRE(set_up(handshake.server_context, identity));
    }

    /// The agent's certificate of some authority, made at some moment.
    void be_agent(const Authority& of, const std::string& id, TimePoint made, Duration life) {
        const std::string key = new_private_key().value();
        handshake.show(
            key, of.issue_to_agent(make_request(key, id).value(), id, made, life).value().pem);
    }
};

TEST_CASE("certificates: an agent's certificate of our authority is believed",
          "[certificates][tls]") {
    Fixture f;
    f.be_agent(f.authority, "web-1", f.now, day);
    REQUIRE(f.handshake.run());
    const auto client = client_certificate(f.handshake.server);
    REQUIRE(client);
    CHECK(client->fault.empty());
    CHECK(client->certificate.agent_id == "web-1");
}

TEST_CASE("certificates: who shows no certificate comes through the handshake as nobody",
          "[certificates][tls]") {
    Fixture f;
    REQUIRE(f.handshake.run());
    CHECK(client_certificate(f.handshake.server) == nullptr);
}

TEST_CASE("certificates: a certificate of a foreign authority is seen and not believed",
          "[certificates][tls]") {
    Fixture f;
    const Authority foreign = Authority::make("ours", f.now).value();
    f.be_agent(foreign, "web-1", f.now, day);
    REQUIRE(f.handshake.run());
    const auto client = client_certificate(f.handshake.server);
    REQUIRE(client);
    CHECK_FALSE(client->fault.empty());
}

TEST_CASE("certificates: a certificate that has expired is seen and not believed",
          "[certificates][tls]") {
    Fixture f;
    f.be_agent(f.authority, "web-1", f.now - 3 * day, day);
    REQUIRE(f.handshake.run());
    const auto client = client_certificate(f.handshake.server);
    REQUIRE(client);
    CHECK(client->fault == "certificate has expired");
}

TEST_CASE("certificates: a server's certificate of our authority makes no agent",
          "[certificates][tls]") {
    Fixture f;
    const std::string pem = f.authority.issue_to_server({"evil"}, f.now, day).value();
    f.handshake.show(pem, pem);
    REQUIRE(f.handshake.run());
    const auto client = client_certificate(f.handshake.server);
    REQUIRE(client);
    CHECK_FALSE(client->fault.empty());
    CHECK(client->certificate.agent_id.empty());
}

TEST_CASE("certificates: TLS older than 1.2 and ciphers without forward secrecy are refused",
          "[certificates][tls]") {
    Fixture f;
    SECTION("TLS 1.1") {
        SSL_CTX_set_security_level(f.handshake.client_context, 0);
        SSL_CTX_set_min_proto_version(f.handshake.client_context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(f.handshake.client_context, TLS1_1_VERSION);
        SSL_CTX_set_cipher_list(f.handshake.client_context, "ALL:@SECLEVEL=0");
    }
    SECTION("CBC") {
        SSL_CTX_set_max_proto_version(f.handshake.client_context, TLS1_2_VERSION);
        SSL_CTX_set_cipher_list(f.handshake.client_context, "ECDHE-ECDSA-AES128-SHA256");
    }
    CHECK_FALSE(f.handshake.run());
}

TEST_CASE("certificates: TLS 1.2 is spoken with those that know nothing newer",
          "[certificates][tls]") {
    Fixture f;
    SSL_CTX_set_max_proto_version(f.handshake.client_context, TLS1_2_VERSION);
    f.be_agent(f.authority, "web-1", f.now, day);
    REQUIRE(f.handshake.run());
    CHECK(std::string{SSL_get_version(f.handshake.server)} == "TLSv1.2");
    CHECK(client_certificate(f.handshake.server)->fault.empty());
}

TEST_CASE("certificates: another identity is shown to the connections to come",
          "[certificates][tls]") {
    Fixture f;
    const std::string pem = f.authority.issue_to_server({"renewed"}, f.now, day).value();
    REQUIRE(replace_identity(f.handshake.server_context, {pem, pem, ""}));
    REQUIRE(f.handshake.run());
    X509* shown = SSL_get1_peer_certificate(f.handshake.client);
    CHECK(X509_check_host(shown, "renewed", 0, 0, nullptr) == 1);
    X509_free(shown);
    CHECK(sk_X509_num(SSL_get_peer_cert_chain(f.handshake.client)) == 2);
}

TEST_CASE("certificates: a key that is not the certificate's is told before anybody connects",
          "[certificates][tls]") {
    Fixture f;
    CHECK(check({new_private_key().value(), f.identity.chain, ""}).error().what ==
          "the private key is not the certificate's");
    CHECK(check({f.identity.key, f.identity.chain, "nothing"}).error().code == Errc::malformed);
}

}  // namespace
}  // namespace foreshock::certificates
