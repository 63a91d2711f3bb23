#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::agent {

/// Writes the file whole: under another name first, then renamed, so that no reader and no crash
/// of this process sees half of it. unavailable when the disk is full or broken: nothing is left.
Result<void> write_whole(const std::string& path, std::string_view bytes);

/// Adds bytes to a file; unavailable as above, and the file is cut back to what it was.
Result<void> append_to(const std::string& path, std::string_view bytes);

/// The file up to `bytes_max`; no_data, unreadable, too_large.
Result<std::string> read_whole(const std::string& path, std::size_t bytes_max);

/// The payload with its length and checksum (XXH3) in front.
std::string framed(std::string_view payload);

/// Takes one framed payload from the front; malformed when it is cut off or damaged.
Result<std::string_view> take_framed(std::string_view& bytes);

}  // namespace foreshock::agent
