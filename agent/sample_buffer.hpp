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

    [[nodiscard]] std::size_t value_count() const { return value_count_; }

    [[nodiscard]] bool is_full() const;

    /// Values dropped: not finite, given twice, or without a series.
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

    /// Moves ticks and columns into the report and starts anew.
    void move_into(wire::Report& report);

    /// The dictionary from number `from` up to, not including, `to`.
    [[nodiscard]] std::vector<SeriesKey> definitions(std::uint32_t from, std::uint32_t to) const;

private:
    struct Column {
        std::vector<std::uint32_t> ticks;
        std::vector<double> values;
    };

    SeriesTable table_;
    std::vector<TimePoint> ticks_;
    std::vector<Column> columns_;      // by series number
    std::vector<std::uint32_t> used_;  // those with values, in order of their first value
    std::vector<Sample> tick_samples_;
    std::size_t value_count_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace foreshock::agent
