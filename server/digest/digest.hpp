#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

/// What tokens, links and signatures are made of. Pure; any thread.
namespace foreshock::digest {

using Sha256 = std::array<unsigned char, 32>;

/// FIPS 180-4.
Sha256 sha256(std::string_view text);

/// RFC 2104 over SHA-256.
Sha256 hmac_sha256(std::string_view key, std::string_view message);

/// Lower case.
std::string hex(std::span<const unsigned char> bytes);

/// Takes a time that does not depend on where two texts of one length differ.
bool is_equal(std::string_view a, std::string_view b);

}  // namespace foreshock::digest
