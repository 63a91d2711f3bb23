#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/learned_limits.hpp"
#include "core/pack_in_use.hpp"
#include "core/result.hpp"

namespace foreshock::incidents {

/// What a host's agent last told of the limits it learned.
struct LimitsOfHost {
    std::string host;  ///< its id
    LearnedLimits limits;
};

/// What a host's agent last said it judges by.
struct PackOfHost {
    std::string host;  ///< its id
    TimePoint told_at;
    PackInUse pack;
};

/// The newest of each host, for HTTP handlers. From any thread.
class HostJudgements {
public:
    virtual ~HostJudgements() = default;
    /// Nothing when the host never told any.
    virtual Result<std::optional<LearnedLimits>> limits_of(std::string_view host_id) const = 0;
    virtual Result<std::optional<PackOfHost>> pack_of(std::string_view host_id) const = 0;
    /// By host.
    virtual Result<std::vector<PackOfHost>> packs() const = 0;
};

}  // namespace foreshock::incidents
