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
constexpr Duration time_max{std::int64_t{1} << 52U};  // what can be subtracted safely

bool is_sane(TimePoint at) {
    return at >= TimePoint{} && at.time_since_epoch() <= time_max;
}

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

void UsualRunUps::save(StateWriter& out) const {
    out.put(static_cast<std::uint8_t>(usual_ ? 1 : 0));
    out.put(static_cast<std::uint8_t>(started_ ? 1 : 0));
    out.put(static_cast<std::uint8_t>(spoiled_ ? 1 : 0));
    if (usual_) {
        for (const double each : {usual_->height, usual_->peak, usual_->seconds, usual_->times})
            out.put(static_cast<float>(each));
        out.put(usual_->ended);
    }
    if (!started_) return;
    out.put(trough_at_);
    out.put(peak_at_);
    out.put(static_cast<float>(trough_));
    out.put(static_cast<float>(peak_));
}

bool UsualRunUps::restore(StateReader& in) {
    const bool is_known = in.get<std::uint8_t>() != 0;
    started_ = in.get<std::uint8_t>() != 0;
    spoiled_ = in.get<std::uint8_t>() != 0;
    usual_.reset();
    if (is_known) {
        RunUp& run_up = usual_.emplace();
        for (double* each : {&run_up.height, &run_up.peak, &run_up.seconds, &run_up.times}) {
            *each = in.get<float>();
            if (!std::isfinite(*each)) return false;
        }
        run_up.ended = in.get_time();
        if (run_up.times < 0 || run_up.times > times_max || run_up.seconds < 0) return false;
        if (!is_sane(run_up.ended)) return false;
    }
    if (started_) {
        trough_at_ = in.get_time();
        peak_at_ = in.get_time();
        trough_ = in.get<float>();
        peak_ = in.get<float>();
        if (!is_sane(trough_at_) || !is_sane(peak_at_)) return false;
    }
    return !in.failed() && std::isfinite(trough_) && std::isfinite(peak_);
}

}  // namespace foreshock::detectors
