#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// Whole disks that can have SMART: sda, nvme0n1; no partitions, no virtual ones.
bool may_have_smart(std::string_view name);

/// The bound on disks that are asked; further ones are not.
inline constexpr std::size_t smart_disks_max = 64;

/// How often each disk is asked, one at a time, and never woken for it.
inline constexpr Duration smart_every = std::chrono::minutes{10};

std::span<const SignalDescription> smart_signals();

/// Asks smartctl(8), which needs the right to talk to disks. no_data: there is no such program, or
/// no disk that has SMART.
Result<std::unique_ptr<Collector>> make_smart(const CollectorContext& context);

}  // namespace foreshock::collectors
