#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <vector>

#include "core/change.hpp"
#include "core/log_line.hpp"
#include "core/series.hpp"
#include "core/symptom.hpp"
#include "detectors/learned.hpp"

namespace foreshock::detectors {

/// Where a detector speaks. Symptoms leave here without host and snapshot: the agent adds both.
class SymptomSink {
public:
    virtual ~SymptomSink() = default;
    virtual void say(Symptom symptom) = 0;
};

/// A streaming judge. Given the same series and samples it says the same symptoms: no clock, no
/// I/O, no randomness, bounded memory per series (stated by each engine). For one thread.
class Detector {
public:
    virtual ~Detector() = default;

    /// A series that exists from now on. The detector answers whether it wants its samples.
    virtual bool attach(SeriesId id, const SeriesKey& key) = 0;

    /// One value; times never go back within a series (an older one is dropped and counted).
    virtual void observe(const Sample& sample, SymptomSink& out) = 0;

    /// One line of a log, when it was read.
    virtual void read(const LogLine& /*line*/, SymptomSink& /*out*/) {}

    /// A fact of the host that is not what it was.
    virtual void notice(const Change& /*change*/, SymptomSink& /*out*/) {}

    /// Time passes for everything, seen or not: holds end, idle series are forgotten.
    virtual void advance(TimePoint now, SymptomSink& out) = 0;

    /// All that was learned and would be missed after a restart. What was given back and nobody
    /// has claimed yet is among it.
    [[nodiscard]] virtual std::vector<Learned> save() const { return {}; }

    /// The same in parts, so that no tick has to save all: adds at least `wanted` states from
    /// `part` on, 0 at first, or all that is left. Answers where to go on; none when that was all.
    /// A state that moves in between may come twice: the later one is the newer.
    virtual std::optional<std::size_t> save_part(std::size_t /*part*/, std::size_t /*wanted*/,
                                                 std::vector<Learned>& out) const {
        std::vector<Learned> all = save();
        std::move(all.begin(), all.end(), std::back_inserter(out));
        return std::nullopt;
    }

    /// Gives back what was saved, before anything is attached. Each state goes to its kind right
    /// after its series is attached; that of no series (signal "log", "fact" or "life") at once.
    virtual void restore(std::vector<Learned>&& /*learned*/) {}
};

}  // namespace foreshock::detectors
