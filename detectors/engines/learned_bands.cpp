#include "detectors/engines/learned_bands.hpp"

#include <algorithm>

#include "detectors/symptom_text.hpp"

namespace foreshock::detectors {
namespace {

std::string count_days(std::uint32_t days) {
    return std::to_string(days) + (days == 1 ? " day seen" : " days seen");
}

/// The band with its `enter` where the usual puts it.
Band moved(const Band& stock, const LearnedLimit& limit, double factor, Direction bad,
           double usual) {
    const double wanted = bad == Direction::above ? usual * factor : usual / factor;
    Band band = stock;
    band.enter = std::clamp(wanted, limit.floor, limit.ceiling);
    band.leave = stock.leave * (band.enter / stock.enter);
    // What is usual must be on the good side of the way out.
    const double halfway = (usual + band.enter) / 2;
    if (bad == Direction::above && usual < band.enter) band.leave = std::max(band.leave, halfway);
    if (bad == Direction::below && usual > band.enter) band.leave = std::min(band.leave, halfway);
    return band;
}

}  // namespace

LearnedBands::LearnedBands(const LevelSettings& settings)
    : warning_(settings.warning), critical_(settings.critical.value_or(Band{})) {}

bool LearnedBands::observe(const LevelSettings& settings, TimePoint at, double value) {
    const Duration before = usual_.seen_today();
    if (usual_.observe(settings.learning->range, at, value)) {
        move(settings);
        return true;
    }
    // What is bad already must not teach that it is good.
    const bool was_taken = usual_.seen_today() != before;
    const bool is_bad = is_beyond(settings.bad, value, warning_.enter);
    if (was_taken && !is_bad) move_on_first_day(settings);
    return false;
}

std::optional<double> LearnedBands::usual_so_far(const LevelSettings& settings) const {
    const LevelLearning& learning = *settings.learning;
    if (!learning.warning.first_day_factor || usual_.days_seen() > 0) return std::nullopt;
    return usual_.median_today(learning.range);
}

void LearnedBands::move_on_first_day(const LevelSettings& settings) {
    const LevelLearning& learning = *settings.learning;
    const std::optional<double> usual = usual_so_far(settings);
    if (!usual) return;
    const double factor = *learning.warning.first_day_factor;
    warning_ = moved(settings.warning, learning.warning, factor, settings.bad, *usual);
    if (!learning.critical) return;
    const double further = learning.critical->factor / learning.warning.factor;
    critical_ =
        moved(*settings.critical, *learning.critical, factor * further, settings.bad, *usual);
}

void LearnedBands::move(const LevelSettings& settings) {
    const LevelLearning& learning = *settings.learning;
    if (usual_.days_seen() < learning.days_min) return;
    const double usual = usual_.bad_side(learning.range);
    const LearnedLimit& warning = learning.warning;
    warning_ = moved(settings.warning, warning, warning.factor, settings.bad, usual);
    if (!learning.critical) return;
    const LearnedLimit& critical = *learning.critical;
    critical_ = moved(*settings.critical, critical, critical.factor, settings.bad, usual);
}

std::string LearnedBands::describe_usual(const LevelSettings& settings, Unit unit) const {
    if (const std::optional<double> usual = usual_so_far(settings))
        return "usual at this host: " + describe_value(unit, *usual) + " so far (" +
               describe_duration(usual_.seen_today()) + " seen)";
    if (usual_.days_seen() == 0) return {};
    const UsualRangeSettings& range = settings.learning->range;
    const auto [low, high] = std::minmax({usual_.good_side(range), usual_.bad_side(range)});
    return "usual at this host: " + describe_value(unit, low) + " to " +
           describe_value(unit, high) + " (" + count_days(usual_.days_seen()) + ")";
}

std::string LearnedBands::summary(const LevelSettings& settings, Unit unit) const {
    std::string text = describe_usual(settings, unit);
    if (text.empty()) text = describe_duration(usual_.seen_today()) + " of the first day seen";
    text += "; limit now " + describe_value(unit, warning_.enter);
    if (warning_.enter == settings.warning.enter) return text + ", that of the pack";
    return text + ", in the pack " + describe_value(unit, settings.warning.enter);
}

LimitNumbers LearnedBands::numbers(const LevelSettings& settings) const {
    const LearnedLimit& limit = settings.learning->warning;
    LimitNumbers numbers;
    numbers.is_above_bad = settings.bad == Direction::above;
    numbers.now = warning_.enter;
    numbers.of_pack = settings.warning.enter;
    numbers.floor = limit.floor;
    numbers.ceiling = limit.ceiling;
    numbers.seen = usual_.seen_today() + std::chrono::hours{24} * usual_.days_seen();
    if (usual_.days_seen() > 0) {
        const UsualRangeSettings& range = settings.learning->range;
        const auto [low, high] = std::minmax({usual_.good_side(range), usual_.bad_side(range)});
        numbers.usual_low = low;
        numbers.usual_high = high;
    } else {
        numbers.usual_high = usual_so_far(settings);
    }
    return numbers;
}

void LearnedBands::restore(const LevelSettings& settings, StateReader& in) {
    if (!usual_.restore(in)) return;
    move(settings);
    move_on_first_day(settings);
}

}  // namespace foreshock::detectors
