#include "server/app/service_manager.hpp"

#include <string>

#include <systemd/sd-daemon.h>
#include <time.h>

namespace foreshock::app {

void tell_service_manager(std::string_view state) {
    ::sd_notify(0, std::string{state}.c_str());
}

void tell_reloading() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const long long microseconds = now.tv_sec * 1'000'000LL + now.tv_nsec / 1000;
    tell_service_manager("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

std::optional<Duration> watchdog_interval() {
    std::uint64_t microseconds = 0;
    if (::sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
    return Duration{static_cast<std::int64_t>(microseconds / 2000)};
}

}  // namespace foreshock::app
