#pragma once

#include <array>
#include <optional>
#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// Processor time in clock ticks since boot, in the order of proc(5): user, nice, system, idle,
/// iowait, irq, softirq, steal. Time of guests is already inside user and nice, and not repeated.
using CpuTimes = std::array<std::uint64_t, 8>;

/// The positions in CpuTimes that this room speaks of.
inline constexpr std::size_t cpu_user = 0;
inline constexpr std::size_t cpu_nice = 1;
inline constexpr std::size_t cpu_system = 2;
inline constexpr std::size_t cpu_idle = 3;
inline constexpr std::size_t cpu_iowait = 4;
inline constexpr std::size_t cpu_softirq = 6;
inline constexpr std::size_t cpu_steal = 7;

struct CoreTimes {
    std::size_t number = 0;
    CpuTimes times{};
};

/// The kinds of software interrupts since boot that have series, in the order of the line
/// "softirq" (proc(5)), of which the total comes first.
enum class SoftInterrupt : std::uint8_t {
    timer = 2,
    network_transmit = 3,
    network_receive = 4,
    block = 5,
    tasklet = 7,
    scheduler = 8,
    rcu = 10
};

/// The total, then ten kinds. Kernels before 2.6.31 tell none.
using SoftInterrupts = std::array<std::uint64_t, 11>;

/// /proc/stat; of hardware interrupts only their sum.
struct CpuReading {
    CpuTimes all{};
    std::vector<CoreTimes> cores;  ///< those that are online, at most cores_max
    std::uint64_t context_switches = 0;
    std::uint64_t forks = 0;
    std::uint64_t blocked_tasks = 0;
    std::uint64_t hardware_interrupts = 0;
    SoftInterrupts software_interrupts{};

    /// The bound on the cores that have series of their own.
    static constexpr std::size_t cores_max = 1024;
};

/// Reads into `out`, whose memory is used again. malformed when there is no "cpu" line.
Result<void> parse_cpu(std::string_view text, CpuReading& out);

/// Of its text only "procs_blocked"; 0 where there is no such line.
std::uint64_t parse_blocked_tasks(std::string_view text);

/// Each kind's share of the time that passed, 0..1. None when none passed or a kind went
/// backwards; idle and iowait may (proc(5): "not reliable") and then count as nothing.
std::optional<std::array<double, 8>> cpu_shares(const CpuTimes& before, const CpuTimes& after);

std::span<const SignalDescription> cpu_signals();
Result<std::unique_ptr<Collector>> make_cpu(const CollectorContext& context);

}  // namespace foreshock::collectors
