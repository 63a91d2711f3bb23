#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foreshock::incidents {

/// What the first line asks whoever reports trouble of that category, in "en" or "th" (any other
/// language: "en"). Never empty: an unknown category has the questions that always help.
std::vector<std::string> report_questions(std::string_view category, std::string_view language);

}  // namespace foreshock::incidents
