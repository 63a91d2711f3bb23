#include "server/incidents/print.hpp"

#include <algorithm>
#include <charconv>

namespace foreshock::incidents {
namespace {

constexpr std::size_t half_digits = 16;

void write_hex(char* digits, std::uint64_t value) {
    for (std::size_t i = half_digits; i-- > 0; value >>= 4)
        digits[i] = "0123456789abcdef"[value & 0xF];
}

}  // namespace

std::uint64_t half_of_hex(std::string_view digits) {
    digits = digits.substr(0, half_digits);
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return value;
}

Print Print::of(std::string_view fingerprint) {
    const std::size_t half = std::min(half_digits, fingerprint.size());
    return {half_of_hex(fingerprint), half_of_hex(fingerprint.substr(half))};
}

std::string Print::fingerprint() const {
    std::string text(2 * half_digits, '0');
    write_hex(text.data(), high);
    write_hex(text.data() + half_digits, low);
    return text;
}

}  // namespace foreshock::incidents
