#include "collectors/system/kernel_clock.hpp"

#include <cerrno>
#include <ctime>

#include <sys/timex.h>

#include "core/system_error.hpp"

namespace foreshock::collectors {
namespace {

double seconds_of(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

class RunningKernelClock final : public KernelClock {
public:
    Result<ClockReading> read() override {
        timex state{};  // modes 0: only look
        if (::adjtimex(&state) < 0) {
            return fail(Errc::unreadable, "adjtimex: " + errno_text(errno));
        }
        constexpr double ppm_scale = 65536.0 * 1e6;  // freq is in ppm with 16 bits behind the point
        ClockReading reading;
        const bool nanoseconds = (state.status & STA_NANO) != 0;
        reading.offset_seconds = static_cast<double>(state.offset) / (nanoseconds ? 1e9 : 1e6);
        reading.estimated_error_seconds = static_cast<double>(state.esterror) / 1e6;
        reading.maximum_error_seconds = static_cast<double>(state.maxerror) / 1e6;
        reading.frequency_ratio = static_cast<double>(state.freq) / ppm_scale;
        reading.synchronised = (state.status & STA_UNSYNC) == 0;
        reading.leap_pending = (state.status & (STA_INS | STA_DEL)) != 0;
        reading.realtime_seconds = seconds_of(CLOCK_REALTIME);
        reading.boottime_seconds = seconds_of(CLOCK_BOOTTIME);
        return reading;
    }
};

}  // namespace

std::unique_ptr<KernelClock> running_kernel_clock() {
    return std::make_unique<RunningKernelClock>();
}

}  // namespace foreshock::collectors
