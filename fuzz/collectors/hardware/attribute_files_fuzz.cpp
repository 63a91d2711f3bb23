#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/hardware/attribute_files.hpp"
#include "collectors/hardware/bcache.hpp"

/// One thing per file: numbers are finite, sizes never below 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const std::string_view line = first_line(text);
    if (line.size() > size) std::abort();
    const auto number = word_as_signed(line);
    if (number && !std::isfinite(*number)) std::abort();
    const auto hex = word_as_prefixed_hex(line);
    if (hex && !line.starts_with("0x")) std::abort();
    const auto bytes_held = parse_bcache_size(line);
    if (bytes_held && !(*bytes_held >= 0)) std::abort();
    return 0;
}
