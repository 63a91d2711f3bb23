#pragma once

#include <set>
#include <string>
#include <vector>

#include "server/incidents/ports.hpp"

namespace foreshock::notify {

/// The channel through which conferences are asked for: no contact may have this name.
inline constexpr std::string_view bridge_channel = "bridge";

/// What is to be sent because people are called and conferences asked for: one entry for each page,
/// under the page's own id, due when the page is. To be committed with the changes. For those of
/// `mail_channels` the body is a MailMessage, for all others what render::page_body says.
std::vector<incidents::OutboxEntry> page_entries(const incidents::Changes& changes,
                                                 const std::set<std::string>& mail_channels = {});

}  // namespace foreshock::notify
