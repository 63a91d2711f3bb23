#include "certificates/tls_server.hpp"

#include <openssl/ssl.h>

#include "certificates/openssl.hpp"
#include "certificates/private_key.hpp"

namespace foreshock::certificates {
namespace {

constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr long client_certificate_bytes_max = 32 << 10;

int let_through(int, X509_STORE_CTX*) {
    return 1;
}

Result<void> show(ssl_ctx_st* context, const TlsIdentity& identity) {
    const Owned<EVP_PKEY> key = read_key(identity.key);
    const Result<std::vector<std::string>> chain = split_certificates(identity.chain);
    if (!key || !chain) return openssl_failure(Errc::malformed, "no key or no certificate");
    const Owned<X509> leaf = read_x509(chain->front());
    SSL_CTX_clear_chain_certs(context);
    if (SSL_CTX_use_certificate(context, leaf.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
        return openssl_failure(Errc::invalid, "the key and the certificate cannot be used");
    }
    for (std::size_t i = 1; i < chain->size(); ++i) {
        SSL_CTX_add1_chain_cert(context, read_x509((*chain)[i]).get());
    }
    return {};
}

/// A client whose authority is not among these is told so, after the handshake.
Result<void> ask_for_certificates(ssl_ctx_st* context, const std::string& anchors) {
    const Result<std::vector<std::string>> all = split_certificates(anchors);
    if (!all) return fail(all.error());
    for (const std::string& pem : *all) {
        const Owned<X509> one = read_x509(pem);
        if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), one.get()) != 1) {
            return openssl_failure(Errc::invalid, "an authority cannot be used");
        }
        SSL_CTX_add_client_CA(context, one.get());
    }
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_CLIENT_ONCE, let_through);
    SSL_CTX_set_verify_depth(context, 4);
    return {};
}

}  // namespace

Result<void> check(const TlsIdentity& identity) {
    const Result<bool> fits = is_key_of(identity.key, identity.chain);
    if (!fits) return fail(fits.error());
    if (!*fits) return fail(Errc::invalid, "the private key is not the certificate's");
    if (identity.client_anchors.empty()) return {};
    const auto anchors = split_certificates(identity.client_anchors);
    if (!anchors) return fail(Error{anchors.error()}.with("authorities of clients"));
    return {};
}

Result<void> set_up(ssl_ctx_st* context, const TlsIdentity& identity) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                     SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_max_cert_list(context, client_certificate_bytes_max);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);  // idle agents are many
    if (SSL_CTX_set_cipher_list(context, ciphers) != 1) {
        return openssl_failure(Errc::unavailable, "the ciphers are not there");
    }
    if (!identity.client_anchors.empty()) {
        if (auto asked = ask_for_certificates(context, identity.client_anchors); !asked) {
            return asked;
        }
    }
    return show(context, identity);
}

Result<void> replace_identity(ssl_ctx_st* context, const TlsIdentity& identity) {
    if (auto good = check(identity); !good) return good;
    return show(context, identity);
}

std::shared_ptr<const ClientCertificate> client_certificate(ssl_st* connection) {
    const Owned<X509> shown{SSL_get1_peer_certificate(connection)};
    if (!shown) return nullptr;
    auto client = std::make_shared<ClientCertificate>();
    Result<Certificate> read = read_certificate(to_pem(shown.get()));
    if (read) client->certificate = std::move(*read);
    const long fault = SSL_get_verify_result(connection);
    if (!read) {
        client->fault = read.error().what;
    } else if (fault != X509_V_OK) {
        client->fault = X509_verify_cert_error_string(fault);
    }
    return client;
}

}  // namespace foreshock::certificates
