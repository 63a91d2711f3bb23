#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/hardware/zfs.hpp"

/// zpool's list: the bound holds, names lie inside the input, numbers are not negative.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    std::vector<PoolSpace> pools;
    if (!parse_zpool_list(text, pools)) return 0;
    if (pools.size() > zfs_pools_max) std::abort();
    for (const PoolSpace& pool : pools) {
        if (pool.name.empty() || pool.name.data() < text.data()) std::abort();
        if (!(pool.size_bytes >= 0) || !(pool.used_bytes >= 0)) std::abort();
        const auto& share = pool.fragmentation_ratio;
        if (share && !(*share >= 0 && *share <= 1)) std::abort();
    }
    return 0;
}
