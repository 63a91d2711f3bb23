#pragma once

#include <string>
#include <string_view>

#include "server/incidents/incident.hpp"

namespace foreshock::store {

/// The whole incident as JSON text; reading it back gives an equal one. Invalid UTF-8 is replaced.
std::string encode_incident(const incidents::Incident& incident);

/// malformed, with the field, when the text was not written by `encode_incident`. Keys that later
/// versions add have defaults here.
Result<incidents::Incident> decode_incident(std::string_view text);

}  // namespace foreshock::store
