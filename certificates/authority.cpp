#include "certificates/authority.hpp"

#include <algorithm>

#include "certificates/openssl.hpp"
#include "certificates/private_key.hpp"
#include "certificates/request.hpp"
#include "core/ip_address.hpp"

namespace foreshock::certificates {
namespace {

constexpr Duration backdated_max = std::chrono::minutes{10};  // for clocks that are a little behind
constexpr int serial_bits = 127;                              // RFC 5280 section 4.1.2.2
constexpr std::size_t common_name_max = 64;

struct Extension {
    int nid;
    std::string value;
};

/// What all certificates have in common; the caller adds key, extensions and signature.
Owned<X509> draft(const std::string& name, TimePoint now, Duration valid_for) {
    Owned<X509> draft{X509_new()};
    X509_set_version(draft.get(), X509_VERSION_3);
    const Owned<BIGNUM> number{BN_new()};
    BN_rand(number.get(), serial_bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY);
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(draft.get()));
    const Duration backdated = std::min(backdated_max, valid_for / 10);
    ASN1_TIME_set(X509_getm_notBefore(draft.get()),
                  static_cast<time_t>(to_unix_ms(now - backdated) / 1000));
    ASN1_TIME_set(X509_getm_notAfter(draft.get()),
                  static_cast<time_t>(to_unix_ms(now + valid_for) / 1000));
    const std::string shown = name.substr(0, common_name_max);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(draft.get()), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(shown.data()),
                               static_cast<int>(shown.size()), -1, 0);
    return draft;
}

Result<void> add(X509* certificate, X509* issuer, const std::vector<Extension>& extensions) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    for (const Extension& one : extensions) {
        const Owned<X509_EXTENSION> made{
            X509V3_EXT_conf_nid(nullptr, &context, one.nid, one.value.c_str())};
        if (!made || X509_add_ext(certificate, made.get(), -1) != 1) {
            return openssl_failure(Errc::invalid, "the certificate cannot carry " + one.value);
        }
    }
    return {};
}

Result<std::string> sign(Owned<X509> certificate, X509* issuer, EVP_PKEY* key,
                         const std::vector<Extension>& extensions) {
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer));
    if (auto added = add(certificate.get(), issuer, extensions); !added) {
        return fail(std::move(added).error());
    }
    if (X509_sign(certificate.get(), key, EVP_sha256()) == 0) {
        return openssl_failure(Errc::unavailable, "the certificate cannot be signed");
    }
    return to_pem(certificate.get());
}

std::string alternative_names(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) {
        all += (all.empty() ? "" : ",") + std::string{is_ip_address(name) ? "IP:" : "DNS:"} + name;
    }
    return all;
}

}  // namespace

Result<Authority> Authority::make(const std::string& name, TimePoint now) {
    const Result<std::string> key_pem = new_private_key();
    if (!key_pem) return fail(key_pem.error());
    const Owned<EVP_PKEY> key = read_key(*key_pem);
    Owned<X509> own = draft(name, now, own_life);
    X509_set_pubkey(own.get(), key.get());
    X509* const issuer = own.get();
    const Result<std::string> pem = sign(std::move(own), issuer, key.get(),
                                         {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                          {NID_key_usage, "critical,keyCertSign,cRLSign"},
                                          {NID_subject_key_identifier, "hash"}});
    if (!pem) return fail(pem.error());
    return read(*key_pem + *pem);
}

Result<Authority> Authority::read(std::string_view pem) {
    const Result<std::vector<std::string>> all = split_certificates(pem);
    if (!all) return fail(all.error());
    const Result<bool> fits = is_key_of(pem, all->front());
    if (!fits) return fail(fits.error());
    if (!*fits) return fail(Errc::malformed, "the private key is not the certificate's");
    Result<Certificate> certificate = read_certificate(all->front());
    if (!certificate) return fail(std::move(certificate).error());
    return Authority{std::string{pem}, all->front(), std::move(*certificate)};
}

Result<Issued> Authority::issue_to_agent(std::string_view request_pem, const std::string& agent_id,
                                         TimePoint now, Duration valid_for) const {
    if (!is_agent_id(agent_id)) {
        return fail(Errc::invalid, "an agent's id has 1 to 253 letters, digits, '-', '_', '.'");
    }
    if (auto good = read_request(request_pem); !good) return fail(std::move(good).error());
    const Owned<X509_REQ> request{
        PEM_read_bio_X509_REQ(reading(request_pem).get(), nullptr, no_passphrase, nullptr)};
    const Owned<EVP_PKEY> key = read_key(pem_);
    const Owned<X509> own = read_x509(certificate_pem_);
    Owned<X509> leaf = draft(agent_id, now, valid_for);
    X509_set_pubkey(leaf.get(), X509_REQ_get0_pubkey(request.get()));
    const Result<std::string> pem =
        sign(std::move(leaf), own.get(), key.get(),
             {{NID_basic_constraints, "critical,CA:FALSE"},
              {NID_key_usage, "critical,digitalSignature"},
              {NID_ext_key_usage, "clientAuth"},
              {NID_subject_key_identifier, "hash"},
              {NID_authority_key_identifier, "keyid:always"},
              {NID_subject_alt_name, "URI:" + std::string{agent_uri} + agent_id}});
    if (!pem) return fail(pem.error());
    Result<Certificate> certificate = read_certificate(*pem);
    if (!certificate) return fail(std::move(certificate).error());
    return Issued{*pem, std::move(*certificate)};
}

Result<std::string> Authority::issue_to_server(const std::vector<std::string>& names, TimePoint now,
                                               Duration valid_for) const {
    if (names.empty()) return fail(Errc::invalid, "a server's certificate needs a name");
    const Result<std::string> leaf_key = new_private_key();
    if (!leaf_key) return leaf_key;
    const Owned<EVP_PKEY> key = read_key(pem_);
    const Owned<X509> own = read_x509(certificate_pem_);
    Owned<X509> leaf = draft(names.front(), now, valid_for);
    X509_set_pubkey(leaf.get(), read_key(*leaf_key).get());
    const Result<std::string> pem = sign(std::move(leaf), own.get(), key.get(),
                                         {{NID_basic_constraints, "critical,CA:FALSE"},
                                          {NID_key_usage, "critical,digitalSignature"},
                                          {NID_ext_key_usage, "serverAuth"},
                                          {NID_subject_key_identifier, "hash"},
                                          {NID_authority_key_identifier, "keyid:always"},
                                          {NID_subject_alt_name, alternative_names(names)}});
    if (!pem) return pem;
    return *leaf_key + *pem + certificate_pem_;
}

}  // namespace foreshock::certificates
