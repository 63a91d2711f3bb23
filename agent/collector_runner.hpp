#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "agent/config.hpp"
#include "agent/log.hpp"
#include "agent/sample_buffer.hpp"
#include "collectors/catalog.hpp"

namespace foreshock::agent {

/// Seconds of a clock that only goes forward, for durations.
using Stopwatch = std::function<double()>;

/// Runs the collectors that are due at a tick, measures them, and lets failing ones wait: twice
/// as long after each failure in a row, up to `wait_max`; those whose source does not exist here
/// look again every `absent_wait`. For one thread.
class CollectorRunner {
public:
    static constexpr Duration wait_max = std::chrono::minutes{5};
    static constexpr Duration absent_wait = std::chrono::seconds{10};

    CollectorRunner(EventLog& log, Stopwatch stopwatch)
        : log_(log), stopwatch_(std::move(stopwatch)) {}

    /// Makes the collectors that are switched on, from the rows of the catalogue. invalid when one
    /// refuses its settings: nothing has changed then. The context is used as long as they live.
    Result<void> set_up(std::span<const collectors::CollectorEntry> catalog,
                        const std::map<std::string, CollectorSettings, std::less<>>& settings,
                        const collectors::CollectorContext& context);

    /// Runs what is due; `shed_level` as Budget says.
    void run(TimePoint now, int shed_level, SampleBuffer& out);

    /// What all of them have seen, at most Collector::facts_max of each; what is more is counted.
    void add_facts(std::vector<Fact>& out);

    /// Likewise the changes that they noticed themselves, at most Collector::changes_max of each.
    void take_changes(std::vector<Change>& out);

    [[nodiscard]] std::uint64_t refused_facts() const { return refused_facts_; }

    /// Ids of another dictionary are worth nothing: asks for all anew.
    void forget_series();

    [[nodiscard]] std::size_t size() const { return slots_.size(); }

    /// One line per collector that fails now, for people.
    [[nodiscard]] std::vector<std::string> complaints() const;

private:
    struct Slot {
        const collectors::CollectorEntry* entry;
        std::unique_ptr<collectors::Collector> collector;
        Duration every;
        Duration phase;  ///< slow collectors take turns: no tick has to run all of them
        TimePoint due{};
        int failures_in_row = 0;
        std::uint64_t errors = 0;
        std::string last_error{};
        SeriesId duration_series = SeriesTable::overflow;
        SeriesId errors_series = SeriesTable::overflow;
    };

    void run_slot(Slot& slot, TimePoint now, SampleBuffer& out);
    void judge(Slot& slot, const Result<void>& outcome, TimePoint now);

    EventLog& log_;
    Stopwatch stopwatch_;
    std::vector<Slot> slots_;
    std::uint64_t refused_facts_ = 0;
};

}  // namespace foreshock::agent
