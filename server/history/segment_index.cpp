#include "server/history/segment_index.hpp"

#include <algorithm>
#include <utility>

namespace foreshock::history {
namespace {

struct FoundRecord {
    RecordPlace place;
    RecordMeta meta;
    bool intact = true;
};

/// The record at `offset`, or an error when there is none that is whole.
Result<FoundRecord> read_record(const SegmentFile& file, std::uint64_t offset, bool verify_block) {
    const Result<std::string> front = file.read(offset, RecordHeader::bytes);
    if (!front) return fail(front.error());
    const Result<RecordHeader> header = decode_header(*front);
    if (!header) return fail(header.error());
    if (offset + header->record_bytes() > file.bytes()) return fail(Errc::malformed, "cut short");
    const std::uint64_t meta_offset = offset + RecordHeader::bytes;
    const Result<std::string> meta_bytes = file.read(meta_offset, header->meta_bytes);
    if (!meta_bytes) return fail(meta_bytes.error());
    Result<RecordMeta> meta = decode_meta(*header, *meta_bytes);
    if (!meta) return fail(std::move(meta).error());
    FoundRecord found{{offset, *header, meta->first, meta->last}, std::move(*meta)};
    if (verify_block) {
        const auto block = file.read(meta_offset + header->meta_bytes, header->block_bytes);
        found.intact = block && is_block_intact(*header, *block);
    }
    return found;
}

}  // namespace

std::optional<std::uint32_t> HostIndex::number_of(const SeriesKey* key) const {
    const auto found = std::find(series.begin(), series.end(), key);
    if (found == series.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - series.begin());
}

SegmentIndex::~SegmentIndex() {
    for (const auto& [id, host] : hosts_) {
        for (const SeriesKey* key : host.series)
            keys_.release(key);
    }
}

Result<void> SegmentIndex::define(const RecordMeta& meta) {
    const HostIndex* known = host(meta.host_id);
    const std::size_t known_series = known ? known->series.size() : 0;
    if (meta.definitions_from != known_series ||
        known_series + meta.definitions.size() > HostIndex::series_max) {
        return fail(Errc::malformed, "record: its definitions do not follow those before");
    }
    HostIndex& host = hosts_[meta.host_id];
    for (const SeriesKey& key : meta.definitions)
        host.series.push_back(keys_.acquire(key));
    return {};
}

Result<void> SegmentIndex::add(const RecordMeta& meta, const RecordPlace& place) {
    if (Result<void> defined = define(meta); !defined) return defined;
    newest_ = std::max(newest_, meta.last);
    hosts_.find(meta.host_id)->second.records.push_back(place);
    return {};
}

const HostIndex* SegmentIndex::host(std::string_view host_id) const {
    const auto found = hosts_.find(host_id);
    return found == hosts_.end() ? nullptr : &found->second;
}

std::vector<SegmentFile::Range> records_of_others(const SegmentFile& file,
                                                  std::string_view host_id) {
    std::vector<SegmentFile::Range> ranges;
    for (std::uint64_t offset = SegmentFile::magic.size(); offset < file.bytes();) {
        const Result<FoundRecord> found = read_record(file, offset, false);
        if (!found) break;
        const std::uint64_t end = offset + found->place.header.record_bytes();
        if (found->meta.host_id != host_id) {
            if (ranges.empty() || ranges.back().end != offset) ranges.push_back({offset, offset});
            ranges.back().end = end;
        }
        offset = end;
    }
    return ranges;
}

SegmentWalk walk_segment(const SegmentFile& file, bool verify_blocks, SegmentIndex& index) {
    SegmentWalk walk;
    // A crash leaves damaged samples only at the end; before a good record it is a bad disk.
    std::vector<RecordMeta> doubtful;
    for (std::uint64_t offset = walk.end; offset < file.bytes();) {
        Result<FoundRecord> found = read_record(file, offset, verify_blocks);
        if (!found) break;
        offset += found->place.header.record_bytes();
        if (!found->intact) {
            doubtful.push_back(std::move(found->meta));
            continue;
        }
        walk.damaged += doubtful.size();
        for (const RecordMeta& meta : std::exchange(doubtful, {})) {
            if (!index.define(meta)) return walk;
        }
        if (!index.add(found->meta, found->place)) break;
        walk.end = offset;
    }
    return walk;
}

}  // namespace foreshock::history
