#include "certificates/request.hpp"

#include <array>

#include "certificates/openssl.hpp"

namespace foreshock::certificates {
namespace {

constexpr int security_bits_min = 112;  // RSA 2048; NIST SP 800-57, table 2
constexpr int key_bits_max = 8192;      // checking larger ones costs seconds

std::string hex(const std::array<unsigned char, EVP_MAX_MD_SIZE>& bytes, unsigned int size) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
        text += digits[bytes[i] >> 4U];
        text += digits[bytes[i] & 15U];
    }
    return text;
}

std::string sha256_of_der(unsigned char* der, int size) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int digest_size = 0;
    EVP_Digest(der, static_cast<std::size_t>(size), digest.data(), &digest_size, EVP_sha256(),
               nullptr);
    OPENSSL_free(der);
    return hex(digest, digest_size);
}

}  // namespace

Result<std::string> make_request(std::string_view key_pem, const std::string& common_name) {
    const Owned<EVP_PKEY> key = read_key(key_pem);
    if (!key) return openssl_failure(Errc::malformed, "there is no private key in PEM");
    const Owned<X509_REQ> request{X509_REQ_new()};
    // A common name has at most 64 letters: RFC 5280, appendix A, ub-common-name.
    const std::string shown = common_name.substr(0, 64);
    X509_NAME_add_entry_by_txt(X509_REQ_get_subject_name(request.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(shown.data()),
                               static_cast<int>(shown.size()), -1, 0);
    X509_REQ_set_pubkey(request.get(), key.get());
    if (X509_REQ_sign(request.get(), key.get(), EVP_sha256()) == 0) {
        return openssl_failure(Errc::unavailable, "the request cannot be signed");
    }
    const Owned<BIO> memory{BIO_new(BIO_s_mem())};
    PEM_write_bio_X509_REQ(memory.get(), request.get());
    return text_of(memory.get());
}

Result<RequestFacts> read_request(std::string_view pem) {
    if (pem.size() > request_bytes_max) {
        return fail(Errc::malformed, "the certificate request has more than " +
                                         std::to_string(request_bytes_max) + " bytes");
    }
    const Owned<X509_REQ> request{
        PEM_read_bio_X509_REQ(reading(pem).get(), nullptr, no_passphrase, nullptr)};
    EVP_PKEY* key = request ? X509_REQ_get0_pubkey(request.get()) : nullptr;
    if (!key) return openssl_failure(Errc::malformed, "there is no certificate request in PEM");
    if (EVP_PKEY_get_security_bits(key) < security_bits_min ||
        EVP_PKEY_get_bits(key) > key_bits_max) {
        return fail(Errc::refused, "the key of the certificate request is too weak, or too large");
    }
    if (X509_REQ_verify(request.get(), key) != 1) {
        return openssl_failure(Errc::refused,
                               "the certificate request is not signed with its own key");
    }
    RequestFacts facts;
    unsigned char* der = nullptr;
    if (const int size = i2d_X509_REQ(request.get(), &der); size > 0) {
        facts.sha256 = sha256_of_der(der, size);
    }
    der = nullptr;
    if (const int size = i2d_PUBKEY(key, &der); size > 0) {
        facts.key_sha256 = sha256_of_der(der, size);
    }
    return facts;
}

}  // namespace foreshock::certificates
