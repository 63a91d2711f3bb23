#include "server/app/notifier.hpp"

#include <algorithm>
#include <future>

#include "server/app/data_folder.hpp"
#include "server/notify/page_entries.hpp"
#include "server/notify/webhook_channel.hpp"
#include "server/render/page_json.hpp"

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
                                 const BridgeConfiguration& bridge,
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
    if (!bridge.webhook.empty()) {
        Result<std::unique_ptr<notify::Channel>> channel = make_bridge_channel(bridge);
        if (!channel) return fail(std::move(channel).error().with("bridge"));
        channels.emplace(std::string{notify::bridge_channel}, std::move(*channel));
    }
    const std::lock_guard lock{mutex_};
    // The old worker first: two of them would send the same entry twice.
    worker_.reset();
    channels_ = std::move(settings);
    breach_channels_ = std::move(of_breaches);
    worker_ = std::make_unique<notify::DeliveryWorker>(
        std::make_unique<notify::Delivery>(
            outbox_, std::move(channels), notify::DeliverySettings{},
            [this](const auto& entry, bool is_delivered, const std::string& why) {
                tell_settled(entry, is_delivered, why);
            }),
        outbox_, clock_, [this](std::string_view words) { log_.warn("delivery", words); });
    return {};
}

std::vector<incidents::OutboxEntry> Notifier::entries(const incidents::Changes& changes) const {
    const std::lock_guard lock{mutex_};
    std::vector<incidents::OutboxEntry> all = notify::outbox_entries(changes, channels_);
    std::vector<incidents::OutboxEntry> pages = notify::page_entries(changes);
    std::move(pages.begin(), pages.end(), std::back_inserter(all));
    return all;
}

void Notifier::set_commands(http::CommandSink* commands) {
    const std::lock_guard lock{commands_mutex_};
    commands_ = commands;
}

Result<void> Notifier::offer(incidents::Input input, http::CommandDone done) {
    const std::lock_guard lock{commands_mutex_};
    if (!commands_) return fail(Errc::unavailable, "the engine does not run");
    return commands_->offer(std::move(input), std::move(done));
}

// One that is lost (the engine is busy or stops) is made good by the wait for a receipt.
void Notifier::tell_settled(const incidents::OutboxEntry& entry, bool is_delivered,
                            const std::string& why) {
    if (entry.transition != incidents::Transition::paged) return;
    static_cast<void>(
        offer(incidents::PageSettled{clock_.now(), entry.incident_id, entry.id, is_delivered, why},
              [](const auto&) {}));
}

Result<std::unique_ptr<notify::Channel>> Notifier::make_bridge_channel(
    const BridgeConfiguration& bridge) {
    notify::WebhookSettings settings;
    settings.name = notify::bridge_channel;
    settings.url = bridge.webhook;
    if (!bridge.secret_file.empty()) {
        Result<std::string> secret = read_secret(bridge.secret_file);
        if (!secret) return fail(std::move(secret).error().with("secret_file"));
        settings.secret = std::move(*secret);
    }
    settings.take_answer = [this](const auto& entry, const std::string& answer,
                                  const std::stop_token& stop) {
        return take_bridge(entry, answer, stop);
    };
    return notify::make_webhook_channel(std::move(settings));
}

// Delivered only when the conference is kept: an answer that gets lost is asked for again, under
// the same Idempotency-Key.
notify::Outcome Notifier::take_bridge(const incidents::OutboxEntry& entry,
                                      const std::string& answer, const std::stop_token& stop) {
    using notify::Verdict;
    const Result<std::string> url = render::bridge_url_of(answer);
    if (!url) return {Verdict::rejected, url.error().what, std::nullopt};
    const auto done = std::make_shared<std::promise<Result<incidents::Incident>>>();
    auto waiting = done->get_future();
    const Result<void> offered =
        offer(incidents::PersonStep{clock_.now(), entry.incident_id, "engine",
                                    incidents::BridgeReady{*url}},
              [done](Result<incidents::Incident> now) { done->set_value(std::move(now)); });
    if (!offered) return {Verdict::retry, offered.error().what, std::nullopt};
    while (waiting.wait_for(std::chrono::milliseconds{50}) != std::future_status::ready) {
        if (stop.stop_requested()) return {Verdict::retry, "the server stops", std::nullopt};
    }
    const Result<incidents::Incident> now = waiting.get();
    if (now) return {Verdict::delivered, "the conference is there", std::nullopt};
    const bool is_over = now.error().code != Errc::unavailable;
    return {is_over ? Verdict::rejected : Verdict::retry, now.error().what, std::nullopt};
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
