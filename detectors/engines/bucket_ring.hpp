#pragma once

#include <array>
#include <optional>
#include <span>

#include "core/time.hpp"
#include "detectors/engines/robust.hpp"

namespace foreshock::detectors {

/// The recent past of one series at one scale: the means of up to 32 time buckets. Fixed size,
/// O(1) per value. Times must not go back.
class BucketRing {
public:
    static constexpr std::size_t buckets = line_points_max;
    using Points = std::array<Point, buckets>;

    explicit BucketRing(Duration span = Duration{0}) : bucket_span_(span / buckets) {}

    /// Takes one value; answers whether it closed a bucket, so that `closed` has news.
    bool add(TimePoint at, double value);

    /// Closed buckets that are younger than the ring's span, oldest first, with times in seconds
    /// before `now` (so all ≤ 0). The answer is a view into `into`.
    std::span<const Point> closed(TimePoint now, Points& into) const;

    /// Lowest value among the closed buckets still in the ring, if any.
    [[nodiscard]] std::optional<double> lowest() const;

    /// Mean of the bucket that was closed last. Only after `add` has answered true.
    [[nodiscard]] double newest() const { return ring_[(next_ + buckets - 1) % buckets].value; }

    [[nodiscard]] Duration span() const { return bucket_span_ * buckets; }

private:
    void close();

    struct Bucket {
        std::int64_t at_ms = 0;
        double value = 0;
    };

    std::array<Bucket, buckets> ring_{};
    Duration bucket_span_;
    std::uint32_t size_ = 0;
    std::uint32_t next_ = 0;
    std::int64_t open_index_ = 0;  // which bucket since the epoch is being filled
    std::int64_t open_at_ms_ = 0;  // sum of times after the bucket's begin
    double open_sum_ = 0;
    std::uint32_t open_count_ = 0;
};

}  // namespace foreshock::detectors
