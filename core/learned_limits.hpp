#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/series.hpp"

namespace foreshock {

/// Where a limit is that follows what is usual for its series, in the signal's unit.
struct LimitNumbers {
    bool is_above_bad = true;          ///< false: values below the limit are the bad ones
    double now = 0;                    ///< what is judged by
    double of_pack = 0;                ///< what the pack says where nothing was learned
    double floor = 0;                  ///< it never goes below,
    double ceiling = 0;                ///< nor above
    std::optional<double> usual_low;   ///< nothing before a day was seen
    std::optional<double> usual_high;  ///< on the first day the median so far
    Duration seen{0};                  ///< how much of the series was learned from

    bool operator==(const LimitNumbers&) const = default;
};

/// A limit that an agent learned for one series of its host.
struct SeriesLimit {
    std::string kind;           ///< of symptom: "disk.latency.read"
    SeriesKey subject;          ///< the series
    std::string unit;           ///< as the pack writes it: "bytes", "ratio", "seconds" …
    TimePoint since;            ///< learning began
    std::uint32_t version = 1;  ///< of what is learned; raised when it means something else
    LimitNumbers numbers;

    bool operator==(const SeriesLimit&) const = default;
};

/// All that an agent tells of its limits, at one moment; it replaces what it told before.
struct LearnedLimits {
    static constexpr std::size_t limits_max = 256;      ///< rows
    static constexpr std::size_t bytes_max = 48 << 10;  ///< of all their texts
    static constexpr std::size_t name_bytes_max = 256;  ///< of a kind, a signal, a unit

    TimePoint at;
    std::vector<SeriesLimit> limits;
    std::uint32_t left_out = 0;  ///< limits beyond the bounds
    std::uint32_t others = 0;    ///< what was learned that is no limit: rhythms, usual values …

    bool operator==(const LearnedLimits&) const = default;
};

}  // namespace foreshock
