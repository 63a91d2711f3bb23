#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::certificates {

/// What a host is given to enrol with: "fse1_ID_SECRET_FINGERPRINT".
struct EnrolmentToken {
    std::string id;                ///< 12 lower-case hex digits: may be shown
    std::string secret;            ///< 32: 128 random bits
    std::string authority_sha256;  ///< 64: by which the host knows the server

    bool operator==(const EnrolmentToken&) const = default;
};

std::string to_text(const EnrolmentToken& token);

/// From foreign hands; blanks around it are no matter. malformed, never with the secret in its
/// words.
Result<EnrolmentToken> parse_enrolment_token(std::string_view text);

}  // namespace foreshock::certificates
