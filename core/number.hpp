#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace foreshock {

/// Reads a whole text as a number in the C locale; malformed on anything left over, on overflow,
/// and on an empty text. Leading '+' and blanks are left over.
Result<double> parse_double(std::string_view text);
Result<std::int64_t> parse_int(std::string_view text);
Result<std::uint64_t> parse_uint(std::string_view text);

/// The shortest text that reads back as the same double; "NaN", "+Inf", "-Inf" as Prometheus.
std::string format_double(double value);

/// For people: three significant digits and a binary prefix, "1.50 GiB".
std::string describe_bytes(double bytes);

/// For people: whole numbers as they are, else three significant digits, "0.0312", "1530".
std::string describe_number(double value);

}  // namespace foreshock
