#pragma once

#include <memory>

#include "core/result.hpp"

namespace foreshock::collectors {

/// What the kernel knows of its own clock (adjtimex(2)), and two clocks read one after the other.
struct ClockReading {
    double offset_seconds = 0;           ///< that is still to be corrected
    double estimated_error_seconds = 0;  ///< as who corrects it estimates
    double maximum_error_seconds = 0;    ///< grows by 500 ppm while nobody corrects it
    double frequency_ratio = 0;          ///< correction of its pace: 1e-6 is 1 ppm
    bool synchronised = false;           ///< not STA_UNSYNC
    bool leap_pending = false;           ///< a leap second at the end of this day
    double realtime_seconds = 0;         ///< CLOCK_REALTIME
    double boottime_seconds = 0;         ///< CLOCK_BOOTTIME: goes on in suspend, never steps
};

/// For one thread.
class KernelClock {
public:
    virtual ~KernelClock() = default;

    /// unreadable: the kernel does not let us (seccomp).
    virtual Result<ClockReading> read() = 0;
};

/// The clock of the running kernel; it is read and never set.
std::unique_ptr<KernelClock> running_kernel_clock();

}  // namespace foreshock::collectors
