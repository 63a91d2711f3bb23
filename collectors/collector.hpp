#pragma once

#include "core/result.hpp"
#include "core/series.hpp"

namespace foreshock::collectors {

/// One source of signals: reads, parses, emits. It never logs, throws, or blocks without a bound,
/// and keeps only what a difference between ticks needs. For one thread.
class Collector {
public:
    virtual ~Collector() = default;

    /// Measures now. no_data: this host has no such thing (quiet). unreadable, malformed: it
    /// failed (told as the signal agent.collector.errors). What was added before an error stands.
    virtual Result<void> collect(TimePoint now, SampleSink& out) = 0;
};

}  // namespace foreshock::collectors
