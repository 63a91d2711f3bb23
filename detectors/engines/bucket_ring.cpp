#include "detectors/engines/bucket_ring.hpp"

#include <algorithm>

namespace foreshock::detectors {

bool BucketRing::add(TimePoint at, double value) {
    const std::int64_t index = to_unix_ms(at) / bucket_span_.count();
    const bool closes = open_count_ > 0 && index != open_index_;
    if (closes) close();
    if (open_count_ == 0) open_index_ = index;
    open_at_ms_ += to_unix_ms(at) - index * bucket_span_.count();
    open_sum_ += value;
    ++open_count_;
    return closes;
}

void BucketRing::close() {
    const std::int64_t begin = open_index_ * bucket_span_.count();
    ring_[next_] = {begin + open_at_ms_ / open_count_, open_sum_ / open_count_};
    next_ = (next_ + 1) % buckets;
    size_ = std::min<std::uint32_t>(size_ + 1, buckets);
    open_at_ms_ = 0;
    open_sum_ = 0;
    open_count_ = 0;
}

std::span<const Point> BucketRing::closed(TimePoint now, Points& into) const {
    std::size_t count = 0;
    const std::int64_t oldest = to_unix_ms(now - span() - bucket_span_);
    for (std::uint32_t i = 0; i < size_; ++i) {
        const Bucket& bucket = ring_[(next_ + buckets - size_ + i) % buckets];
        if (bucket.at_ms < oldest) continue;
        const double at = static_cast<double>(bucket.at_ms - to_unix_ms(now)) / 1000.0;
        into[count++] = {at, bucket.value};
    }
    return {into.data(), count};
}

std::optional<double> BucketRing::lowest() const {
    if (size_ == 0) return std::nullopt;
    const auto lower = [](const Bucket& a, const Bucket& b) { return a.value < b.value; };
    return std::min_element(ring_.begin(), ring_.begin() + size_, lower)->value;
}

}  // namespace foreshock::detectors
