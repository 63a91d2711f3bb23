#pragma once

#include <cstdint>

#include "core/time.hpp"

namespace foreshock::detectors {

/// Which side of a band is the bad one.
enum class Direction : std::uint8_t { above, below };

/// Is the value at the bound, or further on the bad side?
constexpr bool is_beyond(Direction bad, double value, double bound) {
    return bad == Direction::above ? value >= bound : value <= bound;
}

/// Hysteresis, written once: a value is bad from `enter` on and good again only beyond `leave`.
/// It must have been bad for `hold_for` and `values_min` values without a break before anything is
/// said, and good for `clear_after` without a break before it is taken back. `lapses_max` good
/// values in a row are no break of the former. leave ≤ enter when above is bad, and leave ≥ enter
/// when below is bad.
struct Band {
    static constexpr std::uint16_t values_limit = 1000;  ///< `values_min` is not larger
    static constexpr std::uint8_t lapses_limit = 10;     ///< nor is `lapses_max`

    double enter = 0;
    double leave = 0;
    Duration hold_for{0};
    Duration clear_after{0};
    std::uint16_t values_min = 1;  ///< so that two values an hour apart are no proof
    std::uint8_t lapses_max = 0;   ///< of values that scatter: a slow service has quick answers

    auto operator<=>(const Band&) const = default;
};

/// Where one series stands towards one band. 16 bytes; not-a-number leaves everything as it is.
class BandState {
public:
    /// Takes one value; answers whether the band counts as entered now. Times never go back.
    bool observe(const Band& band, Direction bad, TimePoint at, double value);

    [[nodiscard]] bool is_entered() const { return entered_; }

    /// The last time the value began to be on the other side: after entering, when it first was
    /// bad.
    [[nodiscard]] TimePoint since() const { return since_; }

    /// What was on its way does not count: the hold begins anew.
    void interrupt() { pending_ = false; }

private:
    TimePoint since_{};
    std::uint16_t values_ = 0;  // that were on the other side without a break
    std::uint8_t lapses_ = 0;   // good values in a row, on the way in
    bool pending_ = false;      // on the way to the other state
    bool entered_ = false;
};

}  // namespace foreshock::detectors
