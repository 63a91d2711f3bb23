#include "detectors/engines/usual_range.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {
namespace {

constexpr Duration day = std::chrono::hours{24};
constexpr double good_share = 0.05;

// A sketch is exact at its upper end: where small values are bad, it is given their inverses.
double turned(Direction bad, double value) {
    if (bad == Direction::above) return value;
    return 1 / std::max(value, QuantileSketch::smallest);
}

double turned_back(Direction bad, double value) {
    return bad == Direction::above || value == 0 ? value : 1 / value;
}

}  // namespace

bool UsualRange::observe(const UsualRangeSettings& settings, TimePoint at, double value) {
    const Duration since = at - taken_at_;
    if (since < take_every || !std::isfinite(value)) return false;
    const bool is_first = taken_at_ == TimePoint{};
    taken_at_ = at;
    sketch_.add(turned(settings.bad, value));
    if (!is_first) today_ += std::min(since, gap_max);
    if (today_ < day) return false;
    end_day(settings);
    return true;
}

void UsualRange::end_day(const UsualRangeSettings& settings) {
    const auto side = [&](double share) {
        return static_cast<float>(turned_back(settings.bad, sketch_.quantile(share)));
    };
    days_[days_seen_ % days_max] = {side(good_share), side(settings.share)};
    ++days_seen_;
    sketch_ = {};
    today_ -= day;
}

double UsualRange::middle(const UsualRangeSettings& settings, float Day::*side) const {
    const std::size_t count = std::min<std::size_t>({days_seen_, settings.days, days_max});
    if (count == 0) return 0;
    std::array<float, days_max> values{};
    for (std::size_t i = 0; i < count; ++i)
        values[i] = days_[(days_seen_ - 1 - i) % days_max].*side;
    // Of an even number the calmer of the two: more than half of the days must say it.
    const std::size_t nth = settings.bad == Direction::above ? (count - 1) / 2 : count / 2;
    std::nth_element(values.begin(), values.begin() + nth, values.begin() + count);
    return values[nth];
}

std::optional<double> UsualRange::median_today(const UsualRangeSettings& settings) const {
    if (sketch_.count() < values_min) return std::nullopt;
    return turned_back(settings.bad, sketch_.quantile(0.5));
}

double UsualRange::bad_side(const UsualRangeSettings& settings) const {
    return middle(settings, &Day::bad);
}

double UsualRange::good_side(const UsualRangeSettings& settings) const {
    return middle(settings, &Day::good);
}

void UsualRange::save(StateWriter& out) const {
    out.put(days_seen_);
    const std::size_t count = std::min<std::size_t>(days_seen_, days_max);
    for (std::size_t i = 0; i < count; ++i) {
        out.put(days_[i].good);
        out.put(days_[i].bad);
    }
    out.put(today_);
    out.put(taken_at_);
    sketch_.save(out);
}

bool UsualRange::restore(StateReader& in) {
    *this = {};
    UsualRange read;
    read.days_seen_ = in.get<std::uint32_t>();
    const std::size_t count = std::min<std::size_t>(read.days_seen_, days_max);
    bool is_sound = true;
    for (std::size_t i = 0; i < count; ++i) {
        Day& day_read = read.days_[i];
        day_read.good = in.get<float>();
        day_read.bad = in.get<float>();
        is_sound = is_sound && std::isfinite(day_read.good) && std::isfinite(day_read.bad);
    }
    read.today_ = in.get_span();
    read.taken_at_ = in.get_time();
    is_sound = is_sound && Duration{0} <= read.today_ && read.today_ < day;
    if (!read.sketch_.restore(in) || !in.is_complete() || !is_sound) return false;
    *this = read;
    return true;
}

}  // namespace foreshock::detectors
