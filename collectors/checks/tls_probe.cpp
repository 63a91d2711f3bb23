#include <memory>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>

#include "collectors/checks/certificate.hpp"
#include "collectors/checks/connection.hpp"
#include "collectors/checks/probe.hpp"

namespace foreshock::collectors {
namespace {

struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

struct FreeSession {
    void operator()(SSL* session) const { SSL_free(session); }
};

using Context = std::unique_ptr<SSL_CTX, FreeContext>;
using Session = std::unique_ptr<SSL, FreeSession>;

std::string library_error() {
    const unsigned long code = ERR_get_error();
    const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
    ERR_clear_error();
    return reason ? reason : "no TLS";
}

/// Names are for SNI and for the certificate, addresses for the certificate alone.
bool set_name(SSL* session, const std::string& name) {
    X509_VERIFY_PARAM* rules = SSL_get0_param(session);
    if (X509_VERIFY_PARAM_set1_ip_asc(rules, name.c_str()) == 1) return true;
    return SSL_set_tlsext_host_name(session, name.c_str()) == 1 &&
           X509_VERIFY_PARAM_set1_host(rules, name.c_str(), name.size()) == 1;
}

/// What the other side's certificate is worth is asked after the handshake, so that one that
/// is not trusted still tells its dates.
Result<Session> make_session(const TlsTarget& target, int fd) {
    const Context context{SSL_CTX_new(TLS_client_method())};
    if (!context) return fail(Errc::unavailable, library_error());
    const bool has_roots =
        target.ca_file.empty()
            ? SSL_CTX_set_default_verify_paths(context.get()) == 1
            : SSL_CTX_load_verify_file(context.get(), target.ca_file.c_str()) == 1;
    if (!has_roots) return fail(Errc::unreadable, "ca_file: " + library_error());
    Session session{SSL_new(context.get())};
    const std::string& name = target.server_name.empty() ? target.host : target.server_name;
    if (!session || SSL_set_fd(session.get(), fd) != 1 || !set_name(session.get(), name)) {
        return fail(Errc::unavailable, library_error());
    }
    return session;
}

/// Nothing when the handshake is done, else what went wrong.
std::string shake_hands(SSL* session, int fd, const Deadline& deadline) {
    while (true) {
        const int done = SSL_connect(session);
        if (done == 1) return {};
        const int wanted = SSL_get_error(session, done);
        if (wanted != SSL_ERROR_WANT_READ && wanted != SSL_ERROR_WANT_WRITE) {
            return "TLS handshake: " + library_error();
        }
        const short events = wanted == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
        if (!await_socket(fd, events, deadline)) return "TLS handshake: no answer in time";
    }
}

/// Of all certificates that were shown, the first to end.
std::optional<TimePoint> earliest_end(SSL* session) {
    std::optional<TimePoint> earliest;
    const STACK_OF(X509)* chain = SSL_get_peer_cert_chain(session);
    const int count = chain ? sk_X509_num(chain) : 0;
    for (int i = 0; i < count; ++i) {
        const auto end = certificate_end(sk_X509_value(chain, i));
        if (end && (!earliest || *end < *earliest)) earliest = end;
    }
    return earliest;
}

void judge(SSL* session, const ProbeOrder& order, ProbeOutcome& outcome) {
    const long verdict = SSL_get_verify_result(session);
    outcome.certificate_is_trusted = verdict == X509_V_OK;
    if (verdict != X509_V_OK) {
        outcome.failure = std::string{"the certificate is not trusted: "} +
                          X509_verify_cert_error_string(verdict);
    }
    const auto end = earliest_end(session);
    if (!end) return;
    outcome.certificate_remaining_seconds = to_seconds(*end - order.now);
    const std::string late = judge_certificate(*end, order.now, order.certificate_min);
    if (!late.empty()) outcome.failure = late;
}

}  // namespace

ProbeOutcome probe_tls(const TlsTarget& target, const ProbeOrder& order) {
    ProbeOutcome outcome;
    const Deadline deadline{order.timeout};
    const auto fd = connect_tcp(target.host, target.port, deadline);
    if (!fd) {
        outcome.failure = fd.error().what;
        return outcome;
    }
    auto session = make_session(target, fd->get());
    if (!session) {
        outcome.was_asked = false;
        outcome.failure = session.error().what;
        return outcome;
    }
    outcome.failure = shake_hands(session->get(), fd->get(), deadline);
    if (!outcome.failure.empty()) return outcome;
    outcome.duration_seconds = deadline.elapsed_seconds();
    outcome.retransmissions = retransmissions_of(fd->get());
    judge(session->get(), order, outcome);
    return outcome;
}

}  // namespace foreshock::collectors
