#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "core/result.hpp"

/// For the sources of this room only: OpenSSL's objects with their owners.
namespace foreshock::certificates {

struct OpensslFree {
    void operator()(BIO* one) const { BIO_free_all(one); }

    void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }

    void operator()(X509* one) const { X509_free(one); }

    void operator()(X509_REQ* one) const { X509_REQ_free(one); }

    void operator()(X509_NAME* one) const { X509_NAME_free(one); }

    void operator()(BIGNUM* one) const { BN_free(one); }

    void operator()(ASN1_INTEGER* one) const { ASN1_INTEGER_free(one); }

    void operator()(X509_EXTENSION* one) const { X509_EXTENSION_free(one); }

    void operator()(GENERAL_NAMES* one) const { GENERAL_NAMES_free(one); }
};

template <class Object>
using Owned = std::unique_ptr<Object, OpensslFree>;

inline Owned<BIO> reading(std::string_view text) {
    return Owned<BIO>{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

inline std::string text_of(BIO* memory) {
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(memory, &bytes);
    return size > 0 ? std::string{bytes, static_cast<std::size_t>(size)} : std::string{};
}

/// The library's last word about what went wrong, which is thereby forgotten.
inline tl::unexpected<Error> openssl_failure(Errc code, std::string what) {
    const unsigned long number = ERR_peek_last_error();
    ERR_clear_error();
    const char* reason = number == 0 ? nullptr : ERR_reason_error_string(number);
    return fail(code, reason ? what + " (" + reason + ")" : std::move(what));
}

/// A PEM that asks for a passphrase gets none: nobody is there to type it.
inline int no_passphrase(char*, int, int, void*) {
    return 0;
}

/// null when there is none.
inline Owned<EVP_PKEY> read_key(std::string_view pem) {
    return Owned<EVP_PKEY>{
        PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, no_passphrase, nullptr)};
}

inline Owned<X509> read_x509(std::string_view pem) {
    return Owned<X509>{PEM_read_bio_X509(reading(pem).get(), nullptr, no_passphrase, nullptr)};
}

inline std::string to_pem(X509* certificate) {
    const Owned<BIO> memory{BIO_new(BIO_s_mem())};
    PEM_write_bio_X509(memory.get(), certificate);
    return text_of(memory.get());
}

inline std::string to_pem(EVP_PKEY* key) {
    const Owned<BIO> memory{BIO_new(BIO_s_mem())};
    PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
    return text_of(memory.get());
}

}  // namespace foreshock::certificates
