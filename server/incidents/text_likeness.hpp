#pragma once

#include <string_view>

namespace foreshock::incidents {

/// How alike two short texts are: 0 to 1, the Dice coefficient over their distinct groups of three
/// letters, upper and lower case of ASCII being one. Needs no blanks between words, so that it
/// works for Thai. Source: Dice, "Measures of the Amount of Ecologic Association Between Species",
/// 1945. Looks at the first `likeness_bytes_max` bytes of each.
double likeness(std::string_view a, std::string_view b);

inline constexpr std::size_t likeness_bytes_max = 1000;

/// Does the text name the thing, as a word of its own ("web-1" is not in "web-10")? Upper and lower
/// case of ASCII are one. Nothing shorter than three bytes is found.
bool mentions(std::string_view text, std::string_view name);

}  // namespace foreshock::incidents
