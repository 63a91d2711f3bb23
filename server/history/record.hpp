#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/history/history.hpp"

/// One record of the journal: what one host sent at once (docs/design/history-journal.md).
/// Pure; the readers take any bytes.
namespace foreshock::history {

/// At the front of a record, with checksums, so that a file can be walked without its samples.
struct RecordHeader {
    static constexpr std::size_t bytes = 24;

    std::uint32_t meta_bytes = 0;
    std::uint32_t block_bytes = 0;
    std::uint64_t meta_checksum = 0;   ///< XXH3 of both lengths and the meta part
    std::uint64_t block_checksum = 0;  ///< XXH3 of the compressed block

    [[nodiscard]] std::size_t record_bytes() const { return bytes + meta_bytes + block_bytes; }
};

/// What the index needs: whose samples, from when to when, and series named for the first time.
struct RecordMeta {
    std::string host_id;
    TimePoint first;
    TimePoint last;
    std::uint32_t definitions_from = 0;  ///< the number of the first of `definitions`
    std::vector<SeriesKey> definitions;
};

/// One column to write: a series' number within host and segment, and its samples.
struct RecordColumn {
    std::uint32_t series = 0;
    const SeriesBlock* block = nullptr;  ///< must outlive the call
};

/// Bounds that a reader trusts nobody to keep.
constexpr std::size_t record_bytes_max = 64 << 20;            // meta or compressed block
constexpr std::size_t record_inflated_bytes_max = 256 << 20;  // the block inflated

/// 1970 to 9999: what lies outside is no time of a sample, and sums of it would overflow.
constexpr bool is_recordable(TimePoint at) {
    return to_unix_ms(at) >= 0 && to_unix_ms(at) < 253'402'300'800'000;
}

/// Header, meta and block in one piece. too_large beyond the bounds above.
Result<std::string> encode_record(const RecordMeta& meta, std::span<const RecordColumn> columns,
                                  double relative_error);

/// malformed when the lengths cannot be right.
Result<RecordHeader> decode_header(std::string_view bytes);

/// Checks the meta checksum first. `bytes` is the meta part alone.
Result<RecordMeta> decode_meta(const RecordHeader& header, std::string_view bytes);

bool is_block_intact(const RecordHeader& header, std::string_view block);

/// One series of a compressed block; an empty answer when the block has none of it.
struct Column {
    std::vector<TimePoint> times;
    std::vector<double> values;
};

Result<Column> decode_column(std::string_view block, TimePoint base, std::uint32_t series);

}  // namespace foreshock::history
