#include "server/app/bridge_channel.hpp"

#include <future>

#include "server/app/data_folder.hpp"
#include "server/notify/page_entries.hpp"
#include "server/notify/webhook_channel.hpp"
#include "server/render/page_json.hpp"

namespace foreshock::app {
namespace {

using notify::Outcome;
using notify::Verdict;

// An answer that gets lost is asked for again, under the same Idempotency-Key.
Outcome take_address(const std::string& incident_id, const std::string& answer, TimePoint at,
                     const OfferCommand& offer, const std::stop_token& stop) {
    const Result<std::string> url = render::bridge_url_of(answer);
    if (!url) return {Verdict::rejected, url.error().what, std::nullopt};
    const auto done = std::make_shared<std::promise<Result<incidents::Incident>>>();
    auto waiting = done->get_future();
    const Result<void> offered =
        offer(incidents::PersonStep{at, incident_id, "engine", incidents::BridgeReady{*url}},
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

}  // namespace

Result<std::unique_ptr<notify::Channel>> make_bridge_channel(const BridgeConfiguration& bridge,
                                                             const Clock& clock,
                                                             OfferCommand offer) {
    notify::WebhookSettings settings;
    settings.name = notify::bridge_channel;
    settings.url = bridge.webhook;
    if (!bridge.secret_file.empty()) {
        Result<std::string> secret = read_secret(bridge.secret_file);
        if (!secret) return fail(std::move(secret).error().with("secret_file"));
        settings.secret = std::move(*secret);
    }
    settings.take_answer = [&clock, offer = std::move(offer)](const auto& entry,
                                                              const std::string& answer,
                                                              const std::stop_token& stop) {
        return take_address(entry.incident_id, answer, clock.now(), offer, stop);
    };
    return notify::make_webhook_channel(std::move(settings));
}

}  // namespace foreshock::app
