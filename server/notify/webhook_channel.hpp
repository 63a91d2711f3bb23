#pragma once

#include <functional>
#include <memory>

#include "server/notify/http_caller.hpp"

namespace foreshock::notify {

/// What becomes of an entry by the body of an answer of 2xx. May wait, and ends when it should
/// stop.
using TakeAnswer = std::function<Outcome(const incidents::OutboxEntry&, const std::string& body,
                                         const std::stop_token& stop)>;

struct WebhookSettings {
    std::string name;
    std::string url;              ///< http:// or https://
    std::string secret;           ///< signs the body; empty: no signature is sent
    TakeAnswer take_answer = {};  ///< none: the status alone counts
    HttpTimes times = {};
    std::string ca_file = {};  ///< PEM of the authorities to believe; empty: the system's
};

/// POSTs the body as it is, with Idempotency-Key and X-Foreshock-Signature. 2xx is delivered;
/// 408, 425, 429, 5xx, timeouts and broken connections are to be tried again (Retry-After is
/// honoured); every other answer is a refusal. Redirects are not followed: a signed body goes
/// nowhere but where the operator sent it. invalid when the URL is none of HTTP.
Result<std::unique_ptr<Channel>> make_webhook_channel(WebhookSettings settings);

}  // namespace foreshock::notify
