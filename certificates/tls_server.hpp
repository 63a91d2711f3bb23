#pragma once

#include <memory>
#include <string>

#include "certificates/certificate.hpp"

struct ssl_st;
struct ssl_ctx_st;

namespace foreshock::certificates {

/// What a TLS listener shows and whom it believes, in PEM.
struct TlsIdentity {
    std::string key;             ///< a secret
    std::string chain;           ///< the server's certificate first
    std::string client_anchors;  ///< authorities of clients' certificates; empty: none is asked for

    bool operator==(const TlsIdentity&) const = default;
};

/// malformed or invalid when key, chain and anchors are not what they should be or do not fit.
Result<void> check(const TlsIdentity& identity);

/// TLS 1.2 and 1.3 with forward secrecy and authenticated encryption only, no compression, no
/// renegotiation, no resumption (each handshake proves the client anew). A client may show a
/// certificate: one that cannot be believed does not end the handshake, so that it can be told so.
Result<void> set_up(ssl_ctx_st* context, const TlsIdentity& identity);

/// Another certificate and key for the connections to come. Not beside a handshake that is under
/// way in another thread.
Result<void> replace_identity(ssl_ctx_st* context, const TlsIdentity& identity);

/// What the other end of a connection showed.
struct ClientCertificate {
    Certificate certificate;
    std::string fault;  ///< why it cannot be believed; empty: our authority made it, for clients

    bool operator==(const ClientCertificate&) const = default;
};

/// After the handshake; null when nothing was shown.
std::shared_ptr<const ClientCertificate> client_certificate(ssl_st* connection);

}  // namespace foreshock::certificates
