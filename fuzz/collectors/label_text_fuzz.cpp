#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/command_pattern.hpp"
#include "core/labels.hpp"
#include "core/text_scan.hpp"

/// Foreign names become labels that every reader accepts; expressions never throw.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock;
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const std::string clean = label_text(text);
    if (label_text(clean) != clean) std::abort();
    if (!foreshock::Labels::from_pairs({{"name", clean}})) std::abort();
    // To compile an expression takes a thousand times as long as all the rest.
    if (text.substr(0, 1) != "/") return 0;
    const auto pattern = CommandPattern::compile(std::string{text.substr(1, 40)});
    if (pattern && pattern->matches(text.substr(1, 200)) && size == 1) std::abort();
    return 0;
}
