#include "server/history/record.hpp"

#define XXH_INLINE_ALL
#include <algorithm>

#include <xxhash.h>
#include <zstd.h>

#include "server/history/byte_stream.hpp"
#include "server/history/columns.hpp"

namespace foreshock::history {
namespace {

constexpr int compression_level = 3;
/// How many different time columns of a record are looked through for an equal one.
constexpr std::size_t time_columns_compared = 16;

std::uint64_t checksum(std::string_view bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

std::uint64_t meta_checksum(std::uint32_t meta_bytes, std::uint32_t block_bytes,
                            std::string_view meta) {
    const std::uint64_t lengths = (static_cast<std::uint64_t>(block_bytes) << 32) | meta_bytes;
    return XXH3_64bits_withSeed(meta.data(), meta.size(), lengths);
}

void encode_key(const SeriesKey& key, ByteWriter& out) {
    out.text(key.signal);
    out.varint(key.labels.pairs().size());
    for (const auto& [name, value] : key.labels.pairs()) {
        out.text(name);
        out.text(value);
    }
}

Result<SeriesKey> decode_key(ByteReader& in) {
    SeriesKey key;
    key.signal = in.text();
    const std::uint64_t count = in.varint();
    if (count > Labels::count_max) return fail(Errc::malformed, "record: too many labels");
    std::vector<Labels::Pair> pairs;
    for (std::uint64_t i = 0; i < count; ++i) {
        std::string name{in.text()};
        pairs.emplace_back(std::move(name), in.text());
    }
    Result<Labels> labels = Labels::from_pairs(std::move(pairs));
    if (!labels || !in.ok()) return fail(Errc::malformed, "record: labels that are none");
    key.labels = std::move(*labels);
    return key;
}

std::string encode_meta(const RecordMeta& meta) {
    std::string bytes;
    ByteWriter out{bytes};
    out.text(meta.host_id);
    out.zigzag(to_unix_ms(meta.first));
    out.zigzag(to_unix_ms(meta.last));
    out.varint(meta.definitions_from);
    out.varint(meta.definitions.size());
    for (const SeriesKey& key : meta.definitions)
        encode_key(key, out);
    return bytes;
}

/// The time columns of a record, each kept once: the series of one collector share theirs.
class TimeColumns {
public:
    std::size_t index_of(const std::vector<TimePoint>& times) {
        const std::size_t looked_at = std::min(distinct_.size(), time_columns_compared);
        const auto found =
            std::find_if(distinct_.end() - static_cast<std::ptrdiff_t>(looked_at), distinct_.end(),
                         [&](auto* held) { return *held == times; });
        const auto index = static_cast<std::size_t>(found - distinct_.begin());
        if (found == distinct_.end()) distinct_.push_back(&times);
        return index;
    }

    void encode(TimePoint base, ByteWriter& out) const {
        out.varint(distinct_.size());
        for (const std::vector<TimePoint>* times : distinct_) {
            std::string bytes;
            encode_times(*times, base, bytes);
            out.varint(times->size());
            out.text(bytes);
        }
    }

private:
    std::vector<const std::vector<TimePoint>*> distinct_;
};

std::string encode_block(std::span<const RecordColumn> columns, TimePoint base,
                         double relative_error) {
    TimeColumns times;
    std::string column_bytes;
    ByteWriter out{column_bytes};
    std::string values;
    for (const RecordColumn& column : columns) {
        values.clear();
        encode_values(column.block->values, relative_error, values);
        out.varint(column.series);
        out.varint(times.index_of(column.block->times));
        out.text(values);
    }
    std::string bytes;
    ByteWriter whole{bytes};
    times.encode(base, whole);
    whole.varint(columns.size());
    bytes += column_bytes;
    return bytes;
}

Result<std::string> compress(std::string_view bytes) {
    if (bytes.size() > record_inflated_bytes_max) return fail(Errc::too_large, "record: samples");
    std::string packed(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size =
        ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), compression_level);
    if (ZSTD_isError(size) != 0) return fail(Errc::unavailable, ZSTD_getErrorName(size));
    packed.resize(size);
    return packed;
}

Result<std::string> inflate(std::string_view block) {
    const unsigned long long size = ZSTD_getFrameContentSize(block.data(), block.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
        size > record_inflated_bytes_max) {
        return fail(Errc::malformed, "record: the block is no zstd frame of ours");
    }
    std::string bytes(size, '\0');
    const std::size_t got = ZSTD_decompress(bytes.data(), bytes.size(), block.data(), block.size());
    if (got != size) return fail(Errc::malformed, "record: the block cannot be inflated");
    return bytes;
}

struct TimeColumn {
    std::size_t count = 0;
    std::string_view bytes;
};

Result<std::vector<TimeColumn>> read_time_columns(ByteReader& in) {
    const std::uint64_t count = in.varint();
    if (count > in.left()) return fail(Errc::malformed, "record: too many time columns");
    std::vector<TimeColumn> columns;
    columns.reserve(count);
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        const std::uint64_t times = in.varint();
        columns.push_back({times, in.text()});
    }
    if (!in.ok()) return fail(Errc::malformed, "record: time columns cut short");
    return columns;
}

Result<void> decode_into(Column& column, const TimeColumn& time, std::string_view values,
                         TimePoint base) {
    const Result<std::vector<TimePoint>> times = decode_times(time.bytes, time.count, base);
    if (!times) return fail(times.error());
    const Result<std::vector<double>> numbers = decode_values(values, time.count);
    if (!numbers) return fail(numbers.error());
    column.times.insert(column.times.end(), times->begin(), times->end());
    column.values.insert(column.values.end(), numbers->begin(), numbers->end());
    return {};
}

}  // namespace

Result<std::string> encode_record(const RecordMeta& meta, std::span<const RecordColumn> columns,
                                  double relative_error) {
    const std::string meta_bytes = encode_meta(meta);
    Result<std::string> block = compress(encode_block(columns, meta.first, relative_error));
    if (!block) return block;
    if (meta_bytes.size() > record_bytes_max || block->size() > record_bytes_max) {
        return fail(Errc::too_large, "record: more than a record may hold");
    }
    const auto meta_size = static_cast<std::uint32_t>(meta_bytes.size());
    const auto block_size = static_cast<std::uint32_t>(block->size());
    std::string bytes;
    ByteWriter out{bytes};
    out.fixed(meta_size, 4);
    out.fixed(block_size, 4);
    out.fixed(meta_checksum(meta_size, block_size, meta_bytes), 8);
    out.fixed(checksum(*block), 8);
    return bytes + meta_bytes + *block;
}

Result<RecordHeader> decode_header(std::string_view bytes) {
    ByteReader in{bytes};
    RecordHeader header;
    header.meta_bytes = static_cast<std::uint32_t>(in.fixed(4));
    header.block_bytes = static_cast<std::uint32_t>(in.fixed(4));
    header.meta_checksum = in.fixed(8);
    header.block_checksum = in.fixed(8);
    const bool sized = header.meta_bytes > 0 && header.meta_bytes <= record_bytes_max &&
                       header.block_bytes > 0 && header.block_bytes <= record_bytes_max;
    if (!in.ok() || !sized) return fail(Errc::malformed, "record: no header");
    return header;
}

Result<RecordMeta> decode_meta(const RecordHeader& header, std::string_view bytes) {
    if (bytes.size() != header.meta_bytes ||
        meta_checksum(header.meta_bytes, header.block_bytes, bytes) != header.meta_checksum) {
        return fail(Errc::malformed, "record: the checksum of its meta part is wrong");
    }
    ByteReader in{bytes};
    RecordMeta meta;
    meta.host_id = in.text();
    meta.first = from_unix_ms(in.zigzag());
    meta.last = from_unix_ms(in.zigzag());
    meta.definitions_from = static_cast<std::uint32_t>(in.varint());
    const std::uint64_t count = in.varint();
    if (count > in.left()) return fail(Errc::malformed, "record: too many definitions");
    for (std::uint64_t i = 0; i < count; ++i) {
        Result<SeriesKey> key = decode_key(in);
        if (!key) return fail(std::move(key).error());
        meta.definitions.push_back(std::move(*key));
    }
    const bool dated = is_recordable(meta.first) && is_recordable(meta.last);
    if (!in.ok() || in.left() != 0 || !dated) {
        return fail(Errc::malformed, "record: its meta part is odd");
    }
    return meta;
}

bool is_block_intact(const RecordHeader& header, std::string_view block) {
    return block.size() == header.block_bytes && checksum(block) == header.block_checksum;
}

Result<Column> decode_column(std::string_view block, TimePoint base, std::uint32_t series) {
    const Result<std::string> bytes = inflate(block);
    if (!bytes) return fail(bytes.error());
    ByteReader in{*bytes};
    const Result<std::vector<TimeColumn>> times = read_time_columns(in);
    if (!times) return fail(times.error());
    const std::uint64_t count = in.varint();
    Column found;
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        const std::uint64_t number = in.varint();
        const std::uint64_t time_column = in.varint();
        const std::string_view values = in.text();
        if (number != series || !in.ok()) continue;
        if (time_column >= times->size()) return fail(Errc::malformed, "record: no such times");
        const auto added = decode_into(found, (*times)[time_column], values, base);
        if (!added) return fail(added.error());
    }
    if (!in.ok()) return fail(Errc::malformed, "record: columns cut short");
    return found;
}

}  // namespace foreshock::history
