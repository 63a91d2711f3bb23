#include "detectors/engines/shift_reference.hpp"

#include <algorithm>
#include <cmath>

namespace foreshock::detectors {
namespace {

constexpr std::uint32_t known_min = 40;  // slots, before a load is known
constexpr double floor_share = 0.05;     // of the difference that matters
constexpr Duration day_half = std::chrono::hours{12};
constexpr Duration hour_known_for = std::chrono::hours{24 * 8};
constexpr double load_step_log = 0.34657359027997264;  // half of log 2: a factor of 1.41

std::size_t hour_of(TimePoint at) {
    return static_cast<std::size_t>(to_unix_ms(at) / 3'600'000 % 24 + 24) % 24;
}

std::int32_t step_of(double load) {
    return static_cast<std::int32_t>(std::floor(std::log(load) / load_step_log));
}

}  // namespace

ShiftReference::ShiftReference(const ShiftSettings& settings)
    : bad_(settings.bad),
      floor_(std::max(floor_share * settings.difference_min, 1e-9)),
      cells_(settings.load.empty() ? 1 : loads) {}

/// The first load that is seen gets the middle cell; what lies beyond the ends counts there.
std::size_t ShiftReference::cell_of(double load) const {
    if (cells_.size() == 1 || !lowest_ || !(load > 0)) return 0;
    const std::int32_t last = static_cast<std::int32_t>(loads) - 1;
    return static_cast<std::size_t>(std::clamp(step_of(load) - *lowest_, 0, last));
}

std::optional<ShiftReference::Comparison> ShiftReference::compare(const ShiftSlot& slot) const {
    const LevelHistogram& past = cells_[cell_of(slot.load)];
    if (past.samples() < known_min) return std::nullopt;
    return Comparison{past.rank(LevelHistogram::bucket_of(slot.value, floor_)),
                      LevelHistogram::value_of(past.median(), floor_)};
}

void ShiftReference::learn(const ShiftSlot& slot) {
    if (!lowest_ && slot.load > 0)
        lowest_ = step_of(slot.load) - static_cast<std::int32_t>(loads) / 2;
    cells_[cell_of(slot.load)].add(LevelHistogram::bucket_of(slot.value, floor_));
}

void ShiftReference::learn_hour(TimePoint at, double ratio) {
    Hour& hour = hours_[hour_of(at)];
    const bool known = hour.learned_at != TimePoint{} && at - hour.learned_at <= hour_known_for;
    hour.ratio = known ? (hour.ratio + ratio) / 2 : ratio;
    hour.learned_at = at;
}

double ShiftReference::usual_ratio(TimePoint at, TimePoint until) const {
    double usual = 1;
    for (const std::size_t shift : {23U, 0U, 1U}) {
        const Hour& hour = hours_[(hour_of(at) + shift) % 24];
        const Duration age = at - hour.learned_at;
        if (age < day_half || age > hour_known_for || hour.learned_at > until) continue;
        usual =
            bad_ == Direction::above ? std::max(usual, hour.ratio) : std::min(usual, hour.ratio);
    }
    return usual;
}

std::uint32_t ShiftReference::samples() const {
    std::uint32_t sum = 0;
    for (const LevelHistogram& cell : cells_)
        sum += cell.samples();
    return sum;
}

void ShiftReference::forget() {
    cells_.assign(cells_.size(), {});
    hours_ = {};
    lowest_.reset();
}

void ShiftReference::save(StateWriter& out) const {
    out.put(static_cast<std::uint32_t>(cells_.size()));
    out.put(lowest_.value_or(0));
    out.put(lowest_.has_value());
    for (const LevelHistogram& cell : cells_)
        cell.save(out);
    for (const Hour& hour : hours_) {
        out.put(hour.learned_at);
        out.put(hour.ratio);
    }
}

bool ShiftReference::restore(StateReader& in) {
    forget();
    if (in.get<std::uint32_t>() != cells_.size()) return false;
    const auto lowest = in.get<std::int32_t>();
    if (in.get<std::uint8_t>() != 0) lowest_ = lowest;
    bool possible = std::abs(lowest) < 100000;
    for (LevelHistogram& cell : cells_)
        possible = cell.restore(in) && possible;
    for (Hour& hour : hours_) {
        hour.learned_at = in.get_time();
        hour.ratio = in.get<double>();
        possible = possible && std::isfinite(hour.ratio) && hour.ratio > 0;
    }
    if (!possible || in.failed()) forget();
    return possible && !in.failed();
}

}  // namespace foreshock::detectors
