#include "collectors/host_units.hpp"

#include <unistd.h>

namespace foreshock::collectors {

HostUnits running_host_units() {
    HostUnits units;
    if (const long ticks = ::sysconf(_SC_CLK_TCK); ticks > 0) {
        units.clock_ticks_per_second = static_cast<double>(ticks);
    }
    if (const long bytes = ::sysconf(_SC_PAGESIZE); bytes > 0) {
        units.page_bytes = static_cast<double>(bytes);
    }
    return units;
}

}  // namespace foreshock::collectors
