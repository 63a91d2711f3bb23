#include "server/app/notifier.hpp"

#include <algorithm>

#include "server/app/data_folder.hpp"
#include "server/notify/webhook_channel.hpp"

namespace foreshock::app {
namespace {

Result<std::unique_ptr<notify::Channel>> make_channel(const WebhookConfiguration& webhook) {
    notify::WebhookSettings settings;
    settings.name = webhook.name;
    settings.url = webhook.url;
    if (!webhook.secret_file.empty()) {
        Result<std::string> secret = read_secret(webhook.secret_file);
        if (!secret) return fail(std::move(secret).error().with("webhook.secret_file"));
        settings.secret = std::move(*secret);
    }
    return notify::make_webhook_channel(std::move(settings));
}

}  // namespace

Result<void> Notifier::configure(const std::vector<WebhookConfiguration>& webhooks,
                                 const std::vector<std::string>& breach_channels) {
    std::vector<notify::ChannelSettings> settings;
    std::vector<notify::ChannelSettings> of_breaches;
    notify::Channels channels;
    for (const WebhookConfiguration& webhook : webhooks) {
        Result<std::unique_ptr<notify::Channel>> channel = make_channel(webhook);
        if (!channel) return fail(std::move(channel).error().with("webhook " + webhook.name));
        const bool is_of_breaches =
            std::ranges::find(breach_channels, webhook.name) != breach_channels.end();
        (is_of_breaches ? of_breaches : settings).push_back({webhook.name, webhook.url});
        channels.emplace(webhook.name, std::move(*channel));
    }
    const std::lock_guard lock{mutex_};
    // The old worker first: two of them would send the same entry twice.
    worker_.reset();
    channels_ = std::move(settings);
    breach_channels_ = std::move(of_breaches);
    worker_ = std::make_unique<notify::DeliveryWorker>(
        std::make_unique<notify::Delivery>(outbox_, std::move(channels),
                                           notify::DeliverySettings{}),
        outbox_, clock_, [this](std::string_view words) { log_.warn("delivery", words); });
    return {};
}

std::vector<incidents::OutboxEntry> Notifier::entries(const incidents::Changes& changes) const {
    const std::lock_guard lock{mutex_};
    return notify::outbox_entries(changes, channels_);
}

std::vector<notify::ChannelSettings> Notifier::breach_channels() const {
    const std::lock_guard lock{mutex_};
    return breach_channels_;
}

void Notifier::wake() {
    const std::lock_guard lock{mutex_};
    if (worker_) worker_->wake();
}

void Notifier::stop() {
    const std::lock_guard lock{mutex_};
    worker_.reset();
}

}  // namespace foreshock::app
