#include "collectors/checks/statsd_metrics.hpp"

#include <algorithm>
#include <array>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

using enum SignalType;

constexpr std::array signals{
    SignalDescription{"statsd.counter.per_second", gauge, "per_second",
                      "How fast a counter grew since the last tick."},
    SignalDescription{"statsd.gauge.value_count", gauge, "count", "The last value of a gauge."},
    SignalDescription{"statsd.timer.per_second", gauge, "per_second",
                      "How many times something was timed."},
    SignalDescription{"statsd.timer.mean_seconds", gauge, "seconds",
                      "How long it took on average, since the last tick."},
    SignalDescription{"statsd.timer.max_seconds", gauge, "seconds",
                      "How long it took at the longest, since the last tick."},
    SignalDescription{"statsd.set.distinct_count", gauge, "count",
                      "Distinct members of a set since the last tick."},
};

enum Row : std::size_t { counter_rate, gauge_value, timer_rate, timer_mean, timer_max, set_size };

constexpr double ms_per_second = 1000;

template <class... Handlers>
struct Match : Handlers... {
    using Handlers::operator()...;
};

template <class... Handlers>
Match(Handlers...) -> Match<Handlers...>;

}  // namespace

std::span<const SignalDescription> statsd_metric_signals() {
    return signals;
}

StatsdMetrics::Metric* StatsdMetrics::find(const StatsdLine& line) {
    const auto found = metrics_.find(Key{line.type, line.name});
    if (found != metrics_.end()) return &found->second;
    if (metrics_.size() >= names_max) return nullptr;
    State state;
    if (line.type == StatsdType::gauge) state = StatsdGauge{};
    if (line.type == StatsdType::timer) state = StatsdTimer{};
    if (line.type == StatsdType::set) state = StatsdSet{};
    EntitySeries series{signals, Labels{{"metric", label_text(line.name)}}};
    return &metrics_
                .emplace(OwnKey{line.type, line.name},
                         Metric{std::move(state), std::move(series), {}})
                .first->second;
}

bool StatsdMetrics::take(const StatsdLine& line, TimePoint now) {
    Metric* metric = find(line);
    if (!metric) return false;
    metric->last = now;
    std::visit(Match{[&](StatsdCounter& counter) { counter.sum += line.value / line.sample_rate; },
                     [&](StatsdGauge& gauge) {
                         gauge.value = line.is_difference ? gauge.value + line.value : line.value;
                     },
                     [&](StatsdTimer& timer) {
                         timer.max_ms =
                             timer.seen == 0 ? line.value : std::max(timer.max_ms, line.value);
                         ++timer.seen;
                         timer.count += 1 / line.sample_rate;
                         timer.sum_ms += line.value / line.sample_rate;
                     },
                     [&](StatsdSet& set) {
                         if (set.members.size() < members_max) set.members.emplace(line.member);
                     }},
               metric->state);
    return true;
}

void StatsdMetrics::flush(Metric& metric, double seconds, SampleSink& out) {
    EntitySeries& series = metric.series;
    std::visit(Match{[&](StatsdCounter& counter) {
                         if (seconds > 0) series.add(out, counter_rate, counter.sum / seconds);
                         counter = {};
                     },
                     [&](StatsdGauge& gauge) { series.add(out, gauge_value, gauge.value); },
                     [&](StatsdTimer& timer) {
                         if (seconds > 0) series.add(out, timer_rate, timer.count / seconds);
                         if (timer.seen > 0) {
                             series.add(out, timer_mean,
                                        timer.sum_ms / timer.count / ms_per_second);
                             series.add(out, timer_max, timer.max_ms / ms_per_second);
                         }
                         timer = {};
                     },
                     [&](StatsdSet& set) {
                         series.add(out, set_size, static_cast<double>(set.members.size()));
                         set.members.clear();
                     }},
               metric.state);
}

void StatsdMetrics::flush(TimePoint now, double seconds, SampleSink& out) {
    for (auto& [key, metric] : metrics_)
        flush(metric, seconds, out);
    std::erase_if(metrics_, [now](const auto& item) { return now - item.second.last >= idle_max; });
}

}  // namespace foreshock::collectors
