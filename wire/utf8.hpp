#pragma once

#include <string>
#include <string_view>

namespace foreshock::wire {

/// Well-formed UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF.
/// Source: RFC 3629.
bool is_utf8(std::string_view text);

/// The text with every byte that does not belong to well-formed UTF-8 replaced by U+FFFD: names of
/// files and processes on a host may be any bytes.
std::string to_utf8(std::string_view text);

}  // namespace foreshock::wire
