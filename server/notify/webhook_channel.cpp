#include "server/notify/webhook_channel.hpp"

#include "server/notify/signature.hpp"

namespace foreshock::notify {
namespace {

class WebhookChannel final : public Channel {
public:
    WebhookChannel(WebhookSettings settings, HttpCaller caller)
        : settings_(std::move(settings)), caller_(std::move(caller)) {}

    Outcome deliver(const incidents::OutboxEntry& entry, TimePoint now,
                    const std::stop_token& stop) override {
        HttpRequest request;
        request.url = settings_.url;
        request.headers = header_lines(entry, now);
        request.body = entry.body;
        const HttpAnswer answer = caller_.call(request, stop);
        Outcome outcome = judge(answer);
        const bool asks = settings_.take_answer && outcome.verdict == Verdict::delivered;
        return asks ? settings_.take_answer(entry, answer.body, stop) : outcome;
    }

private:
    [[nodiscard]] std::vector<std::string> header_lines(const incidents::OutboxEntry& entry,
                                                        TimePoint now) const {
        std::vector<std::string> lines{"Content-Type: application/json",
                                       "Idempotency-Key: " + entry.id};
        if (!settings_.secret.empty()) {
            lines.push_back("X-Foreshock-Signature: " + sign(settings_.secret, now, entry.body));
        }
        return lines;
    }

    WebhookSettings settings_;
    HttpCaller caller_;
};

}  // namespace

Result<std::unique_ptr<Channel>> make_webhook_channel(WebhookSettings settings) {
    if (!is_http_url(settings.url)) {
        return fail(Errc::invalid,
                    "webhook " + settings.name + ": its url must begin with http:// or https://");
    }
    Result<HttpCaller> caller = HttpCaller::make(settings.times, settings.ca_file);
    if (!caller) return fail(std::move(caller).error().with("webhook " + settings.name));
    return std::unique_ptr<Channel>{
        std::make_unique<WebhookChannel>(std::move(settings), std::move(*caller))};
}

}  // namespace foreshock::notify
