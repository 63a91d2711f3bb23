#include "detectors/engines/run_lengths.hpp"

#include <algorithm>

#include "detectors/engines/rhythm.hpp"
#include "detectors/engines/robust.hpp"

namespace foreshock::detectors {

void RunLengths::tell(TimePoint at, Duration running, bool continues) {
    const bool has_ended = is_running() && running < running_;
    if (has_ended && is_whole_ && continues) {
        if (runs_.size() >= runs_max) runs_.erase(runs_.begin());
        runs_.push_back({begun_, running_});
    }
    if (running > Duration{0} && (has_ended || !is_running())) begun_ = at - running;
    if (!continues || has_ended || !is_running()) is_whole_ = continues;
    running_ = std::max(running, Duration{0});
}

std::vector<Duration> RunLengths::lengths() const {
    std::vector<Duration> all;
    for (const Run& run : runs_)
        all.push_back(run.length);
    return all;
}

Duration RunLengths::usual() const {
    return median_of(lengths());
}

Duration RunLengths::too_long(Duration tolerance) const {
    return std::max(far_out(lengths()), usual() * 2) + tolerance;
}

Duration RunLengths::period() const {
    std::vector<Duration> between;
    for (std::size_t i = 1; i < runs_.size(); ++i)
        between.push_back(runs_[i].begun - runs_[i - 1].begun);
    return median_of(std::move(between));
}

std::optional<RunLengths::Growth> RunLengths::growth(TimePoint now) const {
    if (runs_.size() < growth_runs_min) return std::nullopt;
    const TimePoint origin = runs_.front().begun;
    std::vector<Point> points;
    for (const Run& run : runs_)
        points.push_back({to_seconds(run.begun - origin), to_seconds(run.length)});
    const auto line = fit_line(points);
    if (!line || line->slope_low <= 0 || line->concordance < concordance_min) return std::nullopt;
    const double length = line->value_at(to_seconds(now - origin));
    const double limit = to_seconds(period());
    const bool is_clear = length >= growth_min * std::max(line->value_at(0), 0.0);
    if (!is_clear || length < period_share_min * limit) return std::nullopt;
    const auto meets = [&](double slope) {
        return now + from_seconds(std::max(limit - length, 0.0) / slope);
    };
    return Growth{from_seconds(length), from_seconds(limit), meets(line->slope_high),
                  meets(line->slope), meets(line->slope_low)};
}

std::string RunLengths::save() const {
    StateWriter writer;
    writer.put(static_cast<std::uint8_t>(runs_.size()));
    for (const Run& run : runs_) {
        writer.put(run.begun);
        writer.put(run.length);
    }
    return writer.take();
}

bool RunLengths::restore(std::string_view text) {
    StateReader reader{text};
    const auto count = reader.get<std::uint8_t>();
    if (count > runs_max) return false;
    std::vector<Run> runs;
    for (std::size_t i = 0; i < count; ++i) {
        const TimePoint begun = reader.get_time();
        const Duration length = reader.get_span();
        const bool ascends = runs.empty() || begun > runs.back().begun;
        if (!ascends || length <= Duration{0}) return false;
        runs.push_back({begun, length});
    }
    if (!reader.is_complete()) return false;
    runs_ = std::move(runs);
    return true;
}

}  // namespace foreshock::detectors
