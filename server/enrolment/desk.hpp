#pragma once

#include <string>

#include "certificates/authority.hpp"
#include "server/enrolment/ports.hpp"

namespace foreshock::enrolment {

/// What a host says when it enrols, after its form was checked.
struct Application {
    std::string token;    ///< as it was handed out
    std::string request;  ///< PEM
    std::string agent_id;
    std::string machine_id;  ///< /etc/machine-id; may be empty
};

/// Why a host does not get a certificate: each is another word for people and programs.
enum class Refusal : std::uint8_t {
    token_malformed,
    token_unknown,
    token_expired,
    token_used_up,
    token_revoked,
    authority_unknown,  ///< the token was made by another server
    agent_revoked,      ///< and the token is older than that
    host_taken,         ///< another machine has this name
    request_bad,
    certificate_unknown,  ///< renewal: by one that is not ours, or is revoked
    too_many,
    not_stored,
};

std::string_view to_string(Refusal refusal);  ///< "token-expired"

/// With words for who reads them on the host.
struct Refused {
    Refusal why;
    std::string words;
};

struct Enrolled {
    Certificate certificate;
    Labels labels;
    bool repeated = false;  ///< the request was answered before; no use was counted
};

struct Settings {
    Duration valid_for = std::chrono::hours{24 * 30};
    std::string authority_sha256;  ///< by which agents know the server
};

/// Decides who gets a certificate. Time is handed in; randomness is the authority's. All that it
/// borrows must outlive it; safe from any thread.
class Desk {
public:
    Desk(Enrolments& enrolments, const certificates::Authority& authority, Settings settings)
        : enrolments_(enrolments), authority_(authority), settings_(std::move(settings)) {}

    /// `address` and `now` are for the audit log.
    tl::expected<Enrolled, Refused> enrol(const Application& application,
                                          const std::string& address, TimePoint now) const;

    /// For whoever holds the certificate of that serial.
    [[nodiscard]] tl::expected<Enrolled, Refused> renew(std::string_view serial,
                                                        const std::string& request,
                                                        TimePoint now) const;

private:
    [[nodiscard]] tl::expected<Token, Refused> check_token(const std::string& text,
                                                           TimePoint now) const;
    [[nodiscard]] tl::expected<bool, Refused> check_name(const Application& application,
                                                         const Token& token, TimePoint now) const;
    [[nodiscard]] tl::expected<Certificate, Refused> issue(const std::string& request,
                                                           const std::string& agent_id,
                                                           TimePoint now) const;
    [[nodiscard]] tl::expected<std::optional<Enrolled>, Refused> answered(
        const std::string& request_sha256, const Token& token, const Application& application,
        TimePoint now) const;

    Enrolments& enrolments_;
    const certificates::Authority& authority_;
    Settings settings_;
};

}  // namespace foreshock::enrolment
