#include "detectors/engines/shift_series.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "detectors/engines/robust.hpp"

namespace foreshock::detectors {
namespace {

constexpr double rank_min = 0.9;
constexpr double excursion_margin = 1.4;
constexpr double excursion_days = 10;  // the time constant of its fading
constexpr double relief_ratio = 0.5;   // of the way from usual to ratio_min
constexpr std::size_t compared_min = 12;
constexpr std::int64_t hour_ms = 3'600'000;

}  // namespace

ShiftSeries::ShiftSeries(const ShiftSettings& settings) : reference_(settings) {}

ShiftSeries::Judgement ShiftSeries::observe(const ShiftSettings& settings, TimePoint at,
                                            double value, std::optional<double> load) {
    const Duration step = at - last_at_;
    if (first_at_ == TimePoint{}) first_at_ = at;
    if (last_at_ != TimePoint{})
        interval_ = interval_ == Duration{0} ? step : (interval_ * 7 + step) / 8;
    last_at_ = at;
    Judgement judgement{state_, {}};
    const std::int64_t index = to_unix_ms(at) / settings.slot.count();
    if (open_.count > 0 && index != open_index_) close_slot(settings, judgement);
    const bool counts = settings.load.empty() || (load && *load >= settings.load_min);
    if (!counts) return judgement;
    if (open_.count == 0) slot_at_ = at;
    open_index_ = index;
    open_.value += value;
    open_.load += load.value_or(0);
    ++open_.count;
    return judgement;
}

void ShiftSeries::close_slot(const ShiftSettings& settings, Judgement& judgement) {
    push(settings, {open_.value / open_.count, open_.load / open_.count});
    open_ = {};
    judge(settings, judgement);
    judgement.state = state_;
}

/// What leaves the window is learned, unless it may belong to a shift and enough is known.
void ShiftSeries::push(const ShiftSettings& settings, const ShiftSlot& slot) {
    const bool learns = state_ == State::usual || last_at_ - first_at_ < settings.learn_for;
    if (size_ == slots && learns) reference_.learn(window_[next_]);
    window_[next_] = slot;
    next_ = static_cast<std::uint32_t>((next_ + 1) % slots);
    size_ = std::min<std::uint32_t>(size_ + 1, slots);
}

std::optional<ShiftSeries::Effect> ShiftSeries::effect() {
    std::array<double, slots> values{};
    std::array<double, slots> medians{};
    std::array<double, slots> ratios{};
    std::array<double, slots> all_loads{};
    std::size_t count = 0;
    double ranks = 0;
    for (const ShiftSlot& slot : window_) {
        const auto found = reference_.compare(slot);
        if (!found) continue;
        ranks += found->rank;
        values[count] = slot.value;
        medians[count] = found->median;
        all_loads[count] = slot.load;
        ratios[count++] = slot.value / found->median;
    }
    if (count < compared_min) return std::nullopt;
    const auto middle = [count](std::array<double, slots>& of) {
        return median_of(std::span<double>{of.data(), count});
    };
    level_ = middle(values);
    usual_level_ = middle(medians);
    load_ = middle(all_loads);
    return Effect{ranks / static_cast<double>(count), middle(ratios),
                  std::abs(level_ - usual_level_)};
}

bool ShiftSeries::is_off(const ShiftSettings& settings, const Effect& effect) const {
    const bool shifted = state_ == State::shifted;
    const double least = 1 + (settings.ratio_min - 1) * (shifted ? relief_ratio : 1);
    if (times_ < least) return false;
    if (shifted) return effect.difference >= settings.difference_min * relief_ratio;
    const double rank = settings.bad == Direction::above ? effect.rank : 1 - effect.rank;
    return rank >= rank_min && effect.difference >= settings.difference_min;
}

/// How far the window is off, as this hour of the day usually is not.
double ShiftSeries::times_usual(const ShiftSettings& settings, const Effect& effect) const {
    const TimePoint until = state_ == State::usual ? last_at_ : since_;
    const double hourly = reference_.usual_ratio(last_at_, until);
    const bool above = settings.bad == Direction::above;
    return above ? effect.ratio / hourly : hourly / std::max(effect.ratio, 1e-9);
}

void ShiftSeries::judge(const ShiftSettings& settings, Judgement& judgement) {
    const std::optional<Effect> found = size_ == slots ? effect() : std::nullopt;
    if (found) {
        follow_hour(found->ratio);
        times_ = times_usual(settings, *found);
    }
    const bool known = last_at_ - first_at_ >= settings.learn_for;
    const bool off = found && is_off(settings, *found);
    if (off) peak_ = std::max(peak_, times_);
    if (state_ == State::shifted) {
        judge_shifted(settings, off || !found, judgement);
    } else if (state_ == State::suspected) {
        judge_suspected(settings, off, known);
    } else if (off) {
        state_ = State::suspected;
        since_ = slot_at_;
    }
}

void ShiftSeries::judge_suspected(const ShiftSettings& settings, bool off, bool known) {
    if (!off) {
        state_ = State::usual;
        end_excursion(peak_);
    } else if (slot_at_ - since_ >= settings.accept_after) {
        accept();
    } else if (known && slot_at_ - since_ >= settings.hold_for &&
               times_ >= excursion_margin * usual_excursion()) {
        state_ = State::shifted;
        shifted_at_ = relief_since_ = last_at_;
    }
}

void ShiftSeries::judge_shifted(const ShiftSettings& settings, bool off, Judgement& judgement) {
    if (off) relief_since_ = last_at_;
    if (last_at_ - shifted_at_ >= settings.accept_after) {
        accept();
        judgement.reason = "new_normal";
    } else if (last_at_ - relief_since_ >= settings.clear_after) {
        state_ = State::usual;
        end_excursion(peak_ / excursion_margin);  // the same again would be told again
        judgement.reason = "level_back";
    }
}

void ShiftSeries::end_excursion(double peak) {
    excursion_ = std::max(usual_excursion(), peak);
    excursion_at_ = last_at_;
    peak_ = 1;
}

double ShiftSeries::usual_excursion() const {
    const double days = to_seconds(last_at_ - excursion_at_) / 86400;
    return 1 + (excursion_ - 1) * std::exp(-days / excursion_days);
}

/// What was usual is forgotten. `known_min` and `learn_for` are waited for again.
void ShiftSeries::accept() {
    reference_.forget();
    first_at_ = last_at_;
    state_ = State::usual;
    size_ = 0;
    excursion_ = peak_ = 1;
}

void ShiftSeries::interrupt() {
    open_ = {};
    size_ = next_ = 0;
    hour_count_ = 0;
    state_ = State::usual;
    peak_ = 1;
}

void ShiftSeries::follow_hour(double ratio) {
    const std::int64_t hour = to_unix_ms(slot_at_) / hour_ms;
    if (hour != hour_index_ && hour_count_ > 0 && hour_ratio_ > 0)
        reference_.learn_hour(from_unix_ms(hour_index_ * hour_ms), hour_ratio_ / hour_count_);
    if (hour != hour_index_) {
        hour_index_ = hour;
        hour_ratio_ = 0;
        hour_count_ = 0;
    }
    hour_ratio_ += ratio;
    ++hour_count_;
}

void ShiftSeries::save(StateWriter& out) const {
    out.put(first_at_);
    out.put(excursion_at_);
    out.put(excursion_);
    reference_.save(out);
}

bool ShiftSeries::restore(const Learned& learned) {
    if (learned.version != ShiftReference::version) return false;
    StateReader in{learned.state};
    first_at_ = in.get_time();
    excursion_at_ = in.get_time();
    excursion_ = in.get<double>();
    const bool read = reference_.restore(in) && in.is_complete() && std::isfinite(excursion_);
    if (!read) {
        reference_.forget();
        first_at_ = excursion_at_ = {};
        excursion_ = 1;
    }
    return read;
}

}  // namespace foreshock::detectors
