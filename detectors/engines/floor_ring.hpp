#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "core/time.hpp"
#include "detectors/engines/robust.hpp"

namespace foreshock::detectors {

/// The lowest value of one stretch of time, how far the highest stood above it, and the mean load.
struct Floor {
    double at = 0;  ///< seconds before now, so ≤ 0
    double value = 0;
    double swing = 0;
    double load = 0;  ///< not-a-number when unknown
};

/// The lower envelope of one series at one scale: what is left after each collection of garbage,
/// when a window is longer than a tooth. 32 windows, about 1 KiB, O(1) per value. Times must not
/// go back.
class FloorRing {
public:
    static constexpr std::size_t windows = line_points_max;
    using Floors = std::array<Floor, windows>;

    explicit FloorRing(Duration span = Duration{0}) : window_span_(span / windows) {}

    /// Takes one value; answers whether it closed a window, so that `closed` has news.
    bool add(TimePoint at, double value, std::optional<double> load);

    /// Closed windows that are younger than the ring's span, oldest first. A view into `into`.
    std::span<const Floor> closed(TimePoint now, Floors& into) const;

    /// The floor of the window that was closed last. Only after `add` has answered true.
    [[nodiscard]] double newest() const { return ring_[(next_ + windows - 1) % windows].lowest; }

    [[nodiscard]] Duration span() const { return window_span_ * windows; }

private:
    struct Window {
        std::int64_t at_ms = 0;
        double lowest = 0;
        double highest = 0;
        double load = 0;
    };

    void close();

    std::array<Window, windows> ring_{};
    Window open_{};
    Duration window_span_;
    std::uint32_t size_ = 0;
    std::uint32_t next_ = 0;
    std::int64_t open_index_ = 0;  // which window since the epoch is being filled
    std::uint32_t open_count_ = 0;
    std::uint32_t open_loads_ = 0;
};

}  // namespace foreshock::detectors
