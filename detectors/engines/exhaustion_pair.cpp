#include "detectors/engines/exhaustion_pair.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {
namespace {

constexpr Duration finest_span = std::chrono::seconds{64};
constexpr double birth_factor = 2;  // growth from the first moment on is presumed start-up
constexpr double birth_consumed_max = 0.6;
constexpr double reversal = 0.3;        // of the growth, lost again
constexpr double still_growing = 0.25;  // of the slope
constexpr double at_the_brink = 0.03;   // of the first headroom: a stop here is no relief
constexpr double recede_factor = 2;     // of the horizon
constexpr Duration relief_window_max = std::chrono::minutes{30};

}  // namespace

ExhaustionPair::ExhaustionPair(TimePoint first_seen, Duration age)
    : born_(first_seen - age), last_at_(first_seen) {
    Duration span = finest_span;
    for (BucketRing& ring : rings_) {
        ring = BucketRing{span};
        span *= 4;
    }
}

ExhaustionPair::Judgement ExhaustionPair::observe(const ExhaustionSettings& settings, TimePoint at,
                                                  double usage, double limit) {
    const Duration step = at - last_at_;
    if (!resumes_) interval_ = interval_ == Duration{0} ? step : (interval_ * 7 + step) / 8;
    const double usage_before = usage_;
    last_at_ = at;
    usage_ = usage;
    limit_ = limit;
    believed_ = false;
    if (resumes_) resume(settings, step, usage_before);
    remember(settings, at);
    switch (state_) {
        case State::quiet:
            if (has_happened(settings)) return settle(State::occurring, "limit_met");
            return judge_quiet();
        case State::impending:
            if (has_happened(settings)) return settle(State::occurring, "limit_met");
            return judge_impending(settings);
        case State::occurring:
            return judge_occurring(settings);
    }
    return {};
}

void ExhaustionPair::remember(const ExhaustionSettings& settings, TimePoint at) {
    for (std::size_t scale = 0; scale < scales; ++scale) {
        if (!rings_[scale].add(at, level())) continue;
        if (state_ == State::occurring) usual_[scale].spoil();
        usual_[scale].observe(at, rings_[scale].newest());
        if (state_ != State::occurring && may_matter(settings, scale)) judge_scale(settings, scale);
    }
}

/// The cheap question before the dear one: could this scale's growth have used up enough?
bool ExhaustionPair::may_matter(const ExhaustionSettings& settings, std::size_t scale) const {
    if (state_ == State::impending) return true;
    if (last_at_ - born_ < settings.warm_up) return false;
    const std::optional<double> lowest = rings_[scale].lowest();
    return lowest && level() - *lowest > 0.7 * settings.headroom_consumed * -*lowest;
}

TrendRules ExhaustionPair::rules_for(const ExhaustionSettings& settings) const {
    return {to_seconds(settings.evidence_min), settings.headroom_consumed, settings.growth_min,
            limit_, to_seconds(2 * interval_ + settings.full_hold)};
}

void ExhaustionPair::judge_scale(const ExhaustionSettings& settings, std::size_t scale) {
    BucketRing::Points points;
    const auto closed = rings_[scale].closed(last_at_, points);
    const std::optional<Trend> trend = judge_trend(closed, level(), rules_for(settings));
    if (!trend) return;
    if (state_ == State::impending ? is_refresh(*trend) : is_alarming(settings, *trend, scale)) {
        adopt(*trend);
    }
}

/// A growth that fills its whole ring began earlier: the widest view of it.
Trend ExhaustionPair::whole_growth(Trend trend, std::size_t scale) const {
    while (scale + 1 < scales && trend.seconds() > 0.93 * to_seconds(rings_[scale].span())) {
        BucketRing::Points points;
        const auto wider = judge_trend(rings_[++scale].closed(last_at_, points), level(), {});
        if (wider && wider->seconds() > trend.seconds()) trend = *wider;
    }
    return trend;
}

/// Growth from a subject's first moment on is presumed to be its start-up, until it is large.
bool ExhaustionPair::may_be_start_up(const ExhaustionSettings& settings, const Trend& whole) const {
    const double age = to_seconds(last_at_ - born_);
    if (age - whole.seconds() >= 5 + 0.1 * whole.seconds()) return false;
    const double doubled = std::min(birth_factor * settings.headroom_consumed, birth_consumed_max);
    return whole.consumed < std::max(settings.headroom_consumed, doubled);
}

/// Most growths of minutes are of something at work that ends: a download, a build, a cache.
bool ExhaustionPair::may_be_a_job(const ExhaustionSettings& settings, const Trend& whole) const {
    if (whole.seconds() >= to_seconds(settings.young_for)) return false;
    // The line goes on for a while where the growth has just ended.
    const double grown = std::min(whole.level, level()) - whole.began_level;
    return grown < settings.headroom_consumed_young * -whole.began_level;
}

bool ExhaustionPair::is_alarming(const ExhaustionSettings& settings, const Trend& trend,
                                 std::size_t scale) const {
    if (trend.verdict != Verdict::believed) return false;
    if (trend.latest > to_seconds(settings.horizon)) return false;
    if (usage_ < settings.share_min * limit_) return false;
    if (was_told(settings, trend) || is_usual(trend)) return false;
    const Trend whole = whole_growth(trend, scale);
    return !may_be_a_job(settings, whole) && !may_be_start_up(settings, whole);
}

/// A growth whose alarm was taken back must use up as much again of what was left then.
bool ExhaustionPair::was_told(const ExhaustionSettings& settings, const Trend& trend) const {
    if (!cleared_at_) return false;
    const bool began_before = to_seconds(last_at_ - *cleared_at_) < trend.seconds();
    const double again = settings.headroom_consumed * -cleared_level_;
    return began_before && level() - cleared_level_ < again;
}

bool ExhaustionPair::is_usual(const Trend& trend) const {
    const Rise rise{trend.began_level, std::max(trend.level, level()), trend.seconds()};
    return std::any_of(usual_.begin(), usual_.end(),
                       [&](const UsualRunUps& usual) { return usual.is_usual(rise, last_at_); });
}

/// While impending, a newer view replaces the older one unless it sees much less of the growth.
bool ExhaustionPair::is_refresh(const Trend& trend) const {
    const bool told = trend.verdict == Verdict::believed || trend.verdict == Verdict::levelling;
    if (!told) return false;
    const double age = to_seconds(last_at_ - trend_at_);
    return trend.seconds() >= 0.6 * (trend_.seconds() + age) || age > trend_.seconds() / 4;
}

void ExhaustionPair::adopt(const Trend& trend) {
    if (believed_ && trend.seconds() < trend_.seconds()) return;  // a longer scale has spoken
    trend_ = trend;
    const double swing_seconds = usual_.front().quick_swing(trend.seconds()) / trend.slope;
    trend_.earliest = std::max(0.0, trend_.earliest - swing_seconds);
    trend_.expected = std::max(trend_.earliest, trend_.expected - swing_seconds / 2);
    trend_at_ = last_at_;
    believed_ = true;
}

ExhaustionPair::Judgement ExhaustionPair::judge_quiet() {
    if (!believed_) return {State::quiet, {}};
    first_sign_ = trend_at_ + from_seconds(trend_.began_at);
    peak_level_ = level();
    return settle(State::impending, "slopes_agree");
}

ExhaustionPair::Judgement ExhaustionPair::judge_impending(const ExhaustionSettings& settings) {
    peak_level_ = std::max(peak_level_, level());
    const std::string_view why = relief(settings);
    const Duration hold = why == "growth_stopped" ? interval_ : settings.clear_after;
    if (!holds(!why.empty(), relief_since_, hold)) return {State::impending, {}};
    learn_false_alarm();
    return settle(State::quiet, why);
}

ExhaustionPair::Judgement ExhaustionPair::judge_occurring(const ExhaustionSettings& settings) {
    const bool relieved = usage_ < settings.full_leave * limit_;
    if (!holds(relieved, relief_since_, settings.clear_after)) return {State::occurring, {}};
    return settle(State::quiet, "usage_fell");
}

bool ExhaustionPair::holds(bool condition, std::optional<TimePoint>& since, Duration hold) const {
    if (!condition) {
        since.reset();
        return false;
    }
    if (!since) since = last_at_;
    return last_at_ - *since >= hold;
}

/// What was full from its first moment must stay so for the warm-up: it may be meant to be.
bool ExhaustionPair::has_happened(const ExhaustionSettings& settings) {
    const bool full = usage_ >= settings.full_ratio * limit_;
    was_below_full_ = was_below_full_ || !full;
    const Duration hold = was_below_full_ ? settings.full_hold : settings.warm_up;
    return holds(full, full_since_, hold);
}

std::string_view ExhaustionPair::relief(const ExhaustionSettings& settings) const {
    const double lost = peak_level_ - level();
    const double growth = peak_level_ - trend_.began_level;
    if (lost > std::max(reversal * growth, 3 * trend_.scatter)) return "growth_reversed";
    const double left = trend_.latest - to_seconds(last_at_ - trend_at_);
    if (left > recede_factor * to_seconds(settings.horizon)) return "forecast_receded";
    if (level() > at_the_brink * trend_.began_level) return {};
    return has_stopped(settings) ? "growth_stopped" : std::string_view{};
}

bool ExhaustionPair::has_stopped(const ExhaustionSettings& settings) const {
    const double noise_seconds = 8 * trend_.scatter / trend_.slope;
    const Duration wanted = from_seconds(std::max(trend_.seconds() / 8, noise_seconds));
    const Duration least = std::max(settings.clear_after, 4 * interval_);
    const Duration window = std::max(least, std::min(wanted, relief_window_max));
    const std::optional<double> rise = rise_over(window);
    return rise && *rise < still_growing * trend_.slope * to_seconds(window);
}

/// The mean of the last window minus the mean of the window before it: teeth cancel out.
std::optional<double> ExhaustionPair::rise_over(Duration window) const {
    const auto ring = std::find_if(rings_.begin(), rings_.end(), [window](const BucketRing& each) {
        return each.span() >= window * 2;
    });
    if (ring == rings_.end()) return std::nullopt;
    BucketRing::Points points;
    std::array<double, 2> sum{};
    std::array<int, 2> count{};
    for (const Point& point : ring->closed(last_at_, points)) {
        const double windows_ago = -point.at / to_seconds(window);
        if (windows_ago >= 2) continue;
        const std::size_t which = windows_ago < 1 ? 0 : 1;
        sum[which] += point.value;
        ++count[which];
    }
    if (count[0] == 0 || count[1] == 0) return std::nullopt;
    return sum[0] / count[0] - sum[1] / count[1];
}

/// What came to nothing once excuses the like for a while, see UsualRunUps.
void ExhaustionPair::learn_false_alarm() {
    const double seconds = to_seconds(last_at_ - first_sign_);
    cleared_at_ = last_at_;
    cleared_level_ = level();
    usual_.front().learn({peak_level_ - trend_.began_level, peak_level_, seconds, last_at_});
}

ExhaustionPair::Judgement ExhaustionPair::settle(State state, std::string_view reason) {
    if (state == State::occurring && state_ == State::quiet) first_sign_ = *full_since_;
    if (state == State::occurring) cleared_at_.reset();
    if (state == State::occurring)
        for (UsualRunUps& usual : usual_)
            usual.spoil();
    state_ = state;
    relief_since_.reset();
    full_since_.reset();
    return {state, reason};
}

}  // namespace foreshock::detectors
