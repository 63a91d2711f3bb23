#pragma once

#include <string>
#include <string_view>

#include "server/incidents/host.hpp"

namespace foreshock::store {

/// As encode_incident and decode_incident, for a host.
std::string encode_host(const incidents::Host& host);
Result<incidents::Host> decode_host(std::string_view text);

}  // namespace foreshock::store
