#pragma once

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The bound on cores, and on cpufreq policies, that are looked at.
inline constexpr std::size_t throttle_cores_max = 512;

std::span<const SignalDescription> cpu_throttle_signals();

/// What slows cores down: heat (sys/devices/system/cpu/cpu*/thermal_throttle, counted since boot)
/// and a ceiling set on their frequency (sys/devices/system/cpu/cpufreq/policy*/scaling_max_freq
/// against cpuinfo_max_freq). The frequency of the moment is not read: idle cores are always slow,
/// and kernels of x86 before 5.18 wait 10 ms for each answer. Virtual machines mostly have neither:
/// no_data.
Result<std::unique_ptr<Collector>> make_cpu_throttle(const CollectorContext& context);

}  // namespace foreshock::collectors
