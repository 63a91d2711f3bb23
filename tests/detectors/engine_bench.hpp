#pragma once

#include <vector>

#include "symptom_memory.hpp"

#include "detectors/engine.hpp"
#include "detectors/pack/pack.hpp"

namespace foreshock::test {

inline const TimePoint bench_start = from_unix_ms(1'790'000'000'000);

/// An engine in virtual time, and what it has said.
template <class Engine>
struct EngineBench {
    explicit EngineBench(const detectors::KindSettings& kind, TimePoint at = bench_start)
        : engine(kind), now(at) {}

    /// Time passes in one step.
    void pass(Duration span) {
        now += span;
        engine.advance(now, memory);
    }

    /// Time passes in steps of `every`.
    void pass(Duration span, Duration every) {
        for (const TimePoint until = now + span; now < until;)
            pass(every);
    }

    [[nodiscard]] std::vector<detectors::Learned> saved() const {
        std::vector<detectors::Learned> all;
        engine.save(all);
        return all;
    }

    void restore(const std::vector<detectors::Learned>& all) {
        for (const detectors::Learned& learned : all)
            engine.restore(learned);
    }

    Engine engine;
    SymptomMemory memory;
    TimePoint now;
};

/// The same with one series, told `every` so often.
template <class Engine>
struct SeriesBench : EngineBench<Engine> {
    SeriesBench(const detectors::KindSettings& kind, const SeriesKey& key, Duration interval)
        : EngineBench<Engine>(kind), every(interval), slot(*this->engine.attach(key)) {}

    void tick(double value, int times = 1) {
        for (int i = 0; i < times; ++i) {
            this->now += every;
            this->engine.observe(slot, {SeriesId{0}, this->now, value}, this->memory);
            this->engine.advance(this->now, this->memory);
        }
    }

    void tick(double value, Duration span) {
        for (const TimePoint until = this->now + span; this->now < until;)
            tick(value);
    }

    Duration every;
    std::uint32_t slot;
};

}  // namespace foreshock::test
