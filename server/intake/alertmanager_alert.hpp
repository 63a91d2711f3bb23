#pragma once

#include <string_view>

#include "server/intake/alert_word.hpp"

/// What Prometheus sends to an Alertmanager, and what an Alertmanager sends to a webhook.
/// Sources: prometheus/alertmanager, api/v2/openapi.yaml and notify/webhook/webhook.go.
namespace foreshock::intake {

/// The body of POST /api/v2/alerts: a list of alerts. Labels without a text are none; the rest is
/// the alert's identity. malformed, too_large or invalid when the body as a whole is not taken.
Result<AlertWords> decode_alerts(std::string_view body, const AlertLimits& limits = {});

/// The body of an Alertmanager's webhook, version 4: says each alert once, and once its end.
/// What it does not know is left alone.
Result<AlertWords> decode_alertmanager_webhook(std::string_view body,
                                               const AlertLimits& limits = {});

}  // namespace foreshock::intake
