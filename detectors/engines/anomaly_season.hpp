#pragma once

#include <array>
#include <optional>

#include "core/time.hpp"
#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// What is usual at each hour of the day (UTC): the median of the hour's means of up to seven days.
/// 24 × 7 means, 968 bytes.
class AnomalySeason {
public:
    static constexpr int days_kept = 7;
    static constexpr int days_needed = 3;

    /// What this hour usually has; nothing until it has been seen on three days.
    [[nodiscard]] std::optional<double> usual(TimePoint at) const;

    void observe(TimePoint at, double value);

    void save(StateWriter& out) const;
    void restore(StateReader& in);

private:
    struct Hour {
        std::array<float, days_kept> means{};  // the oldest is replaced
        std::int32_t day = 0;                  // of the mean that is being made
        float mean = 0;
        std::uint16_t values = 0;
        std::uint8_t days = 0;
        std::uint8_t next = 0;
    };

    std::array<Hour, 24> hours_{};
};

}  // namespace foreshock::detectors
