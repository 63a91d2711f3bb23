#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace foreshock::agent {

/// TOML's basic string, whatever the text has in it.
std::string toml_text(std::string_view text);

/// A list of them: ["one", "two"].
std::string toml_list(const std::vector<std::string>& texts);

}  // namespace foreshock::agent
