#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::wire {

/// One zstd frame at level 1 that tells its content's size. Frames may be put one after the other.
std::string compress(std::string_view bytes);

/// The content of all frames in `body`, one after the other. A frame that announces more than
/// `bytes_max` is refused before anything is inflated, and one that announces nothing is inflated
/// until the bound. too_large, malformed.
Result<std::string> inflate(std::string_view body, std::size_t bytes_max);

}  // namespace foreshock::wire
