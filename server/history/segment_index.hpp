#pragma once

#include <map>
#include <optional>
#include <vector>

#include "server/history/key_pool.hpp"
#include "server/history/record.hpp"
#include "server/history/segment_file.hpp"

namespace foreshock::history {

/// Where a record lies, and of when it speaks.
struct RecordPlace {
    std::uint64_t offset = 0;
    RecordHeader header;
    TimePoint first;
    TimePoint last;
};

/// What one host has in one segment. The number of a series is its place in `series`.
struct HostIndex {
    static constexpr std::size_t series_max = 20000;

    std::vector<RecordPlace> records;
    std::vector<const SeriesKey*> series;

    [[nodiscard]] std::optional<std::uint32_t> number_of(const SeriesKey* key) const;
};

/// One segment in memory: a few dozen bytes per record, a pointer per host and series.
/// For one thread at a time; the keys live in a pool that must outlive it.
class SegmentIndex {
public:
    explicit SegmentIndex(KeyPool& keys) : keys_(keys) {}

    SegmentIndex(const SegmentIndex&) = delete;
    SegmentIndex& operator=(const SegmentIndex&) = delete;
    ~SegmentIndex();

    /// Takes the record in. malformed when its definitions do not follow those before.
    Result<void> add(const RecordMeta& meta, const RecordPlace& place);
    /// Takes in only the definitions, of a record whose samples are lost.
    Result<void> define(const RecordMeta& meta);

    [[nodiscard]] const HostIndex* host(std::string_view host_id) const;

    [[nodiscard]] const std::map<std::string, HostIndex, std::less<>>& hosts() const {
        return hosts_;
    }

    [[nodiscard]] bool empty() const { return hosts_.empty(); }

    [[nodiscard]] TimePoint newest() const { return newest_; }

private:
    KeyPool& keys_;
    std::map<std::string, HostIndex, std::less<>> hosts_;
    TimePoint newest_{};
};

/// Where the records of all other hosts lie, neighbours as one. Stops where no record is.
std::vector<SegmentFile::Range> records_of_others(const SegmentFile& file,
                                                  std::string_view host_id);

/// What a walk through a file found. Records behind `end` were never finished.
struct SegmentWalk {
    std::uint64_t end = SegmentFile::magic.size();
    std::uint64_t damaged = 0;  ///< records before `end` whose samples are damaged
};

/// Walks the records of a file into an index. With `verify_blocks` the samples' checksums are
/// looked at as well (the newest file, after a crash); without, only headers and meta parts are
/// read.
SegmentWalk walk_segment(const SegmentFile& file, bool verify_blocks, SegmentIndex& index);

}  // namespace foreshock::history
