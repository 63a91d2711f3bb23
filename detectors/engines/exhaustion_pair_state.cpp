#include <algorithm>
#include <cmath>

#include "detectors/engine.hpp"
#include "detectors/engines/exhaustion_pair.hpp"

namespace foreshock::detectors {
namespace {

constexpr double alike = 0.0001;        // of the headroom
constexpr double telling_share = 0.01;  // of the headroom: less movement is nothing to keep
constexpr double kept_usage = 0.5;      // of the usage: with less the subject has begun anew

constexpr Duration time_max{std::int64_t{1} << 52U};  // what can be added up safely

bool is_sane(Duration span) {
    return span >= -time_max && span <= time_max;
}

template <class Stored>
auto trend_numbers(Stored& trend) {
    return std::array{&trend.began_at,     &trend.began_level, &trend.level,     &trend.slope,
                      &trend.recent_slope, &trend.scatter,     &trend.consumed,  &trend.earliest,
                      &trend.expected,     &trend.latest,      &trend.confidence};
}

}  // namespace

std::string ExhaustionPair::save() const {
    StateWriter out;
    for (const TimePoint at :
         {born_, last_at_, trend_at_, first_sign_, cleared_at_.value_or(born_)})
        out.put(at);
    out.put(interval_);
    for (const double number : {usage_, limit_, cleared_level_, peak_level_})
        out.put(number);
    out.put(state_);
    out.put(static_cast<std::uint8_t>(cleared_at_ ? 1 : 0));
    out.put(static_cast<std::uint8_t>(was_below_full_ ? 1 : 0));
    if (state_ == State::impending)
        for (const double* number : trend_numbers(trend_))
            out.put(*number);
    for (std::size_t scale = 0; scale < scales; ++scale) {
        rings_[scale].save(out, alike * std::max(0.0, -level()));
        usual_[scale].save(out);
    }
    return out.take();
}

std::optional<ExhaustionPair> ExhaustionPair::restore(std::string_view text) {
    StateReader in{text};
    ExhaustionPair pair;
    if (!pair.read(in) || !in.is_complete()) return std::nullopt;
    pair.resumes_ = true;
    return pair;
}

bool ExhaustionPair::read(StateReader& in) {
    TimePoint cleared;
    for (TimePoint* at : {&born_, &last_at_, &trend_at_, &first_sign_, &cleared})
        *at = in.get_time();
    interval_ = in.get_span();
    bool sane = is_sane(interval_) && interval_ >= Duration{0};
    for (const TimePoint at : {born_, last_at_, trend_at_, first_sign_, cleared})
        sane = sane && is_sane(at.time_since_epoch());
    for (double* number : {&usage_, &limit_, &cleared_level_, &peak_level_}) {
        *number = in.get<double>();
        sane = sane && std::isfinite(*number);
    }
    state_ = in.get<State>();
    if (in.get<std::uint8_t>() != 0) cleared_at_ = cleared;
    was_below_full_ = in.get<std::uint8_t>() != 0;
    if (state_ > State::occurring || !sane || limit_ <= 0) return false;
    if (state_ == State::impending)
        for (double* number : trend_numbers(trend_))
            *number = in.get<double>();
    // The latest moment alone may be never.
    if (!(trend_.slope > 0 || state_ != State::impending) || std::isnan(trend_.latest))
        return false;
    for (std::size_t scale = 0; scale < scales; ++scale)
        if (!rings_[scale].restore(in) || !usual_[scale].restore(in)) return false;
    return true;
}

void ExhaustionPair::resume(const ExhaustionSettings& settings, Duration away,
                            double usage_before) {
    resumes_ = false;
    const bool briefly = away <= gone_after(interval_);
    if (!briefly || usage_ < kept_usage * usage_before) born_ = last_at_;
    const bool goes_on = state_ == State::impending ? relief(settings).empty()
                                                    : usage_ >= settings.full_leave * limit_;
    if (state_ == State::quiet || (briefly && goes_on)) return;
    if (briefly && state_ == State::impending) learn_false_alarm();
    abandon();
}

bool ExhaustionPair::is_telling() const {
    if (state_ != State::quiet || cleared_at_) return true;
    const double headroom = std::max(0.0, -level());
    return std::any_of(rings_.begin(), rings_.end(), [headroom](const BucketRing& ring) {
        return ring.spread() > telling_share * headroom;
    });
}

std::optional<RunUp> ExhaustionPair::usual_rise() const {
    std::optional<RunUp> highest;
    for (const UsualRunUps& each : usual_)
        if (each.usual() && (!highest || each.usual()->height > highest->height))
            highest = each.usual();
    return highest;
}

}  // namespace foreshock::detectors
