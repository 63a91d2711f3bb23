#pragma once

#include "server/app/configuration.hpp"
#include "server/notify/channel_catalog.hpp"
#include "server/notify/outbox_entries.hpp"

namespace foreshock::app {

/// Reads what stands in files and makes the channel; errors name it.
Result<std::unique_ptr<notify::Channel>> make_channel(const ChannelConfiguration& one,
                                                      desk::ExternalThreads& threads);
Result<std::unique_ptr<notify::Channel>> make_channel(const WebhookConfiguration& webhook);

/// Makes every channel once, and throws it away: what a start would complain of.
Result<void> check_channels(const Configuration& configuration);

/// Remembers nothing: for what shall leave nothing behind.
class NoThreads final : public desk::ExternalThreads {
public:
    Result<std::optional<std::string>> find(std::string_view, std::string_view,
                                            std::string_view) const override {
        return std::optional<std::string>{};
    }

    Result<void> keep(const desk::ExternalThread&) override { return {}; }

    Result<std::vector<desk::ExternalThread>> unfinished(std::string_view,
                                                         std::size_t) const override {
        return std::vector<desk::ExternalThread>{};
    }

    Result<void> forget_closed() override { return {}; }
};

/// What the configuration plans: its channels, [[webhook]]s too, and routes; not those of breaches.
notify::TellPlan tell_plan(const Configuration& configuration);

/// Where breaches are told, and nothing else is.
std::vector<notify::ChannelSettings> breach_places(const Configuration& configuration);

}  // namespace foreshock::app
