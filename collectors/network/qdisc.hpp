#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

inline constexpr std::size_t qdiscs_max = 64;

std::span<const SignalDescription> qdisc_signals();

/// The queues of the host's interfaces, shapers among them, asked of the kernel every
/// qdisc_every over rtnetlink (tc(8)), which needs no right. An interface without a queue (lo, most
/// virtual ones) has no series; where none has one there is no data.
Result<std::unique_ptr<Collector>> make_qdisc(const CollectorContext& context);

inline constexpr Duration qdisc_every = std::chrono::seconds{10};

}  // namespace foreshock::collectors
