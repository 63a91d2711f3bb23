#include "detectors/engines/usual_count.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {
namespace {

constexpr double late_half_life_s = 2 * 3600;
constexpr double hour_half_life_s = 5 * 3600;  // five days of one hour each

std::size_t hour_of(TimePoint at) {
    using std::chrono::hours;
    const auto into_day = at - std::chrono::floor<std::chrono::days>(at);
    return static_cast<std::size_t>(std::chrono::duration_cast<hours>(into_day).count()) % 24;
}

std::uint32_t day_of(TimePoint at) {
    const auto days = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
    return static_cast<std::uint32_t>(days);
}

}  // namespace

double ExpectedCount::possible() const {
    return mean + 4 * std::sqrt(mean + mean * mean / shape) + 1;
}

UsualCount::UsualCount(Duration bucket)
    : late_kept_(std::exp2(-to_seconds(bucket) / late_half_life_s)),
      hour_kept_(std::exp2(-to_seconds(bucket) / hour_half_life_s)) {}

void UsualCount::Moments::add(double count, double kept) {
    const double old = static_cast<double>(weight) * kept;
    const double all = old + 1;
    const double off = count - static_cast<double>(mean);
    const double moved = static_cast<double>(mean) + off / all;
    const double spread = static_cast<double>(variance) * old + off * (count - moved);
    mean = static_cast<float>(moved);
    variance = static_cast<float>(std::max(spread / all, 0.0));
    weight = static_cast<float>(all);
}

ExpectedCount UsualCount::expected_of(const Moments& moments) {
    constexpr double prior = 0.5;
    const double weight = std::max<double>(moments.weight, 1);
    const double sum = static_cast<double>(moments.mean) * weight + prior;
    const double mean = sum / weight;
    const double excess = static_cast<double>(moments.variance) - mean;
    // Variances add: of the scatter m²/r, of the unknown mean m²/(s + ½).
    const double scatter = excess > 0 ? excess / (mean * mean) : 0;
    return {mean, 1 / (scatter + 1 / sum)};
}

ExpectedCount UsualCount::expected(TimePoint at) const {
    ExpectedCount expected = expected_of(late_);
    const std::size_t now = hour_of(at);
    for (const std::size_t hour : {now + hours - 1, now, now + 1}) {
        const Hour& known = by_hour_[hour % hours];
        if (known.days < days_min) continue;
        const ExpectedCount then = expected_of(known.moments);
        expected.mean = std::max(expected.mean, then.mean);
        expected.shape = std::min(expected.shape, then.shape);
    }
    return expected;
}

void UsualCount::learn(TimePoint at, double count, double late_max) {
    Hour& hour = by_hour_[hour_of(at)];
    const bool is_young = late_.weight < young;
    const double learned = is_young ? count : std::min(count, expected(at).possible());
    const double late = is_young ? count : std::min(count, expected_of(late_).possible());
    late_.add(std::min(late, late_max), late_kept_);
    hour.moments.add(learned, hour_kept_);
    if (hour.day == day_of(at)) return;
    hour.day = day_of(at);
    if (hour.days < days_min) ++hour.days;
}

void UsualCount::begin_anew() {
    late_ = {};
    by_hour_ = {};
}

void UsualCount::save(StateWriter& out) const {
    const auto put = [&out](const Moments& moments) {
        out.put(moments.mean);
        out.put(moments.variance);
        out.put(moments.weight);
    };
    put(late_);
    for (const Hour& hour : by_hour_) {
        put(hour.moments);
        out.put(hour.days);
        out.put(hour.day);
    }
}

bool UsualCount::restore(StateReader& in) {
    const auto get = [&in] {
        Moments moments;
        moments.mean = in.get<float>();
        moments.variance = in.get<float>();
        moments.weight = in.get<float>();
        return moments;
    };
    const auto is_good = [](const Moments& moments) {
        return moments.mean >= 0 && moments.variance >= 0 && moments.weight >= 0 &&
               std::isfinite(moments.mean) && std::isfinite(moments.variance) &&
               std::isfinite(moments.weight);
    };
    const Moments late = get();
    std::array<Hour, hours> by_hour{};
    bool good = is_good(late);
    for (Hour& hour : by_hour) {
        hour.moments = get();
        hour.days = in.get<std::uint16_t>();
        hour.day = in.get<std::uint32_t>();
        good = good && is_good(hour.moments);
    }
    if (in.failed() || !good) return false;
    late_ = late;
    by_hour_ = by_hour;
    return true;
}

}  // namespace foreshock::detectors
