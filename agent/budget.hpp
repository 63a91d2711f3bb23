#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "core/time.hpp"

namespace foreshock::agent {

/// [budget]: what the agent may take from its host.
struct BudgetSettings {
    double cpu_ratio = 0.01;  ///< of one core, over a minute
    std::size_t resident_bytes = 32 << 20;
};

/// How often a collector runs while the agent sheds load: its interval is multiplied; nothing
/// means that it does not run. The stated order (docs/reference/agent.md):
/// level 1: the dear and the rare ones at a tenth of their pace: those that feed the fewest
///          forecasts for their cost, start programs, or are due once a minute or less;
/// level 2: those not at all, everything else at a fifth;
/// level 3: everything else at a twentieth.
std::optional<int> stretch(std::string_view collector, Duration default_every, int level);

/// The dear ones, by name.
std::span<const std::string_view> shed_first();

/// Collectors that are due this seldom do much at a time.
inline constexpr Duration rare_every = std::chrono::seconds{60};

inline constexpr int shed_level_max = 3;

/// Watches the agent's own CPU and memory and decides how much it sheds. A level is added when the
/// last `look` was over the budget: CPU on average, memory at its end. One is taken back when five
/// in a row were under half of the CPU and nine tenths of the memory.
/// Pure: time and usage are handed in.
class Budget {
public:
    static constexpr Duration look = std::chrono::seconds{60};
    static constexpr int calm_looks = 5;

    explicit Budget(BudgetSettings settings) : settings_(settings) {}

    void set(BudgetSettings settings) { settings_ = settings; }

    /// Takes the CPU seconds used since the agent's start, and its memory now; 0 when that is not
    /// known. True when the level has changed.
    bool observe(TimePoint now, double cpu_seconds, double resident_bytes = 0);

    [[nodiscard]] int level() const { return level_; }

    /// CPU share over the last full look; nothing before there was one.
    [[nodiscard]] std::optional<double> cpu_ratio() const { return cpu_ratio_; }

    [[nodiscard]] bool is_too_large(double resident_bytes) const {
        return resident_bytes > static_cast<double>(settings_.resident_bytes);
    }

private:
    bool judge(double resident_bytes);

    BudgetSettings settings_;
    int level_ = 0;
    int calm_ = 0;
    std::optional<TimePoint> look_began_;
    double cpu_seconds_then_ = 0;
    std::optional<double> cpu_ratio_;
};

}  // namespace foreshock::agent
