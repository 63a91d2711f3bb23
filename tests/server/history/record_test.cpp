#include "server/history/record.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::history;

namespace {

const TimePoint start = from_unix_ms(1'790'000'000'000);

SeriesBlock block(std::string signal, std::vector<double> values) {
    SeriesBlock made{{std::move(signal), Labels{{"mount", "/var"}}}, {}, std::move(values)};
    for (std::size_t i = 0; i < made.values.size(); ++i) {
        made.times.push_back(start + std::chrono::seconds{i});
    }
    return made;
}

RecordMeta meta_of(const std::vector<SeriesBlock>& blocks) {
    RecordMeta meta{"web-1", start, start + std::chrono::seconds{9}, 0, {}};
    for (const SeriesBlock& one : blocks)
        meta.definitions.push_back(one.key);
    return meta;
}

std::string encoded(const std::vector<SeriesBlock>& blocks) {
    std::vector<RecordColumn> columns;
    for (const SeriesBlock& one : blocks) {
        columns.push_back({static_cast<std::uint32_t>(columns.size()), &one});
    }
    return encode_record(meta_of(blocks), columns, 1e-6).value();
}

std::string_view block_of(const std::string& record) {
    const RecordHeader header = decode_header(record).value();
    return std::string_view{record}.substr(RecordHeader::bytes + header.meta_bytes);
}

}  // namespace

TEST_CASE("record: header, meta and columns come back", "[history]") {
    const std::vector<SeriesBlock> blocks{block("a.b.c", {1, 2, 3}), block("d.e.f", {4.5, 4.5}),
                                          block("g.h.i", {7, 8, 9})};
    const std::string record = encoded(blocks);
    const RecordHeader header = decode_header(record).value();
    CHECK(header.record_bytes() == record.size());
    const RecordMeta meta =
        decode_meta(header, record.substr(RecordHeader::bytes, header.meta_bytes)).value();
    CHECK(meta.host_id == "web-1");
    CHECK(meta.first == start);
    CHECK(meta.last == start + std::chrono::seconds{9});
    CHECK(meta.definitions == meta_of(blocks).definitions);
    for (std::uint32_t series = 0; series < blocks.size(); ++series) {
        const Column column = decode_column(block_of(record), start, series).value();
        CHECK(column.times == blocks[series].times);
        CHECK(column.values == blocks[series].values);
    }
}

TEST_CASE("record: a series that is not in it has no samples", "[history]") {
    const std::string record = encoded({block("a.b.c", {1})});
    CHECK(decode_column(block_of(record), start, 5).value().values.empty());
}

TEST_CASE("record: a changed byte anywhere is noticed", "[history]") {
    const std::string good = encoded({block("a.b.c", {1, 2, 3})});
    const RecordHeader real = decode_header(good).value();
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 0x20);
        INFO("byte " << i);
        const Result<RecordHeader> header = decode_header(bad);
        const bool sized = header && header->record_bytes() == real.record_bytes();
        const bool told = sized &&
                          decode_meta(*header, bad.substr(RecordHeader::bytes, real.meta_bytes)) &&
                          is_block_intact(*header, block_of(bad));
        CHECK_FALSE(told);
    }
}

TEST_CASE("record: lengths beyond the bounds are no header", "[history]") {
    std::string bytes(RecordHeader::bytes, '\0');
    CHECK_FALSE(decode_header(bytes));
    bytes.replace(0, 8, std::string("\x01\0\0\0\x01\0\0\0", 8));
    CHECK(decode_header(bytes));
    bytes.replace(0, 4, std::string("\x01\0\0\x04", 4));
    CHECK_FALSE(decode_header(bytes));
    bytes.replace(0, 8, std::string("\0\0\0\x04\0\0\0\x04", 8));
    CHECK(decode_header(bytes));
    CHECK_FALSE(decode_header(bytes.substr(1)));
}

TEST_CASE("record: a block of garbage is malformed", "[history]") {
    CHECK(decode_column("not zstd at all", start, 0).error().code == Errc::malformed);
    CHECK(decode_column("", start, 0).error().code == Errc::malformed);
}

TEST_CASE("record: ten ticks of three hundred ordinary series take under 2.5 bytes a sample",
          "[history]") {
    std::vector<SeriesBlock> blocks;
    for (int i = 0; i < 300; ++i) {
        std::vector<double> values;
        for (int t = 0; t < 10; ++t) {
            const double noise = ((i * 7919 + t * 104729) % 1000) / 1000.0;
            const double level = i % 3 == 0 ? 4.0e9 + 4096.0 * t * i : (i % 3 == 1 ? noise : 0.0);
            values.push_back(level);
        }
        blocks.push_back(block("signal." + std::to_string(i) + ".count", std::move(values)));
    }
    std::vector<RecordColumn> columns;
    for (const SeriesBlock& one : blocks) {
        columns.push_back({static_cast<std::uint32_t>(columns.size()), &one});
    }
    const RecordMeta known{"web-1", start, start + std::chrono::seconds{9}, 300, {}};
    CHECK(encode_record(known, columns, 1e-6).value().size() < 3000 * 5 / 2);
}
