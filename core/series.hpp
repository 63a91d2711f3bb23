#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/labels.hpp"
#include "core/time.hpp"

namespace foreshock {

/// How a signal behaves: a gauge is a state, a counter only grows until its source restarts.
enum class SignalType : std::uint8_t { gauge, counter };

/// A named thing that is measured: one row of docs/reference/signals.md.
/// Literals with static lifetime; `name` is `area.thing.aspect`, unit last and spelled out.
struct SignalDescription {
    std::string_view name;  ///< "filesystem.space.used_bytes"
    SignalType type;
    std::string_view unit;  ///< "bytes", "ratio", "seconds", "per_second", "count"
    std::string_view help;  ///< one sentence
};

/// A series is a signal with its labels; inside one process it has a small number.
enum class SeriesId : std::uint32_t {};

struct SeriesKey {
    std::string signal;
    Labels labels;

    auto operator<=>(const SeriesKey&) const = default;
};

/// One value at one moment.
struct Sample {
    SeriesId series;
    TimePoint at;
    double value;
};

/// Gives every series its number, for the life of the process. Numbers are dense from 0 and are
/// never given to another series. Not for several threads.
class SeriesTable {
public:
    /// The bound on distinct series; beyond it everything maps to `overflow` and is counted.
    explicit SeriesTable(std::size_t series_max = 20000) : series_max_(series_max) {}

    static constexpr SeriesId overflow{0xFFFFFFFF};

    SeriesId intern(std::string_view signal, const Labels& labels);

    /// `id` must have come from this table and must not be `overflow`.
    [[nodiscard]] const SeriesKey& key(SeriesId id) const;

    [[nodiscard]] std::size_t size() const { return keys_.size(); }

    [[nodiscard]] std::uint64_t refused() const { return refused_; }

private:
    std::size_t series_max_;
    std::uint64_t refused_ = 0;
    std::map<SeriesKey, SeriesId> ids_;
    std::vector<const SeriesKey*> keys_;  // into ids_, whose nodes never move
};

/// Where a collector puts what it measured at the tick that is running.
class SampleSink {
public:
    virtual ~SampleSink() = default;

    /// The number of a series, to be asked once when the thing is first seen and then kept. The
    /// name is copied: that of a scraped metric need not outlive the call.
    virtual SeriesId series(const SignalDescription& signal, const Labels& labels) = 0;

    /// One value per series and tick. Not-a-number and infinities are dropped and counted.
    virtual void add(SeriesId series, double value) = 0;
};

}  // namespace foreshock
