#include "detectors/engines/bucket_ring.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace foreshock::detectors {
namespace {

constexpr std::int64_t places = 255;
constexpr int same_place = 26;  // a tenth of a bucket
constexpr std::int64_t time_max_ms = std::int64_t{1} << 52U;

}  // namespace

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
        const Bucket& bucket = nth_oldest(i);
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

double BucketRing::spread() const {
    if (size_ == 0) return 0;
    const auto [lowest, highest] =
        std::minmax_element(ring_.begin(), ring_.begin() + size_,
                            [](const Bucket& a, const Bucket& b) { return a.value < b.value; });
    return highest->value - lowest->value;
}

std::int64_t BucketRing::index_of(std::uint32_t nth) const {
    return nth_oldest(nth).at_ms / bucket_span_.count();
}

std::uint8_t BucketRing::place_of(std::int64_t after_begin_ms) const {
    return static_cast<std::uint8_t>(after_begin_ms * places / bucket_span_.count());
}

/// Rounded up, so that place_of finds the same place again.
std::int64_t BucketRing::after_begin(std::uint8_t place) const {
    return (place * bucket_span_.count() + places - 1) / places;
}

void BucketRing::save(StateWriter& out, double alike) const {
    std::array<Run, buckets> runs{};
    std::size_t count = 0;
    std::uint32_t first = 0;  // what is older than the ring's span beside the newest is stale
    while (first + 1 < size_ && index_of(size_ - 1) - index_of(first) > std::int64_t{buckets})
        ++first;
    for (std::uint32_t i = first; i < size_; ++i) {
        const Bucket& bucket = nth_oldest(i);
        const std::uint8_t place = place_of(bucket.at_ms % bucket_span_.count());
        const std::int64_t skipped = i == first ? 0 : index_of(i) - index_of(i - 1) - 1;
        const bool joins = count > 0 && skipped == 0 &&
                           std::abs(runs[count - 1].place - place) < same_place &&
                           std::abs(bucket.value - double{runs[count - 1].value}) <= alike;
        if (!joins)
            runs[count++] = {static_cast<std::uint8_t>(skipped), 0, place,
                             static_cast<float>(bucket.value)};
        ++runs[count - 1].length;
    }
    out.put(size_ == 0 ? std::int64_t{0} : index_of(first));
    out.put(static_cast<std::uint8_t>(count));
    for (std::size_t i = 0; i < count; ++i) {
        out.put(runs[i].skipped);
        out.put(runs[i].length);
        out.put(runs[i].place);
        out.put(runs[i].value);
    }
    out.put(open_count_);
    out.put(open_index_);
    out.put(open_count_ == 0 ? std::uint8_t{0} : place_of(open_at_ms_ / open_count_));
    out.put(static_cast<float>(open_count_ == 0 ? 0 : open_sum_ / open_count_));
}

void BucketRing::restore_run(const Run& run, std::int64_t first_index) {
    for (std::uint8_t i = 0; i < run.length; ++i) {
        open_index_ = first_index + i;
        open_at_ms_ = after_begin(run.place);
        open_sum_ = run.value;
        open_count_ = 1;
        close();
    }
}

bool BucketRing::restore(StateReader& in) {
    const auto fits = [this](std::int64_t index) {
        return index >= 0 && index <= time_max_ms / bucket_span_.count();
    };
    std::int64_t index = in.get<std::int64_t>();
    const auto count = in.get<std::uint8_t>();
    if (count > buckets || !fits(index)) return false;
    size_ = next_ = 0;
    for (std::uint8_t i = 0; i < count; ++i) {
        Run run;
        run.skipped = in.get<std::uint8_t>();
        run.length = in.get<std::uint8_t>();
        run.place = in.get<std::uint8_t>();
        run.value = in.get<float>();
        if (run.length == 0 || size_ + run.length > buckets) return false;
        if (run.place >= places || !std::isfinite(run.value)) return false;
        restore_run(run, index + run.skipped);
        index += run.skipped + run.length;
    }
    open_count_ = in.get<std::uint32_t>();
    open_index_ = in.get<std::int64_t>();
    const auto place = in.get<std::uint8_t>();
    open_at_ms_ = after_begin(place) * std::int64_t{open_count_};
    const auto mean = in.get<float>();
    open_sum_ = double{mean} * open_count_;
    const bool follows = size_ == 0 || open_count_ == 0 || open_index_ >= index;
    return !in.failed() && place < places && std::isfinite(mean) && fits(open_index_) && follows;
}

}  // namespace foreshock::detectors
