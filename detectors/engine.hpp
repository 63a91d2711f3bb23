#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "detectors/detector.hpp"
#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// What a judge had to leave out because of a bound or because the input was no number.
struct EngineCounters {
    std::uint64_t subjects_refused = 0;  ///< more subjects than the kind's bound
    std::uint64_t values_dropped = 0;    ///< not-a-number, infinite, or older than the last one
};

/// One kind at work. The router finds the slot of a series once, and hands it in with each value.
class Engine {
public:
    virtual ~Engine() = default;

    /// The engine's own number for the series; nothing when the kind does not look at it.
    virtual std::optional<std::uint32_t> attach(const SeriesKey& key) = 0;

    virtual void observe(std::uint32_t slot, const Sample& sample, SymptomSink& out) = 0;
    virtual void advance(TimePoint now, SymptomSink& out) = 0;

    /// Does the engine look at log lines (changes of facts)? It is not shown them otherwise.
    [[nodiscard]] virtual bool reads_lines() const { return false; }

    [[nodiscard]] virtual bool notices_changes() const { return false; }

    /// Does the engine listen to what the others say? Then its turn in `advance` is after theirs.
    [[nodiscard]] virtual bool hears_symptoms() const { return false; }

    virtual void hear(const Symptom& /*symptom*/) {}

    virtual void read(const LogLine& /*line*/, SymptomSink& /*out*/) {}

    virtual void notice(const Change& /*change*/, SymptomSink& /*out*/) {}

    /// Appends what it has learned and would be the poorer without after a restart.
    virtual void save(std::vector<Learned>& /*out*/) const {}

    /// Takes back what was saved about one subject. It is called before any input, right after
    /// the subject's series is attached; never twice for one subject. What cannot be read (another
    /// version, too short) is left alone: learning begins anew.
    virtual void restore(const Learned& /*learned*/) {}

    [[nodiscard]] const EngineCounters& counters() const { return counters_; }

protected:
    EngineCounters counters_;
};

/// A subject that has been silent for so long is gone: five of its intervals, at least 30 s.
constexpr Duration gone_after(Duration interval) {
    return std::max<Duration>(interval * 5, std::chrono::seconds{30});
}

}  // namespace foreshock::detectors
