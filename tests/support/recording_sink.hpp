#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/series.hpp"

namespace foreshock::test {

/// Keeps the values of the last tick by `signal{labels}`.
class RecordingSink final : public SampleSink {
public:
    SeriesId series(const SignalDescription& signal, const Labels& labels) override {
        ++asked;
        return table.intern(signal.name, labels);
    }

    void add(SeriesId series, double value) override {
        const SeriesKey& key = table.key(series);
        const bool first = values.emplace(key.signal + key.labels.text(), value).second;
        if (!first) ++doubled;
    }

    /// Begins the next tick.
    void clear() { values.clear(); }

    [[nodiscard]] std::optional<double> value(const std::string& series) const {
        const auto found = values.find(series);
        return found == values.end() ? std::nullopt : std::optional<double>{found->second};
    }

    [[nodiscard]] bool has(const std::string& series) const { return value(series).has_value(); }

    /// How many series of the tick begin like this.
    [[nodiscard]] std::size_t count(const std::string& prefix) const {
        std::size_t found = 0;
        for (const auto& [series, value] : values)
            found += series.starts_with(prefix) ? 1 : 0;
        return found;
    }

    SeriesTable table;
    std::map<std::string, double> values;
    std::size_t asked = 0;    ///< calls of series()
    std::size_t doubled = 0;  ///< values for a series that had one in this tick
};

}  // namespace foreshock::test
