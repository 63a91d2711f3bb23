#include "detectors/engines/level_histogram.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {
namespace {

constexpr double growth = 1.1;
constexpr double bucket_max = 1000;  // 1.1^1000: beyond any unit

}  // namespace

int LevelHistogram::bucket_of(double value, double floor) {
    if (!(value > floor)) return 0;
    return static_cast<int>(std::min(std::log(value / floor) / std::log(growth), bucket_max));
}

double LevelHistogram::value_of(double bucket, double floor) {
    return floor * std::pow(growth, bucket + 0.5);
}

void LevelHistogram::add(int bucket) {
    if (samples_ == 0) first_ = std::max(0, bucket - static_cast<int>(buckets) / 2);
    if (samples_ >= samples_max) {
        samples_ = 0;
        for (std::uint16_t& count : counts_)
            samples_ += count = static_cast<std::uint16_t>(count / 2);
    }
    const int last = static_cast<int>(buckets) - 1;
    ++counts_[static_cast<std::size_t>(std::clamp(bucket - first_, 0, last))];
    ++samples_;
}

double LevelHistogram::rank(int bucket) const {
    double lower = 0;
    double equal = 0;
    const int last = static_cast<int>(buckets) - 1;
    const int wanted = std::clamp(bucket - first_, -1, last + 1);
    for (int i = 0; i <= last; ++i) {
        if (i < wanted) lower += counts_[static_cast<std::size_t>(i)];
        if (i == wanted) equal = counts_[static_cast<std::size_t>(i)];
    }
    return (lower + equal / 2) / samples_;
}

double LevelHistogram::median() const {
    std::uint32_t seen = 0;
    for (std::size_t i = 0; i < buckets; ++i) {
        seen += counts_[i];
        if (seen * 2 >= samples_) return first_ + static_cast<double>(i);
    }
    return first_;
}

void LevelHistogram::save(StateWriter& out) const {
    out.put(first_);
    for (const std::uint16_t count : counts_)
        out.put(count);
}

bool LevelHistogram::restore(StateReader& in) {
    LevelHistogram read;
    read.first_ = in.get<std::int32_t>();
    for (std::uint16_t& count : read.counts_)
        read.samples_ += count = in.get<std::uint16_t>();
    const bool possible = read.first_ >= 0 && read.first_ <= static_cast<int>(bucket_max) &&
                          read.samples_ <= samples_max;
    *this = !in.failed() && possible ? read : LevelHistogram{};
    return !in.failed() && possible;
}

}  // namespace foreshock::detectors
