#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/incidents/ports.hpp"

namespace foreshock::notify {

/// A channel as far as decisions go: who is told, under which name.
struct ChannelSettings {
    std::string name;       ///< in the configuration, unique
    std::string recipient;  ///< for a webhook its URL
};

/// The same for the same decision, for ever: a crash between sending and settling repeats a
/// notification under an id that the receiver already knows.
std::string outbox_id(const incidents::Announcement& announcement, const ChannelSettings& channel);

/// What is to be sent because of `changes`: every announcement to every channel, rendered with
/// the incident as it is in `changes`, due at once. To be committed with them.
std::vector<incidents::OutboxEntry> outbox_entries(const incidents::Changes& changes,
                                                   const std::vector<ChannelSettings>& channels);

}  // namespace foreshock::notify
