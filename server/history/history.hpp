#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/series.hpp"

namespace foreshock::history {

/// One series' values of one report, times ascending.
struct SeriesBlock {
    SeriesKey key;
    std::vector<TimePoint> times;
    std::vector<double> values;
};

/// The least, last and greatest value of a span: what a plot needs so that no peak is lost.
struct Point {
    TimePoint at;  ///< of `last`
    double min;
    double last;
    double max;
};

struct RangeQuery {
    std::string host_id;
    std::string signal;
    Labels labels;  ///< exact
    TimePoint from;
    TimePoint to;
    std::size_t points_max = 500;
};

/// What a history holds and what befell it since it was opened.
struct HistoryCounters {
    std::uint64_t bytes = 0;             ///< on the disk now
    std::uint64_t segments = 0;          ///< files now
    std::uint64_t segments_expired = 0;  ///< deleted, for age or for size
    std::uint64_t torn_bytes_cut = 0;    ///< unfinished writes removed when it was opened
    std::uint64_t records_damaged = 0;   ///< times that one was passed over for its checksum
    std::uint64_t series_refused = 0;    ///< new series beyond the bound of a host, not kept
    std::uint64_t bytes_dropped = 0;     ///< appended and lost because the disk was full
};

/// Samples at rest. Safe from any thread: one writer, many readers.
class History {
public:
    virtual ~History() = default;

    /// Buffered until `sync`. The same times of a series again are harmless.
    virtual Result<void> append(std::string_view host_id,
                                const std::vector<SeriesBlock>& blocks) = 0;

    /// Everything appended so far is on the disk. unavailable when it is full: what was appended
    /// since the last sync is dropped, earlier data stays readable.
    virtual Result<void> sync() = 0;

    virtual Result<std::vector<Point>> range(const RangeQuery& query) const = 0;
    /// The series that a host has had in the retained time, sorted.
    virtual Result<std::vector<SeriesKey>> series(std::string_view host_id) const = 0;

    /// Drops what is beyond the retention.
    virtual Result<void> expire(TimePoint now) = 0;

    /// Deletes samples of the host, a part of them that takes no longer than copying one file;
    /// true: there are more. What a host of that id says after `until`, by its own clock, is kept.
    /// unavailable when the disk is full: nothing is lost.
    virtual Result<bool> erase_some(std::string_view host_id, TimePoint until) = 0;

    [[nodiscard]] virtual HistoryCounters counters() const { return {}; }
};

}  // namespace foreshock::history
