#pragma once

#include <string>
#include <vector>

#include "collectors/log_settings.hpp"

namespace foreshock::collectors {

/// How many files may be followed at a time, those that were rotated away and are read to their end
/// not counted.
inline constexpr std::size_t log_files_max = 32;

/// The paths that the patterns of the settings (glob(7)) name below the root, without those that
/// are excluded or compressed, in the order of the patterns; at most log_files_max. May block.
std::vector<std::string> find_log_files(const LogSettings& settings);

/// Does one of the patterns name the path ("*" does not match a slash, fnmatch(3))?
bool matches_any(const std::vector<std::string>& patterns, const std::string& path);

}  // namespace foreshock::collectors
