#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "certificates/certificate.hpp"

namespace foreshock::certificates {

/// A certificate as it was issued.
struct Issued {
    std::string pem;
    Certificate certificate;
};

/// A small certificate authority: one EC P-256 key that signs leaves only (pathlen 0). Its key
/// never leaves `to_pem`. Safe from any thread.
class Authority {
public:
    static constexpr Duration own_life = std::chrono::hours{24 * 3650};

    /// A new one. unavailable without randomness.
    static Result<Authority> make(const std::string& name, TimePoint now);

    /// As to_pem wrote it; malformed when key and certificate are not there or do not fit.
    static Result<Authority> read(std::string_view pem);

    /// Private key and certificate: a secret.
    [[nodiscard]] const std::string& to_pem() const { return pem_; }

    /// For everybody.
    [[nodiscard]] const std::string& certificate_pem() const { return certificate_pem_; }

    [[nodiscard]] const Certificate& certificate() const { return certificate_; }

    /// For the key of a request (read_request says what is refused), for clients only. The agent's
    /// identity is ours to say: nothing of the request but its key is taken over.
    [[nodiscard]] Result<Issued> issue_to_agent(std::string_view request_pem,
                                                const std::string& agent_id, TimePoint now,
                                                Duration valid_for) const;

    /// A new key with a certificate for these DNS names and IP addresses, for servers only: key,
    /// certificate and the authority's own, one after the other in PEM.
    [[nodiscard]] Result<std::string> issue_to_server(const std::vector<std::string>& names,
                                                      TimePoint now, Duration valid_for) const;

private:
    Authority(std::string pem, std::string certificate_pem, Certificate certificate)
        : pem_(std::move(pem)),
          certificate_pem_(std::move(certificate_pem)),
          certificate_(std::move(certificate)) {}

    std::string pem_;
    std::string certificate_pem_;
    Certificate certificate_;
};

}  // namespace foreshock::certificates
