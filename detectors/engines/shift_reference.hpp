#pragma once

#include <array>
#include <optional>
#include <vector>

#include "detectors/engines/level_histogram.hpp"
#include "detectors/engines/shift_settings.hpp"

namespace foreshock::detectors {

/// Values of a slot of time, and the load that they were measured under.
struct ShiftSlot {
    double value = 0;
    double load = 0;
};

/// What is usual for one series: its distribution at each of 16 loads, each 1.4 times the one
/// before (one distribution when no load is named), and how far each hour of the day stands out
/// from that. About 2.2 KiB with load, 500 bytes without.
class ShiftReference {
public:
    static constexpr std::uint32_t version = 1;
    static constexpr std::size_t loads = 16;

    explicit ShiftReference(const ShiftSettings& settings);

    /// What one slot says against the past at its load.
    struct Comparison {
        double rank;    ///< share of the past that is lower, 0 to 1
        double median;  ///< of that past
    };

    /// Nothing while too little is known of this load.
    [[nodiscard]] std::optional<Comparison> compare(const ShiftSlot& slot) const;

    void learn(const ShiftSlot& slot);

    /// The hour that contains `at` stood at so many times the usual level.
    void learn_hour(TimePoint at, double ratio);

    /// The largest (`above`) or smallest ratio that this hour or its neighbours had on days before;
    /// 1 when they were as always. What was learned after `until` does not count.
    [[nodiscard]] double usual_ratio(TimePoint at, TimePoint until) const;

    /// Slots known, at all loads.
    [[nodiscard]] std::uint32_t samples() const;

    /// Everything is forgotten but the settings.
    void forget();

    void save(StateWriter& out) const;

    /// False, and empty, when the state is not one of ours.
    bool restore(StateReader& in);

private:
    struct Hour {
        TimePoint learned_at{};
        double ratio = 1;
    };

    [[nodiscard]] std::size_t cell_of(double load) const;

    Direction bad_;
    double floor_;                        // of values: smaller ones are all alike
    std::optional<std::int32_t> lowest_;  // the load of the first cell, as a power of 1.4
    std::vector<LevelHistogram> cells_;
    std::array<Hour, 24> hours_{};
};

}  // namespace foreshock::detectors
