#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "collectors/catalog.hpp"
#include "collectors/logs/kernel_ring.hpp"

namespace foreshock::collectors {

/// Records that one tick takes at most; more wait in the kernel's ring.
inline constexpr std::size_t kernel_records_per_tick_max = 500;

std::span<const SignalDescription> kernel_log_signals();

/// What the kernel says: lines by severity, and those that announce or are a failure, by class.
/// It begins behind the last record that an earlier run of this boot has read (a position in the
/// state folder, written in the background), else with what is said from now on. Only what the
/// kernel itself says is an event: programs may write to /dev/kmsg too.
Result<std::unique_ptr<Collector>> make_kernel_log(const CollectorContext& context);

/// What KernelLog looks through; tests hand in their own.
struct KernelLogParts {
    /// Tried in this order until one is there.
    std::vector<std::unique_ptr<KernelRing>> rings;
    /// The clock of the records: since boot, suspend not counted.
    std::function<std::chrono::microseconds()> since_boot;
    std::string boot_id;
};

std::unique_ptr<Collector> make_kernel_log_of(KernelLogParts parts,
                                              const CollectorContext& context);

}  // namespace foreshock::collectors
