#include "certificates/request.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "certificates/private_key.hpp"

namespace foreshock::certificates {
namespace {

std::string rsa_key(unsigned int bits) {
    EVP_PKEY* key = EVP_RSA_gen(bits);
    BIO* memory = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(memory, key, nullptr, nullptr, 0, nullptr, nullptr);
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(memory, &bytes);
    std::string pem{bytes, static_cast<std::size_t>(size)};
    BIO_free(memory);
    EVP_PKEY_free(key);
    return pem;
}

TEST_CASE("certificates: a request proves that somebody holds its key", "[certificates]") {
    const std::string key = new_private_key().value();
    const std::string request = make_request(key, "web-1").value();
    const RequestFacts facts = read_request(request).value();
    CHECK(facts.sha256.size() == 64);
    CHECK(read_request(request).value().sha256 == facts.sha256);
    const RequestFacts again = read_request(make_request(key, "web-1").value()).value();
    CHECK(again.key_sha256 == facts.key_sha256);
    CHECK(again.sha256 != facts.sha256);  // another signature
}

TEST_CASE("certificates: a request that was changed after its signature is refused",
          "[certificates]") {
    std::string request = make_request(new_private_key().value(), "web-1").value();
    const std::size_t middle = request.size() / 2;
    std::size_t refused = 0;
    for (std::size_t at = middle; at < middle + 40; ++at) {
        std::string changed = request;
        if (changed[at] == '\n') continue;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        if (changed == request) continue;
        CHECK_FALSE(read_request(changed));
        ++refused;
    }
    CHECK(refused > 30);
}

TEST_CASE("certificates: what is no request is malformed", "[certificates]") {
    for (const std::string& text :
         {std::string{}, std::string{"-----BEGIN CERTIFICATE REQUEST-----\n"}, std::string{"x"},
          std::string(request_bytes_max + 1, 'A')}) {
        CHECK(read_request(text).error().code == Errc::malformed);
    }
}

TEST_CASE("certificates: weak keys are refused, strong ones of other kinds are taken",
          "[certificates]") {
    CHECK(read_request(make_request(rsa_key(1024), "a").value()).error().code == Errc::refused);
    CHECK(read_request(make_request(rsa_key(2048), "a").value()));
}

}  // namespace
}  // namespace foreshock::certificates
