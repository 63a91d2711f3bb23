#pragma once

#include <cstdint>
#include <optional>

#include "core/time.hpp"

namespace foreshock::detectors {

/// Samples of one span of time as one row: their mean. Spans begin at multiples of their length,
/// so that what comes out does not depend on when one began to look. 32 bytes.
class AnomalyRow {
public:
    struct Finished {
        TimePoint at;  ///< of the last sample
        double mean = 0;
        std::uint32_t samples = 0;
    };

    /// Takes a sample whose time is not before that of the last one. Answers the row that is over
    /// because of it.
    std::optional<Finished> add(TimePoint at, double value, Duration length) {
        const std::int64_t number = at.time_since_epoch() / length;
        std::optional<Finished> over;
        if (samples_ > 0 && number != number_) over = finish();
        number_ = number;
        last_at_ = at;
        ++samples_;
        mean_ += (value - mean_) / samples_;
        return over;
    }

    /// The row that is over because time has passed.
    std::optional<Finished> advance(TimePoint now, Duration length) {
        if (samples_ == 0 || now.time_since_epoch() / length <= number_) return std::nullopt;
        return finish();
    }

private:
    Finished finish() {
        const Finished over{last_at_, mean_, samples_};
        samples_ = 0;
        mean_ = 0;
        return over;
    }

    TimePoint last_at_{};
    std::int64_t number_ = 0;
    double mean_ = 0;
    std::uint32_t samples_ = 0;
};

}  // namespace foreshock::detectors
