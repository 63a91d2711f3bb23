#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::certificates {

/// A new EC key on P-256 (FIPS 186-4, D.1.2.3), as PKCS #8 in PEM. unavailable without randomness.
Result<std::string> new_private_key();

/// Whether the private key in one text belongs to the first certificate in the other; malformed
/// when one of them is not there.
Result<bool> is_key_of(std::string_view key_pem, std::string_view certificate_pem);

/// The first private key in the text, alone. malformed when there is none.
Result<std::string> private_key_in(std::string_view pem);

}  // namespace foreshock::certificates
