#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::certificates {

/// What a certificate says (RFC 5280).
struct Certificate {
    std::string common_name;
    std::string issuer;              ///< its common name
    std::string agent_id;            ///< of the URI urn:foreshock:agent:ID; empty: of no agent
    std::vector<std::string> names;  ///< DNS names and IP addresses
    std::string serial;              ///< lower-case hex
    TimePoint not_before;
    TimePoint not_after;
    std::string sha256;  ///< of its DER, 64 lower-case hex digits

    bool operator==(const Certificate&) const = default;
};

inline constexpr std::string_view agent_uri = "urn:foreshock:agent:";

/// The first one in a PEM text; malformed when there is none.
Result<Certificate> read_certificate(std::string_view pem);

/// Each certificate of a PEM text as a text of its own, at most `certificates_max`; malformed when
/// there is none.
Result<std::vector<std::string>> split_certificates(std::string_view pem);

inline constexpr std::size_t certificates_max = 16;

/// Is the certificate for this host name or IP address (RFC 6125; RFC 2818 section 3.1)?
bool is_for_name(std::string_view pem, const std::string& name);

/// When two thirds of its life are over.
TimePoint renewal_due(const Certificate& certificate);

/// Letters, digits, '-', '_' and '.', 1 to 253 of them, the first no '-' and no '.': what a
/// certificate, a path and a command line carry plainly.
bool is_agent_id(std::string_view id);

}  // namespace foreshock::certificates
