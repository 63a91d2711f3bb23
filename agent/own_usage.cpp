#include "agent/own_usage.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include "core/directory_host_fs.hpp"
#include "core/number.hpp"

namespace foreshock::agent {
namespace {

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// The second number of /proc/self/statm, in pages (proc(5)).
std::optional<double> resident_pages(std::string_view statm) {
    const auto first = statm.find(' ');
    if (first == std::string_view::npos) return std::nullopt;
    const auto second = statm.find(' ', first + 1);
    const auto pages = parse_double(statm.substr(first + 1, second - first - 1));
    return pages ? std::optional{*pages} : std::nullopt;
}

}  // namespace

RunningUsage::RunningUsage()
    : proc_(std::make_unique<DirectoryHostFs>("/proc")), statm_(proc_->open("self/statm")) {}

OwnUsage RunningUsage::usage() {
    OwnUsage own;
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    own.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
    if (const auto statm = statm_->read(buffer_)) {
        const double page_bytes = static_cast<double>(::sysconf(_SC_PAGESIZE));
        if (const auto pages = resident_pages(*statm)) own.resident_bytes = *pages * page_bytes;
    }
    if (const auto count = proc_->count("self/fd")) own.open_files = static_cast<double>(*count);
    return own;
}

}  // namespace foreshock::agent
