#include "detectors/engines/anomaly_tail.hpp"

#include <algorithm>
#include <cmath>

#include "detectors/engines/anomaly_state.hpp"

namespace foreshock::detectors {
namespace {

constexpr double rarity_max = 100;
constexpr int blocks_min = 3;

// The share of the blocks that may count as tail while there are few of them.
constexpr int blocks_per_peak = 4;

// The more blocks there were, the likelier one of them is rare by chance (Bonferroni); that would
// be the exponent 1, but blocks resemble one another.
constexpr double allowance_exponent = 0.9;
constexpr double allowance_from_blocks = 20;

}  // namespace

int AnomalyTail::tail_count() const {
    return std::min(std::clamp(blocks_ / blocks_per_peak, blocks_min, int{peaks_}), kept_ - 1);
}

double AnomalyTail::threshold() const {
    if (blocks_ < blocks_min) return 0;
    return double{greatest_[static_cast<std::size_t>(tail_count())]};
}

double AnomalyTail::rarity(double value, double grain) const {
    if (blocks_ < blocks_min) return 0;
    const double beyond = value - threshold() - grain;
    if (!(beyond > 0)) return 0;
    const int count = tail_count();
    double excess = 0;
    for (int i = 0; i < count; ++i)
        excess += double{greatest_[static_cast<std::size_t>(i)]} - threshold();
    excess = std::max(excess / count, grain);
    // What never moved has no tail: the first other value is one in all blocks so far.
    const double found =
        excess > 0 ? std::log10(double(blocks_) / count) + beyond / excess / std::log(10.0)
                   : std::log10(double(blocks_)) + 1;
    const double allowance =
        allowance_exponent * std::log10(std::max(1.0, blocks_ / allowance_from_blocks));
    return std::clamp(found - allowance, 0.0, rarity_max);
}

void AnomalyTail::observe(double value) {
    const auto known = static_cast<float>(value);
    block_ = rows_ == 0 ? known : std::max(block_, known);
    if (rows_ < INT16_MAX) ++rows_;
}

void AnomalyTail::observe(double value, int rows) {
    observe(value);
    if (rows_ >= rows) close_block();
}

void AnomalyTail::close_block() {
    if (rows_ == 0) return;
    rows_ = 0;
    const auto end = greatest_.begin() + kept_;
    const auto place = std::upper_bound(greatest_.begin(), end, block_, std::greater<>{});
    if (kept_ <= peaks_) ++kept_;
    if (place < greatest_.begin() + kept_) {
        std::copy_backward(place, greatest_.begin() + kept_ - 1, greatest_.begin() + kept_);
        *place = block_;
    }
    if (++blocks_ < blocks_max) return;
    blocks_ /= 2;
    kept_ /= 2;
    for (int i = 0; i < kept_; ++i)
        greatest_[static_cast<std::size_t>(i)] = greatest_[static_cast<std::size_t>(2 * i + 1)];
}

void AnomalyTail::save(StateWriter& out) const {
    for (const float each : greatest_)
        out.put(each);
    out.put(block_);
    out.put(kept_);
    out.put(blocks_);
    out.put(rows_);
}

void AnomalyTail::restore(StateReader& in) {
    for (float& each : greatest_)
        each = get_finite(in);
    block_ = get_finite(in);
    kept_ =
        std::clamp<std::int16_t>(in.get<std::int16_t>(), 0, static_cast<std::int16_t>(peaks_ + 1));
    blocks_ = std::clamp<std::int16_t>(in.get<std::int16_t>(), kept_, blocks_max);
    // A tail needs one block more than it has peaks at least.
    if (kept_ < std::min<int>(blocks_, blocks_min + 1)) blocks_ = kept_;
    rows_ = std::max<std::int16_t>(in.get<std::int16_t>(), 0);
}

}  // namespace foreshock::detectors
