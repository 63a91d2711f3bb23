#include "server/incidents/print.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace foreshock::incidents {
namespace {

constexpr std::size_t half_digits = 16;

void append_hex(std::string& text, std::uint64_t value) {
    std::array<char, half_digits> digits{};
    char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    text.append(half_digits - static_cast<std::size_t>(end - digits.data()), '0');
    text.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
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
    std::string text;
    append_hex(text, high);
    append_hex(text, low);
    return text;
}

}  // namespace foreshock::incidents
