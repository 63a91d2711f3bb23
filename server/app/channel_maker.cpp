#include "server/app/channel_maker.hpp"

#include "server/app/data_folder.hpp"
#include "server/notify/webhook_channel.hpp"

namespace foreshock::app {
namespace {

/// Replaces `into` by what stands in `file`, if one is named.
Result<void> read_into(const std::string& file, std::string_view key, std::string& into) {
    if (file.empty()) return {};
    Result<std::string> text = read_secret(file);
    if (!text) return fail(std::move(text).error().with(key));
    into = std::move(*text);
    return {};
}

bool is_of_breaches(const Configuration& configuration, const std::string& channel) {
    const auto& names = configuration.breach.channels;
    return std::find(names.begin(), names.end(), channel) != names.end();
}

}  // namespace

Result<std::unique_ptr<notify::Channel>> make_channel(const ChannelConfiguration& one,
                                                      desk::ExternalThreads& threads) {
    notify::ChannelSpec spec = one.spec;
    const std::string name = "channel " + spec.name;
    if (Result<void> read = read_into(one.secret_file, "secret_file", spec.secret); !read) {
        return fail(std::move(read).error().with(name));
    }
    if (Result<void> read = read_into(one.url_file, "url_file", spec.url); !read) {
        return fail(std::move(read).error().with(name));
    }
    return notify::make_channel(std::move(spec), threads);
}

Result<std::unique_ptr<notify::Channel>> make_channel(const WebhookConfiguration& webhook) {
    notify::WebhookSettings settings;
    settings.name = webhook.name;
    settings.url = webhook.url;
    if (Result<void> read = read_into(webhook.secret_file, "webhook.secret_file", settings.secret);
        !read) {
        return fail(std::move(read).error().with("webhook " + webhook.name));
    }
    return notify::make_webhook_channel(std::move(settings));
}

Result<void> check_channels(const Configuration& configuration) {
    NoThreads none;
    for (const WebhookConfiguration& webhook : configuration.webhooks) {
        const auto made = make_channel(webhook);
        if (!made) return fail(made.error());
    }
    for (const ChannelConfiguration& one : configuration.telling.channels) {
        const auto made = make_channel(one, none);
        if (!made) return fail(made.error());
    }
    return {};
}

notify::TellPlan tell_plan(const Configuration& configuration) {
    const TellingConfiguration& telling = configuration.telling;
    notify::TellPlan plan;
    for (const WebhookConfiguration& webhook : configuration.webhooks) {
        if (is_of_breaches(configuration, webhook.name)) continue;
        plan.channels.push_back({webhook.name, {webhook.url}, "", true, true});
    }
    for (const ChannelConfiguration& one : telling.channels) {
        if (is_of_breaches(configuration, one.spec.name)) continue;
        notify::PlannedChannel channel{one.spec.name, one.to, one.language};
        if (channel.recipients.empty()) channel.recipients.emplace_back();
        channel.tells_every_word = one.spec.kind == "webhook";
        plan.channels.push_back(std::move(channel));
    }
    plan.routes = telling.routes;
    plan.language = telling.words.language;
    plan.update_every = telling.update_every;
    return plan;
}

std::vector<notify::ChannelSettings> breach_places(const Configuration& configuration) {
    std::vector<notify::ChannelSettings> places;
    for (const WebhookConfiguration& webhook : configuration.webhooks) {
        if (is_of_breaches(configuration, webhook.name))
            places.push_back({webhook.name, webhook.url});
    }
    for (const ChannelConfiguration& one : configuration.telling.channels) {
        if (!is_of_breaches(configuration, one.spec.name)) continue;
        if (one.to.empty()) places.push_back({one.spec.name, ""});
        for (const std::string& recipient : one.to)
            places.push_back({one.spec.name, recipient});
    }
    return places;
}

}  // namespace foreshock::app
