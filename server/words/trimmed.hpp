#pragma once

#include <string_view>

namespace foreshock::words {

/// Without the blanks before and behind it; tabs and line ends stay.
inline std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    return text;
}

}  // namespace foreshock::words
