#include "core/number.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace foreshock {
namespace {

template <class Number>
Result<Number> parse_whole(std::string_view text) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, value);
    if (text.empty() || error != std::errc{} || stopped != end) {
        return fail(Errc::malformed, "'" + std::string{text.substr(0, 40)} + "' is no number");
    }
    return value;
}

std::string print_fixed(double value, int decimals) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return text.data();
}

std::string print_significant(double value, int digits) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*g", digits, value);
    return text.data();
}

}  // namespace

Result<double> parse_double(std::string_view text) {
    return parse_whole<double>(text);
}

Result<std::int64_t> parse_int(std::string_view text) {
    return parse_whole<std::int64_t>(text);
}

Result<std::uint64_t> parse_uint(std::string_view text) {
    return parse_whole<std::uint64_t>(text);
}

std::string format_double(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), end};
}

std::string describe_bytes(double bytes) {
    constexpr std::array names{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    std::size_t step = 0;
    while (std::abs(bytes) >= 1024.0 && step + 1 < names.size()) {
        bytes /= 1024.0;
        ++step;
    }
    const int decimals = step == 0 || std::abs(bytes) >= 100 ? 0 : std::abs(bytes) >= 10 ? 1 : 2;
    return print_fixed(bytes, decimals) + " " + names[step];
}

std::string describe_number(double value) {
    const bool fits = std::isfinite(value) && std::abs(value) < 1e15;
    const bool whole = fits && (value == std::floor(value) || std::abs(value) >= 1000);
    return whole ? print_fixed(value, 0) : print_significant(value, 3);
}

}  // namespace foreshock
