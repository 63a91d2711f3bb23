#pragma once

#include <cmath>
#include <functional>
#include <limits>

#include "scenario.hpp"
#include "symptom_memory.hpp"

#include "detectors/engine.hpp"

namespace foreshock::test {

inline const TimePoint series_start = from_unix_ms(1'790'000'000'000);

/// What a series does to an engine over a time: `value(seconds since the start)` at each step.
struct Playback {
    Duration step = std::chrono::seconds{10};
    Duration length = std::chrono::hours{12};
    std::function<double(double)> value;
};

/// Feeds one series of `signal` through an engine and answers what was said.
inline SymptomMemory play(detectors::Engine& engine, std::string signal, const Playback& playback,
                          TimePoint begin = series_start) {
    SymptomMemory memory;
    const auto slot = engine.attach({std::move(signal), Labels{{"name", "x"}}});
    for (Duration t{0}; slot && t < playback.length; t += playback.step) {
        engine.observe(*slot, {SeriesId{0}, begin + t, playback.value(to_seconds(t))}, memory);
        engine.advance(begin + t, memory);
    }
    return memory;
}

/// Fixed noise by time alone, -1 to 1, so that two runs see the same.
inline double noise_at(double seconds) {
    return Noise{static_cast<std::uint64_t>(seconds * 1000)}.next();
}

/// An even series with everything that goes wrong on the way: not-a-number, infinities, gaps,
/// values given twice, times that go back, a clock that is set by days, resets to 0. None of it is
/// a sign of anything. Answers what an engine says to it.
inline SymptomMemory play_rough(detectors::Engine& engine, std::string signal, double level) {
    SymptomMemory memory;
    const auto slot = *engine.attach({std::move(signal), Labels{{"name", "x"}}});
    constexpr double endless = std::numeric_limits<double>::infinity();
    TimePoint clock = series_start;
    for (int i = 0; i < 12000; ++i) {
        clock += std::chrono::seconds{10};
        if (i == 5000) clock += std::chrono::hours{72};
        if (i == 7000) clock -= std::chrono::hours{1};
        if (i % 1000 > 950) continue;
        double value = level + level / 50 * noise_at(i);
        if (i % 7 == 0) value = std::nan("");
        if (i % 11 == 0) value = i % 2 == 0 ? endless : -endless;
        if (i % 2500 == 0) value = 0;
        const Sample sample{SeriesId{0}, clock, value};
        engine.observe(slot, sample, memory);
        if (i % 13 == 0) engine.observe(slot, sample, memory);
        if (i % 17 == 0)
            engine.observe(slot, {SeriesId{0}, clock - std::chrono::hours{1}, 9 * level}, memory);
        engine.advance(clock, memory);
    }
    return memory;
}

/// Are the same things said at the same times?
inline bool is_same_story(const SymptomMemory& a, const SymptomMemory& b) {
    if (a.said.size() != b.said.size()) return false;
    for (std::size_t i = 0; i < a.said.size(); ++i)
        if (a.said[i].status != b.said[i].status || a.said[i].reason != b.said[i].reason ||
            a.said[i].observed_at != b.said[i].observed_at)
            return false;
    return true;
}

}  // namespace foreshock::test
