#include <cstdint>

#include "server/http/label_matcher.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    const auto matcher = foreshock::http::LabelMatcher::parse(text);
    if (matcher) {
        static_cast<void>(matcher->matches_text(text));
        static_cast<void>(matcher->matches({{matcher->name(), "web-1"}}));
    }
    return 0;
}
