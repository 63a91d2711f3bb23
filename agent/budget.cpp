#include "agent/budget.hpp"

#include <algorithm>
#include <array>

namespace foreshock::agent {
namespace {

// They feed the fewest forecasts: what is lost first hurts least.
constexpr std::array<std::string_view, 4> first_to_go{"sockets", "vmstat", "network", "disk"};

}  // namespace

std::optional<int> stretch(std::string_view collector, int level) {
    const bool early =
        std::find(first_to_go.begin(), first_to_go.end(), collector) != first_to_go.end();
    if (level <= 0) return 1;
    if (level == 1) return early ? 10 : 1;
    if (early) return std::nullopt;
    return level == 2 ? 5 : 20;
}

bool Budget::observe(TimePoint now, double cpu_seconds) {
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
    return judge();
}

bool Budget::judge() {
    const int before = level_;
    if (*cpu_ratio_ > settings_.cpu_ratio) {
        calm_ = 0;
        level_ = std::min(level_ + 1, shed_level_max);
    } else if (*cpu_ratio_ < settings_.cpu_ratio / 2) {
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
