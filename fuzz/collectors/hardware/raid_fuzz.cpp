#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/hardware/raid.hpp"

/// Software arrays: texts lie inside the input, shares are shares, the
/// bound holds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto is_inside = [text](std::string_view name) {
        return name.data() >= text.data() && name.data() + name.size() <= text.data() + text.size();
    };
    std::vector<RaidArray> arrays;
    if (parse_mdstat(text, arrays)) {
        if (arrays.size() > raid_arrays_max) std::abort();
        for (const RaidArray& array : arrays) {
            if (array.name.empty() || !is_inside(array.name)) std::abort();
            if (array.wanted.has_value() != array.working.has_value()) std::abort();
            if (array.wanted && *array.working > *array.wanted) std::abort();
            if (!array.sync) continue;
            if (!is_inside(array.sync->action)) std::abort();
            if (!(array.sync->done_ratio >= 0 && array.sync->done_ratio <= 1)) std::abort();
            if (!(array.sync->remaining_seconds >= 0)) std::abort();
        }
    }
    return 0;
}
