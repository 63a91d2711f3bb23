#include "detectors/engines/usual_runups.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {
namespace {

constexpr double memory_seconds = 7.0 * 24 * 3600;
constexpr double height_margin = 2;  // seen once: the next may be larger
constexpr double height_margin_trusted = 1.4;
constexpr double length_margin = 2.5;
constexpr double length_margin_trusted = 3;
constexpr double peak_margin_trusted = 0.3;  // of the headroom left at the peak
constexpr double alike = 0.5;                // of the known height
constexpr double trusted_times = 1.6;
constexpr double times_max = 8;
constexpr double excused_consumed = 0.65;

}  // namespace

void UsualRunUps::observe(TimePoint at, double level) {
    if (!started_ || level < trough_) {
        if (started_ && peak_ > trough_) finish(at, level);
        started_ = true;
        trough_ = peak_ = level;
        trough_at_ = peak_at_ = at;
        return;
    }
    if (level > peak_) {
        peak_ = level;
        peak_at_ = at;
        return;
    }
    const bool fell = peak_ - level >= (peak_ - trough_) / 2;
    const bool rests = at - peak_at_ >= peak_at_ - trough_at_;
    if (fell || rests) finish(at, level);
}

void UsualRunUps::finish(TimePoint at, double level) {
    const double seconds = to_seconds(peak_at_ - trough_at_);
    if (seconds > 0 && !spoiled_) learn({peak_ - trough_, peak_, seconds, at});
    trough_ = peak_ = level;
    trough_at_ = peak_at_ = at;
    spoiled_ = false;
}

double UsualRunUps::remembered(TimePoint now) const {
    return std::exp(-to_seconds(now - usual_->ended) / memory_seconds);
}

void UsualRunUps::learn(const RunUp& run_up) {
    if (!usual_) {
        usual_ = run_up;
        return;
    }
    const double kept = remembered(run_up.ended);
    const RunUp known = *usual_;
    if (run_up.height < alike * known.height * kept) return;
    const bool like = run_up.height * alike <= known.height * kept;
    usual_->height = std::max(run_up.height, known.height * kept);
    usual_->peak = std::max(run_up.peak, known.peak);
    usual_->seconds = like ? std::max(run_up.seconds, known.seconds) : run_up.seconds;
    usual_->times = like ? std::min(known.times * kept + 1, times_max) : 1;
    usual_->ended = run_up.ended;
}

double UsualRunUps::quick_swing(double seconds) const {
    return usual_ && usual_->seconds < seconds / 4 ? usual_->height : 0;
}

bool UsualRunUps::is_usual(const Rise& rise, TimePoint now) const {
    if (!usual_) return false;
    const double kept = remembered(now);
    const bool trusted = usual_->times * kept > trusted_times;
    if (kept < 0.3 || (!trusted && rise.consumed() > excused_consumed)) return false;
    const double longer = trusted ? length_margin_trusted : length_margin;
    if (rise.seconds > longer * usual_->seconds) return false;
    const double height = usual_->height * kept;
    const bool ends_below = rise.began_level + height < 0;
    const double higher = trusted ? height_margin_trusted : height_margin;
    const bool within = rise.level - rise.began_level <= higher * height;
    const double slack = trusted ? peak_margin_trusted * -usual_->peak : 0;
    const bool was_before = to_seconds(now - usual_->ended) >= rise.seconds;
    const bool been_there = was_before && rise.level <= usual_->peak + slack;
    return (within && ends_below) || been_there;
}

}  // namespace foreshock::detectors
