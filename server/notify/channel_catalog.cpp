#include "server/notify/channel_catalog.hpp"

#include <algorithm>
#include <array>

#include "server/notify/webhook_channel.hpp"

namespace foreshock::notify {
namespace {

using Made = Result<std::unique_ptr<Channel>>;

/// A kind without memory, as the catalogue calls them all.
template <Made (*make)(ChannelSpec)>
Made without_memory(ChannelSpec spec, desk::ExternalThreads&) {
    return make(std::move(spec));
}

Made make_webhook(ChannelSpec spec, desk::ExternalThreads&) {
    return make_webhook_channel({spec.name, spec.url, spec.secret, {}, spec.times, spec.ca_file});
}

/// A bot token makes threads and changes what it said; a hook can only say more.
Made make_slack(ChannelSpec spec, desk::ExternalThreads& threads) {
    if (spec.secret.empty()) return make_slack_webhook_channel(std::move(spec));
    return make_slack_channel(std::move(spec), threads);
}

constexpr std::array<ChannelKind, 11> kinds{{
    {"mail", "SMTP, one thread for each incident", false, true, true, false, make_mail_channel},
    {"webhook", "a signed POST for each word", false, false, false, false, make_webhook},
    {"slack", "an incoming webhook, or a bot with threads", false, false, true, false, make_slack},
    {"pagerduty", "Events API v2", true, false, true, false, make_pagerduty_channel},
    {"jira", "one issue for each incident, both ways", true, false, true, true, make_jira_channel},
    {"servicenow", "one record for each incident, both ways", true, false, true, true,
     make_servicenow_channel},
    {"teams", "a card through a workflow's webhook", false, false, true, false,
     without_memory<make_teams_channel>},
    {"mattermost", "an incoming webhook", false, false, true, false,
     without_memory<make_mattermost_channel>},
    {"alertmanager", "what takes Alertmanager's webhook, version 4", false, false, true, false,
     without_memory<make_alertmanager_channel>},
    {"telegram", "a bot that answers its first message", true, true, true, false,
     make_telegram_channel},
    {"ntfy", "a topic of ntfy", false, true, true, false, without_memory<make_ntfy_channel>},
}};

}  // namespace

std::span<const ChannelKind> channel_kinds() {
    return kinds;
}

const ChannelKind* find_channel_kind(std::string_view name) {
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [&](const ChannelKind& kind) { return kind.name == name; });
    return found == kinds.end() ? nullptr : &*found;
}

Result<std::unique_ptr<Channel>> make_channel(ChannelSpec spec, desk::ExternalThreads& threads) {
    const ChannelKind* kind = find_channel_kind(spec.kind);
    if (!kind) return bad_channel(spec, "its kind '" + spec.kind + "' is unknown");
    if (kind->needs_secret && spec.secret.empty()) return bad_channel(spec, "needs a secret_file");
    return kind->make(std::move(spec), threads);
}

}  // namespace foreshock::notify
