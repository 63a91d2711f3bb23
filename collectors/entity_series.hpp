#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/series.hpp"

namespace foreshock::collectors {

/// The series of one thing (a mount, an interface, the host): one per row of a table of signals,
/// all with the same labels. A series is asked for when its first value comes and then kept, so
/// the sink must be the same for the life of the object.
class EntitySeries {
public:
    /// `signals` must outlive the object: it is a table with static lifetime.
    explicit EntitySeries(std::span<const SignalDescription> signals, Labels labels = {})
        : signals_(signals), labels_(std::move(labels)), ids_(signals.size()) {}

    /// `row` is a position in the table.
    void add(SampleSink& out, std::size_t row, double value) {
        std::optional<SeriesId>& id = ids_[row];
        if (!id) id = out.series(signals_[row], labels_);
        out.add(*id, value);
    }

    /// Nothing when there is no value.
    void add(SampleSink& out, std::size_t row, std::optional<double> value) {
        if (value) add(out, row, *value);
    }

    [[nodiscard]] const Labels& labels() const { return labels_; }

private:
    std::span<const SignalDescription> signals_;
    Labels labels_;
    std::vector<std::optional<SeriesId>> ids_;
};

}  // namespace foreshock::collectors
