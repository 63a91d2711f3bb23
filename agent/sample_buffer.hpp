#pragma once

#include <cstdint>
#include <vector>

#include "core/series.hpp"
#include "wire/report.hpp"

namespace foreshock::agent {

/// Takes what collectors measure: keeps the samples of the running tick for the detectors, and
/// the columns since the last report. No allocation in steady state. For one thread.
class SampleBuffer final : public SampleSink {
public:
    /// A report goes out early when so many values wait.
    static constexpr std::size_t values_max = 400'000;

    explicit SampleBuffer(std::size_t series_max = 20000) : table_(series_max) {}

    void begin_tick(TimePoint at);

    /// Labels beyond the bounds of Labels, or with bytes that are no text, are made to fit.
    SeriesId series(const SignalDescription& signal, const Labels& labels) override;
    /// A second value of a series in one tick is dropped and counted.
    void add(SeriesId series, double value) override;

    [[nodiscard]] const std::vector<Sample>& tick_samples() const { return tick_samples_; }

    [[nodiscard]] const SeriesTable& table() const { return table_; }

    [[nodiscard]] std::size_t value_count() const { return values_.size(); }

    [[nodiscard]] bool is_full() const;

    /// Values dropped: not finite, given twice, or without a series.
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

    /// Moves ticks and columns into the report and starts anew.
    void move_into(wire::Report& report);

    /// The dictionary from number `from` up to, not including, `to`.
    [[nodiscard]] std::vector<SeriesKey> definitions(std::uint32_t from, std::uint32_t to) const;

private:
    /// In the order of their coming, which costs a tick less than a place for each series would.
    struct Value {
        std::uint32_t series;
        std::uint32_t tick;
        double value;
    };

    static constexpr std::uint32_t no_tick = 0xFFFFFFFF;

    SeriesTable table_;
    std::vector<TimePoint> ticks_;
    std::vector<Value> values_;
    std::vector<std::uint32_t> last_tick_;  // that has a value, by series number
    std::vector<std::uint32_t> used_;       // series with values, in order of their first value
    std::vector<Sample> tick_samples_;
    std::uint64_t dropped_ = 0;
};

}  // namespace foreshock::agent
