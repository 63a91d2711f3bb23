#pragma once

#include <cstdint>
#include <optional>

#include "core/log_line.hpp"
#include "core/series.hpp"

namespace foreshock::detectors {

/// Who hears what was recorded.
class RecordingSink {
public:
    virtual ~RecordingSink() = default;

    /// The number of a series, to be asked once and then kept.
    virtual SeriesId series(const SeriesKey& key) = 0;

    virtual void value(SeriesId series, TimePoint at, double value) = 0;
    virtual void line(const LogLine& line) = 0;
};

/// What a recording could not use.
struct RecordingCounts {
    std::uint64_t out_of_order = 0;  ///< older than what came before: left out
    std::uint64_t malformed = 0;     ///< not of the format: left out
    std::uint64_t refused = 0;       ///< beyond a named bound: left out
};

/// Recorded data in the order of time, read as it is asked for. For one thread.
class Recording {
public:
    virtual ~Recording() = default;

    /// The moment of what comes next; nothing at the end. Never before the last one, and the same
    /// until it is played. Errors name the place: file, line.
    virtual Result<std::optional<TimePoint>> next() = 0;

    /// Hands out what comes next; only after `next` has named a moment. Always to the same sink.
    virtual Result<void> play(RecordingSink& out) = 0;

    [[nodiscard]] virtual RecordingCounts counts() const = 0;
};

}  // namespace foreshock::detectors
