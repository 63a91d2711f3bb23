#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "core/clock.hpp"
#include "server/app/configuration.hpp"
#include "server/app/logging.hpp"
#include "server/notify/delivery_worker.hpp"
#include "server/notify/outbox_entries.hpp"

namespace foreshock::app {

/// The channels of the configuration and the worker that serves them; both change with a reload.
/// Safe from any thread.
class Notifier {
public:
    /// All must outlive it.
    Notifier(incidents::Outbox& outbox, const Clock& clock, Log& log)
        : outbox_(outbox), clock_(clock), log_(log) {}

    /// Reads the secrets and starts anew with these. An error changes nothing.
    Result<void> configure(const std::vector<WebhookConfiguration>& webhooks,
                           const std::vector<std::string>& breach_channels = {});

    [[nodiscard]] std::vector<incidents::OutboxEntry> entries(
        const incidents::Changes& changes) const;
    /// Those that are told of breaches: no others are, and they of nothing else.
    [[nodiscard]] std::vector<notify::ChannelSettings> breach_channels() const;
    void wake();
    void stop();

private:
    incidents::Outbox& outbox_;
    const Clock& clock_;
    Log& log_;
    mutable std::mutex mutex_;
    std::vector<notify::ChannelSettings> channels_;
    std::vector<notify::ChannelSettings> breach_channels_;
    std::unique_ptr<notify::DeliveryWorker> worker_;
};

}  // namespace foreshock::app
