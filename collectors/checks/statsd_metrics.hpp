#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <variant>

#include "collectors/checks/statsd_line.hpp"
#include "collectors/entity_series.hpp"

namespace foreshock::collectors {

std::span<const SignalDescription> statsd_metric_signals();

// What came within a tick.

struct StatsdCounter {
    double sum = 0;
};

struct StatsdGauge {
    double value = 0;
};

struct StatsdTimer {
    double count = 0;
    double sum_ms = 0;
    double max_ms = 0;
    std::size_t seen = 0;
};

struct StatsdSet {
    std::set<std::string, std::less<>> members;
};

/// All metrics that programs have named, at most names_max; one that nobody has sent for idle_max
/// is forgotten. What came within a tick is told at its end: counters as rates, timers as count,
/// mean and longest, sets as how many were distinct; gauges keep their value.
class StatsdMetrics {
public:
    static constexpr std::size_t names_max = 256;
    static constexpr std::size_t members_max =
        1024;  ///< of a set within a tick; others not counted
    static constexpr Duration idle_max = std::chrono::minutes{10};

    /// False when there are too many names already.
    bool take(const StatsdLine& line, TimePoint now);

    /// Ends a tick that lasted `seconds`; 0 when it is not known, which gives no rates.
    void flush(TimePoint now, double seconds, SampleSink& out);

    [[nodiscard]] std::size_t size() const { return metrics_.size(); }

private:
    using State = std::variant<StatsdCounter, StatsdGauge, StatsdTimer, StatsdSet>;

    struct Metric {
        State state;
        EntitySeries series;
        TimePoint last{};
    };

    struct Key {
        StatsdType type;
        std::string_view name;

        auto operator<=>(const Key&) const = default;
    };

    using OwnKey = std::pair<StatsdType, std::string>;

    struct Order {
        using is_transparent = void;

        static Key view(const OwnKey& key) { return {key.first, key.second}; }

        static Key view(const Key& key) { return key; }

        template <class A, class B>
        bool operator()(const A& a, const B& b) const {
            return view(a) < view(b);
        }
    };

    Metric* find(const StatsdLine& line);
    static void flush(Metric& metric, double seconds, SampleSink& out);

    std::map<OwnKey, Metric, Order> metrics_;
};

}  // namespace foreshock::collectors
