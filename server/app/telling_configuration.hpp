#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "server/desk/subscription.hpp"
#include "server/notify/channel_spec.hpp"
#include "server/notify/tell_plan.hpp"

namespace foreshock::app {

/// A [[channel]]: what docs/reference/channels.md says of each key.
struct ChannelConfiguration {
    notify::ChannelSpec spec;  ///< without the secret, and without the url where a file holds it
    std::string url_file;
    std::string secret_file;
    std::vector<std::string> to;
    std::string language;
    std::string fallback;
    Duration fallback_after = std::chrono::minutes{5};
    Duration poll_every = std::chrono::minutes{1};
    Duration retry_first = std::chrono::seconds{5};
    Duration retry_max = std::chrono::minutes{15};
};

/// Who is told what, and in which words: [[channel]], [[route]], [[subscriber]], [words],
/// [updates].
struct TellingConfiguration {
    std::vector<ChannelConfiguration> channels;
    std::vector<notify::TellRoute> routes;
    std::vector<desk::Subscription> subscribers;

    struct Words {
        std::string folder;  ///< LANGUAGE/*.txt in place of, or beside, those built in
        std::string language = "en";
        std::string zone = "UTC";
        std::string page_url;
    } words;

    notify::Cadence update_every{};
};

/// invalid, naming the key: names that are doubled or missing, kinds and channels that are unknown,
/// fallbacks that go in a ring, what a kind needs. `webhooks` are the names of [[webhook]] tables.
Result<void> check_telling(const TellingConfiguration& telling,
                           const std::vector<std::string>& webhooks);

/// As tables that read back as the same.
void write_telling(std::ostream& out, const TellingConfiguration& telling);

}  // namespace foreshock::app
