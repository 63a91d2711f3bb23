#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/learned_limits.hpp"
#include "detectors/learned.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::agent {

/// Decides when the server hears of learned limits: soon after the start, once a day, and when
/// they changed materially, but no more often than `told_every_min`. It looks on while what was
/// learned is gathered to be kept (LearnedStore), so that it costs no walk of its own but the
/// first. Memory: what was told, at most LearnedLimits::bytes_max. For one thread.
class LimitBook {
public:
    static constexpr Duration first_after = std::chrono::seconds{15};
    static constexpr Duration told_every = std::chrono::hours{24};
    static constexpr Duration told_every_min = std::chrono::hours{1};
    /// A limit that moved by more than this share is another one.
    static constexpr double material_share = 0.1;

    /// Nothing is known at the server (any more): it is told with the next walk. One that is under
    /// way is over.
    void begin_anew() {
        told_.reset();
        is_walking_ = false;
    }

    /// Should somebody walk through what was learned now, for this alone?
    [[nodiscard]] bool is_due(TimePoint now);

    /// A walk: `begin`, then each part with when each state began, then `finish`, which answers
    /// what to tell.
    void begin() {
        seen_ = LearnedLimits{};
        is_walking_ = true;
    }

    [[nodiscard]] bool is_walking() const { return is_walking_; }

    void note(const detectors::Learned& learned, const detectors::Pack& pack, TimePoint since);
    [[nodiscard]] std::optional<LearnedLimits> finish(TimePoint now);

private:
    [[nodiscard]] bool is_news() const;

    bool is_walking_ = false;
    LearnedLimits seen_;
    std::optional<LearnedLimits> told_;
    std::optional<TimePoint> first_due_;
};

/// Sorts by kind and series and keeps what fits: limits that moved from the pack's first.
void fit(LearnedLimits& learned);

}  // namespace foreshock::agent
