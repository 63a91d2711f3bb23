#include "server/app/process_usage.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace foreshock::app {
namespace {

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double resident_bytes() {
    std::ifstream file{"/proc/self/statm"};
    double pages_total = 0;
    double pages_resident = 0;
    file >> pages_total >> pages_resident;
    return pages_resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

/// Field 22 of /proc/self/stat, ticks after boot, beside btime of /proc/stat
/// (Documentation/filesystems/proc.rst).
double start_time_seconds() {
    std::ifstream stat{"/proc/self/stat"};
    std::string text;
    std::getline(stat, text);
    std::istringstream after_name{text.substr(std::min(text.size(), text.rfind(')') + 1))};
    std::string skipped;
    for (int field = 3; field < 22; ++field)
        after_name >> skipped;
    double start_ticks = 0;
    after_name >> start_ticks;
    std::ifstream kernel{"/proc/stat"};
    for (std::string word; kernel >> word;) {
        double boot_seconds = 0;
        if (word == "btime" && kernel >> boot_seconds) {
            return boot_seconds + start_ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
        }
    }
    return 0;
}

}  // namespace

http::Gauges process_usage() {
    http::Gauges gauges;
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    gauges.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    gauges.resident_bytes = resident_bytes();
    gauges.start_time_seconds = start_time_seconds();
    return gauges;
}

void raise_open_files_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace foreshock::app
