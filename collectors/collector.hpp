#pragma once

#include <vector>

#include "core/change.hpp"
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

    /// Adds the slow truths that it has seen ("unit.nginx.service" = "active"): at most facts_max.
    /// Asked once a minute; what differs from the last answer is told as a change.
    virtual void add_facts(std::vector<Fact>& /*out*/) const {}

    static constexpr std::size_t facts_max = 512;

    /// Moves out the changes that it noticed in what is too much to be told as facts (packages):
    /// at most changes_max. Asked once a minute.
    virtual void take_changes(std::vector<Change>& /*out*/) {}

    static constexpr std::size_t changes_max = 128;
};

}  // namespace foreshock::collectors
