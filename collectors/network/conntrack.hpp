#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> conntrack_signals();

/// What the packet filter could not track (/proc/net/stat/nf_conntrack); how full its table is says
/// kernel_limits.
Result<std::unique_ptr<Collector>> make_conntrack(const CollectorContext& context);

}  // namespace foreshock::collectors
