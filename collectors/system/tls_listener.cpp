#include "collectors/system/tls_listener.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include <arpa/inet.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include "collectors/system/openssl_certificate.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::collectors {
namespace {

using SteadyClock = std::chrono::steady_clock;

// A server that speaks first does so at once on the same host.
constexpr Duration greeting_wait{150};

struct FreeContext {
    void operator()(SSL_CTX* context) const { ::SSL_CTX_free(context); }
};

struct FreeSession {
    void operator()(SSL* session) const { ::SSL_free(session); }
};

class Deadline {
public:
    [[nodiscard]] int left_ms() const {
        const auto left = std::chrono::duration_cast<Duration>(end_ - SteadyClock::now());
        return static_cast<int>(std::max<Duration::rep>(0, left.count()));
    }

private:
    SteadyClock::time_point end_ = SteadyClock::now() + handshake_deadline;
};

/// OpenSSL writes with write(2): a listener that closes would end us.
class NoPipeSignal {
public:
    NoPipeSignal() {
        ::sigset_t pipe;
        ::sigemptyset(&pipe);
        ::sigaddset(&pipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &pipe, &before_);
    }

    NoPipeSignal(const NoPipeSignal&) = delete;
    NoPipeSignal& operator=(const NoPipeSignal&) = delete;

    ~NoPipeSignal() {
        ::sigset_t pipe;
        ::sigemptyset(&pipe);
        ::sigaddset(&pipe, SIGPIPE);
        const timespec at_once{};
        ::sigtimedwait(&pipe, nullptr, &at_once);
        ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

private:
    ::sigset_t before_{};
};

bool becomes(int fd, short event, int wait_ms) {
    pollfd wanted{fd, event, 0};
    return ::poll(&wanted, 1, wait_ms) > 0 && (wanted.revents & event) != 0;
}

UniqueFd connect_to(const Listener& listener, const Deadline& deadline) {
    const std::string address = reachable_address(listener);
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    v4.sin_family = AF_INET;
    v6.sin6_family = AF_INET6;
    v4.sin_port = v6.sin6_port = ::htons(listener.port);
    const bool is_v4 = ::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1;
    if (!is_v4 && ::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) != 1) return UniqueFd{};
    UniqueFd fd{
        ::socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!fd.valid()) return fd;
    const auto* target =
        is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
    const socklen_t size = is_v4 ? sizeof v4 : sizeof v6;
    if (::connect(fd.get(), target, size) == 0) return fd;
    int error = 0;
    socklen_t error_size = sizeof error;
    const bool connected = errno == EINPROGRESS && becomes(fd.get(), POLLOUT, deadline.left_ms()) &&
                           ::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &error_size) == 0 &&
                           error == 0;
    return connected ? std::move(fd) : UniqueFd{};
}

/// Until it ends one way or the other, or the deadline passes.
void shake_hands(SSL& session, int fd, const Deadline& deadline) {
    while (deadline.left_ms() > 0) {
        const int outcome = ::SSL_connect(&session);
        if (outcome == 1) return;
        const int wants = ::SSL_get_error(&session, outcome);
        if (wants != SSL_ERROR_WANT_READ && wants != SSL_ERROR_WANT_WRITE) return;
        becomes(fd, wants == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, deadline.left_ms());
    }
}

}  // namespace

bool is_never_tls(std::uint16_t port) {
    static constexpr std::array<std::uint16_t, 34> ports{
        20,   21,   22,   23,   25,   53,   80,    88,    110,   111,  139,  143,
        179,  389,  445,  514,  587,  631,  873,   1433,  2049,  3306, 4369, 5060,
        5432, 5672, 6379, 6432, 8125, 9042, 11211, 25672, 27017, 33060};
    return std::binary_search(ports.begin(), ports.end(), port);
}

std::string reachable_address(const Listener& listener) {
    if (listener.address == "0.0.0.0") return "127.0.0.1";
    if (listener.address == "::") return "::1";
    return listener.address;
}

Result<Certificate> certificate_of_listener(const Listener& listener) {
    const Error no_tls{Errc::no_data, listener.name() + ": no TLS"};
    const NoPipeSignal quiet;
    const Deadline deadline;
    const UniqueFd fd = connect_to(listener, deadline);
    if (!fd.valid()) return fail(no_tls);
    if (becomes(fd.get(), POLLIN, static_cast<int>(greeting_wait.count()))) return fail(no_tls);
    const std::unique_ptr<SSL_CTX, FreeContext> context{::SSL_CTX_new(::TLS_client_method())};
    if (!context) return fail(Errc::unavailable, "TLS: no memory");
    ::SSL_CTX_set_security_level(context.get(), 0);  // old servers have certificates too
    ::SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
    const std::unique_ptr<SSL, FreeSession> session{::SSL_new(context.get())};
    if (!session || ::SSL_set_fd(session.get(), fd.get()) != 1) {
        return fail(Errc::unavailable, "TLS: no memory");
    }
    shake_hands(*session, fd.get(), deadline);
    // One that wants our certificate has shown its own before it refuses us.
    const X509Handle shown{::SSL_get1_peer_certificate(session.get())};
    ::ERR_clear_error();
    if (!shown) return fail(no_tls);
    return read_certificate(*shown);
}

}  // namespace foreshock::collectors
