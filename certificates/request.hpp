#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::certificates {

inline constexpr std::size_t request_bytes_max = 16 << 10;

/// A certificate signing request (RFC 2986) in PEM for the key, for somebody of that common name.
Result<std::string> make_request(std::string_view key_pem, const std::string& common_name);

/// What a request proves: that somebody holds the key. What it says of names is not believed.
struct RequestFacts {
    std::string sha256;      ///< of its DER: the same request has the same
    std::string key_sha256;  ///< of its public key
};

/// From foreign hands: malformed for what is no PEM request within `request_bytes_max`; refused for
/// a signature that is not its key's, or a key that is weaker than EC P-256 or RSA 2048.
Result<RequestFacts> read_request(std::string_view pem);

}  // namespace foreshock::certificates
