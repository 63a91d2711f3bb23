#pragma once

#include <string_view>

namespace foreshock {

/// Does the whole text match the pattern, in which '*' stands for any text, none too, and '?' for
/// any one character? Nothing else is special. Linear in the text for each '*'.
bool matches_glob(std::string_view text, std::string_view glob);

}  // namespace foreshock
