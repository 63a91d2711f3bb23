#include "collectors/system/certificate.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "collectors/system/openssl_certificate.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

struct FreeBio {
    void operator()(BIO* bio) const { ::BIO_free(bio); }
};

struct FreeNames {
    void operator()(GENERAL_NAMES* names) const { ::GENERAL_NAMES_free(names); }
};

/// PEM_read_bio_X509 would ask on the terminal for the password of an encrypted one.
int no_password(char*, int, int, void*) {
    return -1;
}

std::string common_name(X509& certificate) {
    const X509_NAME* subject = ::X509_get_subject_name(&certificate);
    const int at = ::X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0) return {};
    const ASN1_STRING* value = ::X509_NAME_ENTRY_get_data(::X509_NAME_get_entry(subject, at));
    const auto* bytes = reinterpret_cast<const char*>(::ASN1_STRING_get0_data(value));
    return label_text({bytes, static_cast<std::size_t>(::ASN1_STRING_length(value))});
}

std::string dns_name(X509& certificate) {
    const std::unique_ptr<GENERAL_NAMES, FreeNames> names{static_cast<GENERAL_NAMES*>(
        ::X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr))};
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != GEN_DNS) continue;
        const auto* bytes = reinterpret_cast<const char*>(::ASN1_STRING_get0_data(name->d.dNSName));
        return label_text({bytes, static_cast<std::size_t>(::ASN1_STRING_length(name->d.dNSName))});
    }
    return {};
}

std::string subject_of(X509& certificate) {
    std::string name = common_name(certificate);
    if (name.empty()) name = dns_name(certificate);
    if (!name.empty()) return name;
    std::array<char, 256> line{};
    ::X509_NAME_oneline(::X509_get_subject_name(&certificate), line.data(), line.size());
    return line[0] == '\0' ? "unnamed" : label_text(line.data());
}

Result<std::vector<Certificate>> parse_pem(std::string_view bytes) {
    const std::unique_ptr<BIO, FreeBio> bio{
        ::BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))};
    std::vector<Certificate> chain;
    while (bio) {
        const X509Handle found{::PEM_read_bio_X509(bio.get(), nullptr, no_password, nullptr)};
        if (!found) break;
        if (chain.size() == chain_max) return fail(Errc::no_data, "a bundle of authorities");
        auto read = read_certificate(*found);
        if (!read) return fail(std::move(read).error());
        chain.push_back(std::move(*read));
    }
    const auto last = ::ERR_peek_last_error();
    const bool at_end = ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
    ::ERR_clear_error();
    if (chain.empty() || !at_end) return fail(Errc::malformed, "a certificate cannot be read");
    return chain;
}

Result<std::vector<Certificate>> parse_der(std::string_view bytes) {
    const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
    const X509Handle found{::d2i_X509(nullptr, &at, static_cast<long>(bytes.size()))};
    ::ERR_clear_error();
    if (!found) return fail(Errc::malformed, "neither PEM nor DER");
    auto read = read_certificate(*found);
    if (!read) return fail(std::move(read).error());
    return std::vector<Certificate>{std::move(*read)};
}

}  // namespace

Result<Certificate> read_certificate(X509& certificate) {
    std::tm end{};
    if (::ASN1_TIME_to_tm(::X509_get0_notAfter(&certificate), &end) != 1) {
        return fail(Errc::malformed, "its end is no time");
    }
    const auto seconds = std::chrono::seconds{::timegm(&end)};
    return Certificate{subject_of(certificate), TimePoint{seconds}};
}

Result<std::vector<Certificate>> parse_certificates(std::string_view bytes) {
    if (bytes.size() > certificate_bytes_max) return fail(Errc::too_large, "larger than 1 MiB");
    const bool is_pem = bytes.find("-----BEGIN ") != std::string_view::npos;
    const bool has_any = bytes.find("CERTIFICATE-----") != std::string_view::npos;
    if (is_pem) return has_any ? parse_pem(bytes) : fail(Errc::no_data, "no certificate");
    // DER begins with a SEQUENCE.
    if (bytes.empty() || bytes.front() != '\x30') return fail(Errc::no_data, "no certificate");
    return parse_der(bytes);
}

const Certificate& first_to_end(const std::vector<Certificate>& chain) {
    return *std::min_element(
        chain.begin(), chain.end(),
        [](const Certificate& a, const Certificate& b) { return a.not_after < b.not_after; });
}

}  // namespace foreshock::collectors
