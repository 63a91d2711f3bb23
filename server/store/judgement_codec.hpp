#pragma once

#include <string>
#include <string_view>

#include "core/learned_limits.hpp"
#include "core/pack_in_use.hpp"
#include "core/result.hpp"

namespace foreshock::store {

/// As encode_host and decode_host, for what an agent says of its judging.
std::string encode_limits(const LearnedLimits& limits);
Result<LearnedLimits> decode_limits(std::string_view text);
std::string encode_pack(const PackInUse& pack);
Result<PackInUse> decode_pack(std::string_view text);

}  // namespace foreshock::store
