#pragma once

#include <cstdint>
#include <string>

#include "core/time.hpp"
#include "detectors/learned.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::detectors {

/// What the lives of one subject have shown so far: how they ended, where growth came to rest by
/// itself (a cache is full), and growth that was given back without a restart (a long tooth).
/// Growth that rests or is given back is usual for 30 days; growth that only a restart ended never
/// becomes usual. A value, 64 bytes.
struct FormerLives {
    static constexpr std::uint32_t version = 1;

    double plateau = 0;  ///< the highest level at which growth came to rest
    TimePoint plateau_at{};
    Duration plateau_after{0};  ///< since the life's begin
    double returned = 0;        ///< the largest growth that was given back
    TimePoint returned_at{};
    std::uint32_t returned_times = 0;
    std::uint32_t ended = 0;  ///< lives that a restart ended
    Duration last_length{0};
    double last_peak = 0;

    void rest(double level, TimePoint at, Duration age);
    void give_back(double growth, TimePoint at);
    void end(double peak, Duration length);

    /// Did the like come to nothing before?
    [[nodiscard]] bool is_usual(double level, double growth, TimePoint now) const;

    /// "its 3 former lives ended after 2 d, the last at 1.1 GiB".
    [[nodiscard]] std::string describe(Unit unit) const;

    void save(StateWriter& out) const;

    /// False, and unchanged, when the state is not one of ours.
    bool restore(const Learned& learned);
};

}  // namespace foreshock::detectors
