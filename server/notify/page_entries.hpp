#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "server/incidents/ports.hpp"

namespace foreshock::notify {

/// The channel through which conferences are asked for: no contact may have this name.
inline constexpr std::string_view bridge_channel = "bridge";

/// How somebody acts on an incident from a message alone; what is empty is not offered.
struct WaysToAct {
    std::string acknowledge_link;
    std::string resolve_link;
    std::string reply_address;  ///< an answer to it that begins with "ack" or "resolve" does that
};

/// The ways of one person for one incident, made at a moment. They are that person's own: what
/// others read as well must not hold them.
using FindWays = std::function<WaysToAct(const std::string& person, const std::string& incident_id,
                                         TimePoint now)>;

/// What is to be sent because people are called and conferences asked for: one entry for each page,
/// under the page's own id, due when the page is. To be committed with the changes. For those of
/// `mail_channels` the body is a MailMessage with the `ways` of whoever is called to work, for all
/// others what render::page_body says.
std::vector<incidents::OutboxEntry> page_entries(const incidents::Changes& changes,
                                                 const std::set<std::string>& mail_channels = {},
                                                 const FindWays& ways = {});

}  // namespace foreshock::notify
