#pragma once

#include <algorithm>
#include <optional>

#include "detectors/engine.hpp"

namespace foreshock::detectors {

/// Whether a subject is still told of, whatever its rhythm: a value a second or one in ten minutes.
/// 16 bytes.
class Presence {
public:
    /// A subject with a single value has no rhythm yet: it is believed for so long.
    static constexpr Duration first_patience = std::chrono::hours{1};

    /// A value. Answers the time since the one before when nobody looked away in between, zero for
    /// the first one and after a gap, nothing for a value that is not newer.
    std::optional<Duration> see(TimePoint at) {
        if (at <= seen_at_) return std::nullopt;
        const bool continues = is_seen() && !is_gone(at);
        const Duration step = continues ? at - seen_at_ : Duration{0};
        if (continues) interval_ = interval_ == Duration{0} ? step : (interval_ * 7 + step) / 8;
        seen_at_ = at;
        return step;
    }

    [[nodiscard]] bool is_seen() const { return seen_at_ != TimePoint{}; }

    /// `first`: the patience with a single value.
    [[nodiscard]] bool is_gone(TimePoint now, Duration first = first_patience) const {
        return now - seen_at_ > (interval_ == Duration{0} ? first : gone_after(interval_));
    }

    [[nodiscard]] TimePoint seen_at() const { return seen_at_; }

    [[nodiscard]] Duration interval() const { return interval_; }

private:
    TimePoint seen_at_{};
    Duration interval_{0};
};

}  // namespace foreshock::detectors
