#include "agent/budget.hpp"

#include <algorithm>
#include <array>

namespace foreshock::agent {
namespace {

// What is lost first hurts least, or costs most: whole tables of sockets and processes, programs
// that are started, pages that are fetched.
constexpr std::array<std::string_view, 13> dear{
    "sockets", "vmstat",        "network", "disk",   "tcp_trouble", "connections", "dependencies",
    "peers",   "deleted_files", "inotify", "scrape", "statsd",      "ipmi"};

constexpr double calm_memory = 0.9;

}  // namespace

std::span<const std::string_view> shed_first() {
    return dear;
}

std::optional<int> stretch(std::string_view collector, Duration default_every, int level) {
    const bool early =
        default_every >= rare_every || std::find(dear.begin(), dear.end(), collector) != dear.end();
    if (level <= 0) return 1;
    if (level == 1) return early ? 10 : 1;
    if (early) return std::nullopt;
    return level == 2 ? 5 : 20;
}

bool Budget::observe(TimePoint now, double cpu_seconds, double resident_bytes) {
    if (!look_began_) {
        look_began_ = now;
        cpu_seconds_then_ = cpu_seconds;
        return false;
    }
    const Duration span = now - *look_began_;
    if (span < look) return false;
    cpu_ratio_ = (cpu_seconds - cpu_seconds_then_) / to_seconds(span);
    look_began_ = now;
    cpu_seconds_then_ = cpu_seconds;
    return judge(resident_bytes);
}

bool Budget::judge(double resident_bytes) {
    const int before = level_;
    if (*cpu_ratio_ > settings_.cpu_ratio || is_too_large(resident_bytes)) {
        calm_ = 0;
        level_ = std::min(level_ + 1, shed_level_max);
    } else if (*cpu_ratio_ < settings_.cpu_ratio / 2 &&
               !is_too_large(resident_bytes / calm_memory)) {
        if (++calm_ >= calm_looks && level_ > 0) {
            --level_;
            calm_ = 0;
        }
    } else {
        calm_ = 0;
    }
    return level_ != before;
}

}  // namespace foreshock::agent
