#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "server/notify/notice.hpp"

// For the sources of this room only: how Slack wants words.

namespace foreshock::notify {

/// Slack's own bound of a section, in characters; ours is in bytes and so never above it.
inline constexpr std::size_t slack_section_bytes_max = 2900;

/// `&`, `<` and `>` are Slack's control characters. At most `bytes_max` of escaped text, cut
/// between characters.
std::string slack_escaped(std::string_view text, std::size_t bytes_max);

/// {"text":…,"blocks":[…]}: the plain text is what notifications and screen readers say.
nlohmann::ordered_json slack_message(const Notice& notice);

}  // namespace foreshock::notify
