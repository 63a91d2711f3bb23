#include "collectors/system/tls_listener.hpp"

#include <csignal>
#include <thread>

#include "certificate_texts.hpp"
#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include "core/unique_fd.hpp"

namespace foreshock::collectors {
namespace {

/// A port of this host whose first visitor is served by a function in a thread.
class OneVisitor {
public:
    explicit OneVisitor(std::function<void(int)> serve)
        : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        REQUIRE(::bind(fd_.get(), reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
        REQUIRE(::listen(fd_.get(), 1) == 0);
        REQUIRE(::getsockname(fd_.get(), reinterpret_cast<sockaddr*>(&at), &size) == 0);
        listener = {"tcp", "0.0.0.0", ::ntohs(at.sin_port), 1, {}};
        thread_ = std::thread{[this, serve = std::move(serve)] {
            // Visitors leave as they like: writing to one that has must not end the tests.
            ::sigset_t pipe;
            ::sigemptyset(&pipe);
            ::sigaddset(&pipe, SIGPIPE);
            ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
            const UniqueFd visitor{::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
            if (visitor.valid()) serve(visitor.get());
        }};
    }

    ~OneVisitor() {
        ::shutdown(fd_.get(), SHUT_RDWR);
        thread_.join();
    }

    OneVisitor(const OneVisitor&) = delete;
    OneVisitor& operator=(const OneVisitor&) = delete;

    Listener listener;

private:
    UniqueFd fd_;
    std::thread thread_;
};

void serve_tls(int fd) {
    SSL_CTX* context = ::SSL_CTX_new(::TLS_server_method());
    BIO* text = ::BIO_new_mem_buf(test::shop_certificate.data(), -1);
    X509* certificate = ::PEM_read_bio_X509(text, nullptr, nullptr, nullptr);
    ::BIO_free(text);
    text = ::BIO_new_mem_buf(test::shop_key.data(), -1);
    EVP_PKEY* key = ::PEM_read_bio_PrivateKey(text, nullptr, nullptr, nullptr);
    ::BIO_free(text);
    ::SSL_CTX_use_certificate(context, certificate);
    ::SSL_CTX_use_PrivateKey(context, key);
    SSL* session = ::SSL_new(context);
    ::SSL_set_fd(session, fd);
    ::SSL_accept(session);
    ::SSL_free(session);
    ::EVP_PKEY_free(key);
    ::X509_free(certificate);
    ::SSL_CTX_free(context);
}

TEST_CASE("tls listener: one that speaks TLS shows its certificate", "[collectors][certificates]") {
    const OneVisitor server{serve_tls};
    const auto shown = certificate_of_listener(server.listener);
    REQUIRE(shown);
    CHECK(shown->subject == "shop.example");
    CHECK(shown->not_after == test::shop_ends);
}

TEST_CASE("tls listener: one that answers something else, or hangs up, has none",
          "[collectors][certificates]") {
    const OneVisitor answers{[](int fd) {
        char hello[8];
        (void)!::read(fd, hello, sizeof hello);
        (void)!::write(fd, "HTTP/1.1 400 Bad Request\r\n\r\n", 28);
    }};
    CHECK(certificate_of_listener(answers.listener).error().code == Errc::no_data);
    const OneVisitor hangs_up{[](int) {}};
    CHECK(certificate_of_listener(hangs_up.listener).error().code == Errc::no_data);
}

TEST_CASE("tls listener: one that speaks first is sent nothing", "[collectors][certificates]") {
    ssize_t received = -1;
    {
        const OneVisitor ssh{[&received](int fd) {
            (void)!::write(fd, "SSH-2.0-x\r\n", 11);
            char bytes[8];
            received = ::read(fd, bytes, sizeof bytes);
        }};
        CHECK(certificate_of_listener(ssh.listener).error().code == Errc::no_data);
    }
    CHECK(received <= 0);
}

TEST_CASE("tls listener: a port that nobody holds has none", "[collectors][certificates]") {
    CHECK(certificate_of_listener({"tcp", "127.0.0.1", 1, 1, {}}).error().code == Errc::no_data);
    CHECK(certificate_of_listener({"tcp", "nowhere", 1, 1, {}}).error().code == Errc::no_data);
}

TEST_CASE("tls listener: wildcard addresses are reached by loopback",
          "[collectors][certificates]") {
    CHECK(reachable_address({"tcp", "0.0.0.0", 443, 1, {}}) == "127.0.0.1");
    CHECK(reachable_address({"tcp6", "::", 443, 1, {}}) == "::1");
    CHECK(reachable_address({"tcp", "192.0.2.7", 443, 1, {}}) == "192.0.2.7");
}

TEST_CASE("tls listener: ports of other languages are never asked", "[collectors][certificates]") {
    for (const int port : {20, 22, 3306, 5432, 6379, 11211, 33060})
        CHECK(is_never_tls(static_cast<std::uint16_t>(port)));
    for (const int port : {443, 465, 636, 993, 6443, 8443})
        CHECK_FALSE(is_never_tls(static_cast<std::uint16_t>(port)));
}

}  // namespace
}  // namespace foreshock::collectors
