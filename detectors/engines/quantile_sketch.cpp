#include "detectors/engines/quantile_sketch.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {
namespace {

constexpr double growth = (1 + QuantileSketch::accuracy) / (1 - QuantileSketch::accuracy);
constexpr std::int32_t bucket_magnitude_max = 1000;

std::int32_t bucket_of(double value) {
    static const double per_bucket = std::log(growth);
    return static_cast<std::int32_t>(std::ceil(std::log(value) / per_bucket));
}

/// The value whose relative distance to both bounds of the bucket is the same.
double middle_of(std::int32_t bucket) {
    return 2 * std::pow(growth, bucket) / (growth + 1);
}

}  // namespace

void QuantileSketch::add(double value) {
    if (!std::isfinite(value)) return;
    std::uint16_t& count =
        value < smallest ? zeros_ : counts_[slot_of(bucket_of(std::min(value, largest)))];
    if (count == count_max) return;
    ++count;
    ++total_;
}

/// Finds the place of a bucket; moves the window where it lies outside.
std::size_t QuantileSketch::slot_of(std::int32_t bucket) {
    constexpr auto width = static_cast<std::int32_t>(buckets);
    if (total_ == zeros_) first_ = bucket - width / 2;
    if (bucket < first_) make_room_below(bucket);
    if (bucket >= first_ + width) collapse_up_to(bucket - width + 1);
    return static_cast<std::size_t>(std::max(bucket - first_, 0));
}

/// Moves the window down as far as the largest values allow.
void QuantileSketch::make_room_below(std::int32_t bucket) {
    const auto top = std::find_if(counts_.rbegin(), counts_.rend(), [](auto n) { return n > 0; });
    const auto unused = static_cast<std::int32_t>(top - counts_.rbegin());
    const std::int32_t by = std::min(first_ - bucket, unused);
    std::rotate(counts_.begin(), counts_.end() - by, counts_.end());
    first_ -= by;
}

/// Moves the window up; what falls out at the lower end joins the lowest bucket.
void QuantileSketch::collapse_up_to(std::int32_t first) {
    const auto by = std::min(static_cast<std::size_t>(first - first_), buckets);
    std::uint32_t lowest = 0;
    for (std::size_t i = 0; i < by; ++i)
        lowest += std::exchange(counts_[i], 0);
    std::rotate(counts_.begin(), counts_.begin() + static_cast<std::ptrdiff_t>(by), counts_.end());
    const std::uint32_t room = count_max - counts_[0];
    counts_[0] = static_cast<std::uint16_t>(counts_[0] + std::min(lowest, room));
    total_ -= lowest - std::min(lowest, room);
    first_ = first;
}

double QuantileSketch::quantile(double share) const {
    const double rank = std::clamp(share, 0.0, 1.0) * (total_ > 0 ? total_ - 1.0 : 0.0);
    double below = zeros_;
    if (total_ == 0 || rank < below) return 0;
    for (std::size_t i = 0; i < buckets; ++i) {
        below += counts_[i];
        if (rank < below) return middle_of(first_ + static_cast<std::int32_t>(i));
    }
    return 0;
}

void QuantileSketch::save(StateWriter& out) const {
    const auto used = buckets - static_cast<std::size_t>(
                                    std::count(counts_.begin(), counts_.end(), std::uint16_t{0}));
    out.put(first_);
    out.put(zeros_);
    out.put(static_cast<std::uint8_t>(used));
    for (std::size_t i = 0; i < buckets; ++i) {
        if (counts_[i] == 0) continue;
        out.put(static_cast<std::uint8_t>(i));
        out.put(counts_[i]);
    }
}

bool QuantileSketch::restore(StateReader& in) {
    *this = {};
    QuantileSketch read;
    read.first_ = in.get<std::int32_t>();
    read.total_ = read.zeros_ = in.get<std::uint16_t>();
    const auto used = in.get<std::uint8_t>();
    for (std::size_t i = 0; i < used && !in.failed(); ++i) {
        const auto slot = in.get<std::uint8_t>();
        const auto count = in.get<std::uint16_t>();
        if (slot >= buckets || read.counts_[slot] != 0) return false;
        read.counts_[slot] = count;
        read.total_ += count;
    }
    if (in.failed() || std::abs(read.first_) > bucket_magnitude_max) return false;
    *this = read;
    return true;
}

}  // namespace foreshock::detectors
