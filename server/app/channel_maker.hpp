#pragma once

#include "server/app/configuration.hpp"
#include "server/notify/channel_catalog.hpp"

namespace foreshock::app {

/// Reads what stands in files and makes the channel; errors name it.
Result<std::unique_ptr<notify::Channel>> make_channel(const ChannelConfiguration& one,
                                                      desk::ExternalThreads& threads);
Result<std::unique_ptr<notify::Channel>> make_channel(const WebhookConfiguration& webhook);

/// What the configuration plans: its channels, [[webhook]]s too, and routes.
notify::TellPlan tell_plan(const std::vector<WebhookConfiguration>& webhooks,
                           const TellingConfiguration& telling);

}  // namespace foreshock::app
