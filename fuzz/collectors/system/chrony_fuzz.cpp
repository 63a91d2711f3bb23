#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/system/chrony.hpp"

/// chronyc's lines: a reading is whole, or there is an error with words.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto tracking = parse_chrony_tracking(text);
    if (!tracking && tracking.error().what.empty()) std::abort();
    if (tracking && tracking->synchronised && tracking->stratum == 0) std::abort();
    const auto sources = parse_chrony_sources(text);
    if (!sources && sources.error().what.empty()) std::abort();
    if (sources && (sources->reachable > sources->configured ||
                    sources->selected + sources->false_ones > sources->configured)) {
        std::abort();
    }
    return 0;
}
