#pragma once

#include <csignal>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "loopback.hpp"
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

namespace foreshock::test {

struct FreeOpenSsl {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

    void operator()(X509* certificate) const { X509_free(certificate); }

    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }

    void operator()(SSL* session) const { SSL_free(session); }

    void operator()(BIO* bytes) const { BIO_free(bytes); }

    void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};

template <class Type>
using OpenSsl = std::unique_ptr<Type, FreeOpenSsl>;

/// A TLS server on the loopback with a certificate for "shop.example" that signed itself and ends
/// `remaining_seconds` from now. It takes one connection, then waits for the peer to leave.
class TlsServer {
public:
    explicit TlsServer(long remaining_seconds) : key_(EVP_EC_gen("P-256")) {
        // OpenSSL writes to peers that are gone; background threads take no signals either.
        std::signal(SIGPIPE, SIG_IGN);
        make_certificate(remaining_seconds);
        context_.reset(SSL_CTX_new(TLS_server_method()));
        SSL_CTX_use_certificate(context_.get(), certificate_.get());
        SSL_CTX_use_PrivateKey(context_.get(), key_.get());
        thread_ = std::thread{[this] { serve(); }};
    }

    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    ~TlsServer() {
        ::shutdown(socket_.first.get(), SHUT_RDWR);
        thread_.join();
    }

    [[nodiscard]] std::uint16_t port() const { return socket_.second; }

    [[nodiscard]] std::string pem() const {
        const OpenSsl<BIO> bytes{BIO_new(BIO_s_mem())};
        PEM_write_bio_X509(bytes.get(), certificate_.get());
        char* text = nullptr;
        const long size = BIO_get_mem_data(bytes.get(), &text);
        return {text, static_cast<std::size_t>(size)};
    }

private:
    void make_certificate(long remaining_seconds) {
        certificate_.reset(X509_new());
        X509* made = certificate_.get();
        X509_set_version(made, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
        X509_gmtime_adj(X509_getm_notBefore(made), -365L * 86400);
        X509_gmtime_adj(X509_getm_notAfter(made), remaining_seconds);
        X509_set_pubkey(made, key_.get());
        X509_NAME* name = X509_get_subject_name(made);
        const std::string text = "shop.example";
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()), -1, 0);
        X509_set_issuer_name(made, name);
        const OpenSsl<X509_EXTENSION> names{X509V3_EXT_conf_nid(
            nullptr, nullptr, NID_subject_alt_name, "DNS:shop.example,DNS:localhost")};
        X509_add_ext(made, names.get(), -1);
        if (X509_sign(made, key_.get(), EVP_sha256()) == 0) throw std::runtime_error("X509_sign");
    }

    void serve() {
        const UniqueFd peer{::accept4(socket_.first.get(), nullptr, nullptr, SOCK_CLOEXEC)};
        if (!peer.valid()) return;
        const OpenSsl<SSL> session{SSL_new(context_.get())};
        SSL_set_fd(session.get(), peer.get());
        if (SSL_accept(session.get()) != 1) return;
        char byte = 0;
        if (SSL_read(session.get(), &byte, 1) <= 0) return;
        const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        SSL_write(session.get(), answer.data(), static_cast<int>(answer.size()));
        while (SSL_read(session.get(), &byte, 1) > 0) {
        }
    }

    std::pair<UniqueFd, std::uint16_t> socket_ = bound_socket(SOCK_STREAM);
    OpenSsl<EVP_PKEY> key_;
    OpenSsl<X509> certificate_;
    OpenSsl<SSL_CTX> context_;
    std::thread thread_;
};

}  // namespace foreshock::test
