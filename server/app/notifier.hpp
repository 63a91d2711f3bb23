#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "core/clock.hpp"
#include "server/app/configuration.hpp"
#include "server/app/logging.hpp"
#include "server/http/ports.hpp"
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
                           const BridgeConfiguration& bridge = {},
                           const std::vector<std::string>& breach_channels = {});

    /// Who is told what became of pages and conferences; null: nobody. Must outlive the worker, or
    /// be taken back before it ends.
    void set_commands(http::CommandSink* commands);

    [[nodiscard]] std::vector<incidents::OutboxEntry> entries(
        const incidents::Changes& changes) const;
    /// Those that are told of breaches: no others are, and they of nothing else.
    [[nodiscard]] std::vector<notify::ChannelSettings> breach_channels() const;
    void wake();
    void stop();

private:
    Result<std::unique_ptr<notify::Channel>> make_bridge_channel(const BridgeConfiguration& bridge);
    void tell_settled(const incidents::OutboxEntry& entry, bool is_delivered,
                      const std::string& why);
    notify::Outcome take_bridge(const incidents::OutboxEntry& entry, const std::string& answer,
                                const std::stop_token& stop);
    Result<void> offer(incidents::Input input, http::CommandDone done);

    incidents::Outbox& outbox_;
    const Clock& clock_;
    Log& log_;
    mutable std::mutex mutex_;
    std::vector<notify::ChannelSettings> channels_;
    std::vector<notify::ChannelSettings> breach_channels_;
    std::unique_ptr<notify::DeliveryWorker> worker_;
    std::mutex commands_mutex_;
    http::CommandSink* commands_ = nullptr;
};

}  // namespace foreshock::app
