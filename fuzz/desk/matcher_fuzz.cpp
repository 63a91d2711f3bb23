#include <cstdint>
#include <cstdlib>

#include "server/desk/matcher.hpp"

// Matchers that a stranger wrote: read, written again the same, made ready, and tried.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::desk;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    const auto matcher = parse_matcher(text);
    if (!matcher) return 0;
    const auto again = parse_matcher(describe(*matcher));
    const auto set = MatcherSet::compile({*matcher});
    if (!set) return 0;
    if (!again || !(*again == *matcher)) std::abort();
    static_cast<void>(set->matches({{matcher->name, matcher->value}}));
    static_cast<void>(set->matches({{matcher->name, std::string{text}}}));
    return 0;
}
