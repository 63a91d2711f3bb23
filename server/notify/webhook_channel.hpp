#pragma once

#include <memory>

#include "server/notify/http_caller.hpp"

namespace foreshock::notify {

struct WebhookSettings {
    std::string name;
    std::string url;     ///< http:// or https://
    std::string secret;  ///< signs the body; empty: no signature is sent
    HttpTimes times = {};
    std::string ca_file = {};  ///< PEM of the authorities to believe; empty: the system's
};

/// POSTs the body as it is, with Idempotency-Key and X-Foreshock-Signature. 2xx is delivered;
/// 408, 425, 429, 5xx, timeouts and broken connections are to be tried again (Retry-After is
/// honoured); every other answer is a refusal. Redirects are not followed: a signed body goes
/// nowhere but where the operator sent it. invalid when the URL is none of HTTP.
Result<std::unique_ptr<Channel>> make_webhook_channel(WebhookSettings settings);

}  // namespace foreshock::notify
