#include "certificates/certificate.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include <arpa/inet.h>

#include "certificates/openssl.hpp"

namespace foreshock::certificates {
namespace {

constexpr std::size_t agent_id_bytes_max = 253;

std::string hex(const unsigned char* bytes, std::size_t count) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += digits[bytes[i] >> 4U];
        text += digits[bytes[i] & 15U];
    }
    return text;
}

std::string text_of(const ASN1_STRING* string) {
    const auto* bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(string));
    return {bytes, static_cast<std::size_t>(std::max(0, ASN1_STRING_length(string)))};
}

std::string common_name(const X509_NAME* name) {
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    if (at < 0) return {};
    return text_of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

TimePoint moment(const ASN1_TIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
    return from_unix_ms(static_cast<std::int64_t>(::timegm(&parts)) * 1000);
}

std::string address_text(const ASN1_OCTET_STRING* address) {
    const int size = ASN1_STRING_length(address);
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (size != 4 && size != 16) return {};
    ::inet_ntop(size == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(address), text.data(),
                text.size());
    return text.data();
}

void read_names(const X509* certificate, Certificate& into) {
    const Owned<GENERAL_NAMES> all{static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr))};
    for (int i = 0; all && i < sk_GENERAL_NAME_num(all.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(all.get(), i);
        if (name->type == GEN_DNS) into.names.push_back(text_of(name->d.dNSName));
        if (name->type == GEN_IPADD) into.names.push_back(address_text(name->d.iPAddress));
        if (name->type != GEN_URI) continue;
        const std::string uri = text_of(name->d.uniformResourceIdentifier);
        if (uri.starts_with(agent_uri) && is_agent_id(uri.substr(agent_uri.size()))) {
            into.agent_id = uri.substr(agent_uri.size());
        }
    }
}

std::string serial_text(X509* certificate) {
    const Owned<BIGNUM> number{ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr)};
    std::array<unsigned char, 64> bytes{};
    if (!number || BN_num_bytes(number.get()) > static_cast<int>(bytes.size())) return {};
    const int size = BN_bn2bin(number.get(), bytes.data());
    return hex(bytes.data(), static_cast<std::size_t>(size));
}

}  // namespace

Result<Certificate> read_certificate(std::string_view pem) {
    const Owned<X509> certificate = read_x509(pem);
    if (!certificate) return openssl_failure(Errc::malformed, "there is no certificate in PEM");
    Certificate read;
    read.common_name = common_name(X509_get_subject_name(certificate.get()));
    read.issuer = common_name(X509_get_issuer_name(certificate.get()));
    read_names(certificate.get(), read);
    read.serial = serial_text(certificate.get());
    read.not_before = moment(X509_get0_notBefore(certificate.get()));
    read.not_after = moment(X509_get0_notAfter(certificate.get()));
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    X509_digest(certificate.get(), EVP_sha256(), digest.data(), &size);
    read.sha256 = hex(digest.data(), size);
    ERR_clear_error();
    return read;
}

Result<std::vector<std::string>> split_certificates(std::string_view pem) {
    std::vector<std::string> all;
    const Owned<BIO> from = reading(pem);
    while (all.size() < certificates_max) {
        const Owned<X509> one{PEM_read_bio_X509(from.get(), nullptr, no_passphrase, nullptr)};
        if (!one) break;
        all.push_back(to_pem(one.get()));
    }
    if (all.empty()) return openssl_failure(Errc::malformed, "there is no certificate in PEM");
    ERR_clear_error();
    return all;
}

bool is_for_name(std::string_view pem, const std::string& name) {
    const Owned<X509> certificate = read_x509(pem);
    if (!certificate) return false;
    const bool fits = X509_check_ip_asc(certificate.get(), name.c_str(), 0) == 1 ||
                      X509_check_host(certificate.get(), name.data(), name.size(), 0, nullptr) == 1;
    ERR_clear_error();
    return fits;
}

TimePoint renewal_due(const Certificate& certificate) {
    return certificate.not_before + (certificate.not_after - certificate.not_before) * 2 / 3;
}

bool is_agent_id(std::string_view id) {
    if (id.starts_with('.') || id.starts_with('-')) return false;
    return !id.empty() && id.size() <= agent_id_bytes_max && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    });
}

}  // namespace foreshock::certificates
