#include "certificates/private_key.hpp"

#include <openssl/ec.h>

#include "certificates/openssl.hpp"

namespace foreshock::certificates {

Result<std::string> new_private_key() {
    const Owned<EVP_PKEY> key{EVP_EC_gen("P-256")};
    if (!key) return openssl_failure(Errc::unavailable, "no private key can be made");
    return to_pem(key.get());
}

Result<bool> is_key_of(std::string_view key_pem, std::string_view certificate_pem) {
    const Owned<EVP_PKEY> key = read_key(key_pem);
    if (!key) return openssl_failure(Errc::malformed, "there is no private key in PEM");
    const Owned<X509> certificate = read_x509(certificate_pem);
    if (!certificate) return openssl_failure(Errc::malformed, "there is no certificate in PEM");
    const bool fits = X509_check_private_key(certificate.get(), key.get()) == 1;
    ERR_clear_error();
    return fits;
}

Result<std::string> private_key_in(std::string_view pem) {
    const Owned<EVP_PKEY> key = read_key(pem);
    if (!key) return openssl_failure(Errc::malformed, "there is no private key in PEM");
    return to_pem(key.get());
}

}  // namespace foreshock::certificates
