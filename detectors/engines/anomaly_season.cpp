#include "detectors/engines/anomaly_season.hpp"

#include <algorithm>

#include "detectors/engines/anomaly_state.hpp"

namespace foreshock::detectors {
namespace {

std::int64_t hour_number(TimePoint at) {
    return std::chrono::floor<std::chrono::hours>(at.time_since_epoch()).count();
}

std::size_t hour_of_day(std::int64_t hour) {
    return static_cast<std::size_t>((hour % 24 + 24) % 24);
}

std::int32_t day_of(std::int64_t hour) {
    return static_cast<std::int32_t>((hour - static_cast<std::int64_t>(hour_of_day(hour))) / 24);
}

}  // namespace

std::optional<double> AnomalySeason::usual(TimePoint at) const {
    const std::int64_t number = hour_number(at);
    const Hour& hour = hours_[hour_of_day(number)];
    std::array<float, days_kept + 1> known{};
    std::copy(hour.means.begin(), hour.means.end(), known.begin());
    std::size_t count = hour.days;
    // The last day's mean is made into one when the day is over, seen or not.
    if (hour.values > 0 && hour.day != day_of(number)) {
        if (count == days_kept)
            known[hour.next] = hour.mean;
        else
            known[count++] = hour.mean;
    }
    if (count < days_needed) return std::nullopt;
    const auto middle = known.begin() + static_cast<std::ptrdiff_t>(count / 2);
    std::nth_element(known.begin(), middle, known.begin() + static_cast<std::ptrdiff_t>(count));
    return double{*middle};
}

void AnomalySeason::observe(TimePoint at, double value) {
    const std::int64_t number = hour_number(at);
    Hour& hour = hours_[hour_of_day(number)];
    if (hour.values > 0 && hour.day != day_of(number)) {
        hour.means[hour.next] = hour.mean;
        hour.next = static_cast<std::uint8_t>((hour.next + 1) % days_kept);
        hour.days = static_cast<std::uint8_t>(std::min(hour.days + 1, days_kept));
        hour.values = 0;
    }
    hour.day = day_of(number);
    if (hour.values < UINT16_MAX) ++hour.values;
    const float before = hour.values == 1 ? 0 : hour.mean;
    hour.mean = before + (static_cast<float>(value) - before) / static_cast<float>(hour.values);
}

void AnomalySeason::save(StateWriter& out) const {
    for (const Hour& hour : hours_) {
        for (const float mean : hour.means)
            out.put(mean);
        out.put(hour.day);
        out.put(hour.mean);
        out.put(hour.values);
        out.put(hour.days);
        out.put(hour.next);
    }
}

void AnomalySeason::restore(StateReader& in) {
    for (Hour& hour : hours_) {
        for (float& mean : hour.means)
            mean = get_finite(in);
        hour.day = in.get<std::int32_t>();
        hour.mean = get_finite(in);
        hour.values = in.get<std::uint16_t>();
        hour.days = std::min<std::uint8_t>(in.get<std::uint8_t>(), days_kept);
        hour.next = static_cast<std::uint8_t>(in.get<std::uint8_t>() % days_kept);
    }
}

}  // namespace foreshock::detectors
