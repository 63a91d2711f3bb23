#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/logs/line_assembler.hpp"

/// Any cut of the same bytes gives the same lines; they are bounded and have no control characters.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    if (size < 2) return 0;
    const std::size_t piece = 1 + (bytes[0] | static_cast<std::size_t>(bytes[1]) << 8U) % 5000;
    const std::string_view text{reinterpret_cast<const char*>(bytes) + 2, size - 2};

    const auto lines_of = [text](std::size_t step) {
        LineAssembler assembler;
        std::vector<std::string> lines;
        const auto take = [&lines](std::string_view line) { lines.emplace_back(line); };
        for (std::size_t at = 0; at < text.size(); at += step)
            assembler.feed(text.substr(at, step), take);
        assembler.finish(take);
        return lines;
    };
    const auto whole = lines_of(text.size() + 1);
    if (lines_of(piece) != whole) std::abort();
    for (const std::string& line : whole) {
        if (line.empty() || line.size() > LineAssembler::line_bytes_max) std::abort();
        for (const char c : line) {
            if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) std::abort();
        }
    }
    return 0;
}
