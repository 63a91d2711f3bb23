#include "collectors/checks/certificate.hpp"

#include <ctime>
#include <memory>

#include <openssl/pem.h>

namespace foreshock::collectors {
namespace {

struct FreeCertificate {
    void operator()(X509* certificate) const { X509_free(certificate); }
};

struct FreeBytes {
    void operator()(BIO* bytes) const { BIO_free(bytes); }
};

}  // namespace

std::optional<TimePoint> certificate_end(const x509_st* certificate) {
    std::tm parts{};
    const ASN1_TIME* end = X509_get0_notAfter(certificate);
    if (!end || ASN1_TIME_to_tm(end, &parts) != 1) return std::nullopt;
    return from_unix_ms(static_cast<std::int64_t>(::timegm(&parts)) * 1000);
}

std::optional<TimePoint> certificate_end(std::string_view pem) {
    const std::unique_ptr<BIO, FreeBytes> bytes{
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    if (!bytes) return std::nullopt;
    const std::unique_ptr<X509, FreeCertificate> certificate{
        PEM_read_bio_X509(bytes.get(), nullptr, nullptr, nullptr)};
    return certificate ? certificate_end(certificate.get()) : std::nullopt;
}

std::string judge_certificate(TimePoint end, TimePoint now, Duration min) {
    if (end <= now) return "the certificate ended " + format_rfc3339(end);
    if (end - now >= min) return {};
    return "the certificate ends " + format_rfc3339(end) + ", in less than " +
           describe_duration(min);
}

}  // namespace foreshock::collectors
