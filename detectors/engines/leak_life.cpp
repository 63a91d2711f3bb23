#include "detectors/engines/leak_life.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {
namespace {

constexpr double first_span = 1.5;  // of evidence_min
constexpr int scale_factor = 6;
constexpr double new_peak = 1.02;   // of the highest floor so far
constexpr double given_back = 0.5;  // of a growth
constexpr double times_fall = 2;    // a growth is more than what wanders up and down
constexpr double fall_memory_seconds = 7.0 * 24 * 3600;
constexpr double tripled = 2;           // times the level at its begin, on top
constexpr double still_growing = 0.25;  // of the slope

}  // namespace

LeakLife::LeakLife(const LeakSettings& settings, TimePoint first_seen, Duration age)
    : born_(first_seen - age), last_at_(first_seen) {
    Duration span = from_seconds(first_span * to_seconds(settings.evidence_min));
    for (FloorRing& ring : rings_) {
        ring = FloorRing{span};
        span *= scale_factor;
    }
}

LeakLife::Judgement LeakLife::observe(const LeakSettings& settings, FormerLives& former,
                                      TimePoint at, const Value& now) {
    const Duration step = at - last_at_;
    interval_ = interval_ == Duration{0} ? step : (interval_ * 7 + step) / 8;
    last_at_ = at;
    value_ = now.value;
    limit_ = now.limit;
    if (age() < settings.warm_up) return {};
    peak_ = has_peak_ ? std::max(peak_, value_) : value_;
    if (!has_peak_) watched_since_ = at;
    has_peak_ = true;
    const bool was_growing = is_growing();
    std::string_view why;
    for (std::size_t scale = 0; scale < scales; ++scale) {
        if (!rings_[scale].add(at, value_, now.load)) continue;
        if (scale == 1) follow(settings, former, rings_[1].newest());
        judge_scale(settings, former, scale);
        if (was_growing && scale == growth_scale_ && why.empty()) why = relief(former, scale);
    }
    if (!why.empty()) growth_.reset();
    return {is_growing(), is_growing() && !was_growing ? "floor_grows" : why};
}

/// Learns from floors of long windows, so that teeth do not show, what comes to rest or is given
/// back.
void LeakLife::follow(const LeakSettings& settings, FormerLives& former, double floor) {
    if (!has_floor_ || floor > highest_floor_ + (new_peak - 1) * std::abs(highest_floor_)) {
        highest_floor_ = floor;
        rose_at_ = last_at_;
    }
    remember_fall(floor);
    if (!has_floor_) lowest_floor_ = risen_floor_ = floor;
    has_floor_ = true;
    const Duration rest = std::max(rose_at_ - born_, settings.evidence_min);
    if (!has_rested_ && last_at_ - rose_at_ >= rest) {
        former.rest(highest_floor_, last_at_, rose_at_ - born_);
        has_rested_ = true;
    }
    risen_floor_ = std::max(risen_floor_, floor);
    const double rise = risen_floor_ - lowest_floor_;
    const double enough =
        std::max(settings.growth_min, settings.growth_ratio_min * std::abs(lowest_floor_));
    const bool returned = rise > 0 && risen_floor_ - floor >= given_back * rise;
    if (returned && rise >= enough) former.give_back(rise, last_at_);
    if (returned || floor < lowest_floor_) lowest_floor_ = risen_floor_ = floor;
}

/// The fall to this floor from the highest of the ring of long windows.
void LeakLife::remember_fall(double floor) {
    FloorRing::Floors floors;
    double highest = floor;
    for (const Floor& each : rings_[1].closed(last_at_, floors))
        highest = std::max(highest, each.value);
    fall_ = std::max(highest - floor, faded_fall());
    fall_at_ = last_at_;
}

double LeakLife::faded_fall() const {
    return fall_ * std::exp(-to_seconds(last_at_ - fall_at_) / fall_memory_seconds);
}

bool LeakLife::may_come_back(const LeakSettings& settings, const LeakGrowth& growth) const {
    if (growth.growth() < times_fall * faded_fall()) return true;
    const double rhythm = to_seconds(settings.rhythm);
    const double before = to_seconds(last_at_ - watched_since_) - growth.seconds();
    if (before >= rhythm || growth.seconds() >= rhythm) return false;
    if (!limit_) return growth.growth() < tripled * std::abs(growth.began_level);
    return growth.level + growth.swing + growth.slope * rhythm < *limit_;
}

double LeakLife::seconds_min(const LeakSettings& settings) const {
    const double share = settings.life_share_min * to_seconds(age());
    const double longest = to_seconds(rings_.back().span()) / 2;
    return std::max(to_seconds(settings.evidence_min), std::min(share, longest));
}

void LeakLife::judge_scale(const LeakSettings& settings, const FormerLives& former,
                           std::size_t scale) {
    FloorRing::Floors floors;
    const LeakRules rules{seconds_min(settings), settings.growth_min, settings.growth_ratio_min};
    const auto growth = judge_leak(rings_[scale].closed(last_at_, floors), rules);
    if (!growth) return;
    if (!is_growing() && former.is_usual(growth->level, growth->growth(), last_at_)) return;
    if (!is_growing() && may_come_back(settings, *growth)) return;
    if (!is_growing()) {
        first_sign_ = last_at_ + from_seconds(growth->began_at);
        first_level_ = growth->began_level;
    }
    adopt(*growth, scale);
}

/// A longer view of the growth replaces a shorter one, and each its own older one.
void LeakLife::adopt(const LeakGrowth& growth, std::size_t scale) {
    if (is_growing() && scale < growth_scale_) return;
    const TimePoint began = last_at_ + from_seconds(growth.began_at);
    if (!is_growing() || began < first_sign_) {
        first_sign_ = began;
        first_level_ = growth.began_level;
    }
    growth_ = growth;
    growth_scale_ = scale;
    growth_at_ = last_at_;
}

std::string_view LeakLife::relief(FormerLives& former, std::size_t scale) {
    const double floor = rings_[scale].newest();
    const double grown = growth_->level - first_level_;
    if (growth_->level - floor > given_back * grown) return "growth_reversed";
    FloorRing::Floors floors;
    const auto slope = last_slope(rings_[scale].closed(last_at_, floors));
    if (!slope || *slope >= still_growing * growth_->slope) return {};
    former.rest(std::max(highest_floor_, floor), last_at_, age());
    return "growth_stopped";
}

}  // namespace foreshock::detectors
