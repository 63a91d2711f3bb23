#include <cstddef>
#include <cstdint>
#include <string_view>

#include "server/history/columns.hpp"
#include "server/history/record.hpp"

using namespace foreshock;
using namespace foreshock::history;

namespace {

/// As a file would be read: header, meta behind it, the block behind that.
void read_as_record(std::string_view bytes) {
    const Result<RecordHeader> header = decode_header(bytes);
    if (!header || bytes.size() < header->record_bytes()) return;
    const Result<RecordMeta> meta =
        decode_meta(*header, bytes.substr(RecordHeader::bytes, header->meta_bytes));
    const std::string_view block =
        bytes.substr(RecordHeader::bytes + header->meta_bytes, header->block_bytes);
    if (meta && is_block_intact(*header, block)) {
        static_cast<void>(decode_column(block, meta->first, 0));
    }
}

}  // namespace

// Checksums would hide what is behind them: each decoder is also fed on its own.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    if (bytes.empty()) return 0;
    const std::size_t count = data[0];
    const std::string_view rest = bytes.substr(1);
    read_as_record(bytes);
    static_cast<void>(decode_column(rest, from_unix_ms(0), data[0]));
    static_cast<void>(decode_times(rest, count, from_unix_ms(1'790'000'000'000)));
    static_cast<void>(decode_values(rest, count));
    return 0;
}
