#pragma once

#include <span>

#include "server/notify/channel_spec.hpp"

namespace foreshock::notify {

/// A kind of channel as the configuration knows it.
struct ChannelKind {
    std::string_view name;     ///< `kind = "mail"`
    std::string_view summary;  ///< for people, one sentence
    bool needs_secret;         ///< `secret_file` must be there
    bool needs_recipient;      ///< `to` must name at least one
    /// The newest of what waits for a thread is sent, and the rest dropped. A webhook's receiver
    /// keeps a log and gets every word.
    bool tells_newest_only;
    bool is_ticket;  ///< what people do to it there comes back
    Result<std::unique_ptr<Channel>> (*make)(ChannelSpec, desk::ExternalThreads&);
};

std::span<const ChannelKind> channel_kinds();
const ChannelKind* find_channel_kind(std::string_view name);

/// invalid for an unknown kind, or what the kind says against the rest.
Result<std::unique_ptr<Channel>> make_channel(ChannelSpec spec, desk::ExternalThreads& threads);

}  // namespace foreshock::notify
