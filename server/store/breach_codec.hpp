#pragma once

#include <string>
#include <string_view>

#include "server/breach/breach.hpp"

namespace foreshock::store {

std::string encode_breach(const breach::Breach& breach);
/// unreadable for what no version of ours wrote.
Result<breach::Breach> decode_breach(std::string_view body);

}  // namespace foreshock::store
