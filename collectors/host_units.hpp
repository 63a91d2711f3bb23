#pragma once

namespace foreshock::collectors {

/// What the kernel counts in: proc(5) gives processor time in clock ticks and memory in pages.
struct HostUnits {
    double clock_ticks_per_second = 100;  ///< sysconf(_SC_CLK_TCK)
    double page_bytes = 4096;             ///< sysconf(_SC_PAGESIZE)
};

/// The units of the kernel that runs this program.
HostUnits running_host_units();

}  // namespace foreshock::collectors
