#include "detectors/engines/rhythm.hpp"

#include <algorithm>

namespace foreshock::detectors {
namespace {

using std::chrono::hours;

constexpr std::int64_t week_hours = 168;
constexpr std::int64_t day_hours = 24;
constexpr std::int64_t monday = 4 * day_hours;  // 1970-01-01 was a Thursday
constexpr Duration summer_time = hours{1};
constexpr Duration long_silence = hours{8 * 24};

/// Whole hours since a Monday at midnight, UTC.
std::int64_t hour_of(TimePoint at) {
    return std::chrono::floor<hours>(at.time_since_epoch()).count() - monday;
}

TimePoint start_of(std::int64_t hour) {
    return TimePoint{hours{hour + monday}};
}

std::int64_t floor_divided(std::int64_t a, std::int64_t b) {
    return a / b - (a % b < 0 ? 1 : 0);
}

std::size_t place_of(std::int64_t hour) {
    return static_cast<std::size_t>(hour - floor_divided(hour, week_hours) * week_hours);
}

}  // namespace

Duration far_out(std::vector<Duration> spans) {
    if (spans.empty()) return Duration{0};
    std::sort(spans.begin(), spans.end());
    const Duration low = spans[(spans.size() - 1) / 4];
    const Duration high = spans[((spans.size() - 1) * 3 + 3) / 4];
    return high + (high - low) * 3;
}

Duration median_of(std::vector<Duration> spans) {
    if (spans.empty()) return Duration{0};
    const auto middle = spans.begin() + static_cast<std::ptrdiff_t>(spans.size() / 2);
    std::nth_element(spans.begin(), middle, spans.end());
    return *middle;
}

void Rhythm::happen(TimePoint at, bool continues) {
    if (has_begun() && at <= last_) return;
    if (has_begun() && continues) {
        if (intervals_.size() >= intervals_max) intervals_.erase(intervals_.begin());
        intervals_.push_back(at - last_);
    }
    if (first_ == TimePoint{}) first_ = at;
    last_ = at;
    const std::int64_t week = floor_divided(hour_of(at), week_hours);
    const std::int64_t passed = std::clamp<std::int64_t>(week - week_, 0, 8);
    for (std::uint8_t& weeks : by_hour_)
        weeks = static_cast<std::uint8_t>(weeks << passed);
    week_ = week;
    by_hour_[place_of(hour_of(at))] |= 1;
}

Duration Rhythm::due_after(Duration tolerance) const {
    const Duration usual = usual_interval();
    const Duration grace = std::max(tolerance, usual / 10);
    return far_out(intervals_) + grace + (usual >= hours{6} ? summer_time : Duration{0});
}

bool Rhythm::had_event(std::int64_t hour) const {
    const std::int64_t age = week_ - floor_divided(hour, week_hours);
    return age >= 0 && age < 8 && ((by_hour_[place_of(hour)] >> age) & 1) != 0;
}

/// Did something happen in these hours in three of four known weeks before?
bool Rhythm::is_active(std::int64_t hour, std::int64_t count) const {
    const std::int64_t lived = floor_divided(hour - hour_of(first_), week_hours);
    const std::int64_t known = std::min(lived, weeks_max);
    std::int64_t found = 0;
    for (std::int64_t week = 1; week <= known; ++week) {
        bool had = false;
        for (std::int64_t h = hour; h < hour + count && !had; ++h)
            had = had_event(h - week * week_hours);
        found += had ? 1 : 0;
    }
    return known >= 1 && found * 4 >= known * 3;
}

bool Rhythm::is_dense(TimePoint from, TimePoint to) const {
    if (to - from > hours{week_hours}) return false;
    for (std::int64_t hour = hour_of(from); hour <= hour_of(to); ++hour)
        if (!is_active(hour, 1)) return false;
    return true;
}

/// Stretches of so many hours that lie within the silence, summer time or not.
bool Rhythm::has_left_out(TimePoint now, std::int64_t count) const {
    std::int64_t hour = hour_of(last_ + 2 * summer_time) + 1;
    if (count == day_hours) hour = (floor_divided(hour - 1, day_hours) + 1) * day_hours;
    for (; start_of(hour + count) + summer_time <= now; hour += count)
        if (is_active(hour, count)) return true;
    return false;
}

bool Rhythm::leaves_out(TimePoint now, Duration due) const {
    if (now - last_ >= long_silence) return true;
    return is_dense(now - due - summer_time, now + summer_time) || has_left_out(now, 1) ||
           has_left_out(now, day_hours);
}

std::string Rhythm::save() const {
    StateWriter writer;
    writer.put(first_);
    writer.put(last_);
    writer.put(week_);
    for (const std::uint8_t weeks : by_hour_)
        writer.put(weeks);
    writer.put(static_cast<std::uint8_t>(intervals_.size()));
    for (const Duration interval : intervals_)
        writer.put(interval);
    return writer.take();
}

bool Rhythm::restore(std::string_view text) {
    StateReader reader{text};
    Rhythm read;
    read.first_ = reader.get_time();
    read.last_ = reader.get_time();
    read.week_ = reader.get<std::int64_t>();
    for (std::uint8_t& weeks : read.by_hour_)
        weeks = reader.get<std::uint8_t>();
    const auto count = reader.get<std::uint8_t>();
    if (count > intervals_max) return false;
    for (std::size_t i = 0; i < count; ++i) {
        read.intervals_.push_back(reader.get_span());
        if (read.intervals_.back() <= Duration{0}) return false;
    }
    const bool fits = read.week_ == floor_divided(hour_of(read.last_), week_hours);
    if (!reader.is_complete() || !fits) return false;
    *this = std::move(read);
    return true;
}

}  // namespace foreshock::detectors
