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
    const auto pattern = CommandPattern::compile(std::string{text.substr(0, 40)});
    if (pattern && pattern->matches(text.substr(0, 200)) && size == 0) std::abort();
    return 0;
}
