#pragma once

#include <string>
#include <string_view>

#include "server/desk/silence.hpp"

/// Silences as Alertmanager's API v2 writes them. Source: prometheus/alertmanager,
/// api/v2/openapi.yaml (postableSilence, gettableSilence).
namespace foreshock::http {

/// Its id is set when an old one is to be changed. malformed for what is no JSON; invalid naming
/// the field. What a silence must be besides is the desk's to judge.
Result<desk::Silence> decode_silence(std::string_view body);

/// As it is at `now`.
std::string silence_json(const desk::Silence& silence, TimePoint now);

}  // namespace foreshock::http
