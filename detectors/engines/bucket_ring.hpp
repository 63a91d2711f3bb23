#pragma once

#include <array>
#include <optional>
#include <span>

#include "core/time.hpp"
#include "detectors/engines/robust.hpp"
#include "detectors/learned.hpp"

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

    /// How far the closed buckets still in the ring lie apart; 0 when there is none.
    [[nodiscard]] double spread() const;

    /// Neighbours that differ by less than `alike` are kept as one value, all as floats, times to a
    /// 255th of a bucket: at most `saved_bytes_max`, some 40 where nothing moves.
    void save(StateWriter& out, double alike) const;
    static constexpr std::size_t saved_bytes_max = 9 + buckets * 7 + 17;

    /// Takes back what a ring of the same span has saved. False when it is none; the ring may hold
    /// anything then.
    [[nodiscard]] bool restore(StateReader& in);

private:
    /// Neighbouring buckets with about the same value.
    struct Run {
        std::uint8_t skipped = 0;  // empty buckets before it
        std::uint8_t length = 0;
        std::uint8_t place = 0;  // of the values' mean time in its bucket, in 255ths
        float value = 0;
    };

    void close();
    [[nodiscard]] std::int64_t index_of(std::uint32_t nth) const;
    [[nodiscard]] std::uint8_t place_of(std::int64_t after_begin_ms) const;
    [[nodiscard]] std::int64_t after_begin(std::uint8_t place) const;
    void restore_run(const Run& run, std::int64_t first_index);

    struct Bucket {
        std::int64_t at_ms = 0;
        double value = 0;
    };

    [[nodiscard]] const Bucket& nth_oldest(std::uint32_t nth) const {
        return ring_[(next_ + buckets - size_ + nth) % buckets];
    }

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
