#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace foreshock::incidents {

/// A fingerprint in 16 bytes, for indexes that hold many.
struct Print {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    /// `fingerprint` has 32 hex digits.
    static Print of(std::string_view fingerprint);

    [[nodiscard]] std::string fingerprint() const;

    auto operator<=>(const Print&) const = default;
};

/// Fingerprints are hashes already.
struct PrintHash {
    std::size_t operator()(const Print& print) const { return print.low; }
};

/// The first half of a hash in hex.
std::uint64_t half_of_hex(std::string_view digits);

}  // namespace foreshock::incidents
