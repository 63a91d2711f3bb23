#pragma once

#include <memory>

#include <openssl/x509.h>

#include "collectors/system/certificate.hpp"

/// Inside certificate.cpp and tls_listener.cpp only: it brings OpenSSL.
namespace foreshock::collectors {

struct FreeX509 {
    void operator()(X509* certificate) const { ::X509_free(certificate); }
};

using X509Handle = std::unique_ptr<X509, FreeX509>;

/// malformed when its end is no time.
Result<Certificate> read_certificate(X509& certificate);

}  // namespace foreshock::collectors
