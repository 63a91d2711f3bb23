#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/hardware/lvm.hpp"

/// lvs's JSON: the bound holds, every volume has a name, shares are shares.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto volumes = parse_lvs(text);
    if (!volumes) return 0;
    if (volumes->size() > logical_volumes_max) std::abort();
    for (const LogicalVolume& volume : *volumes) {
        if (volume.name.empty() || !(volume.size_bytes >= 0)) std::abort();
        for (const auto& share : {volume.data_used_ratio, volume.metadata_used_ratio}) {
            if (share && !(*share >= 0 && *share <= 1)) std::abort();
        }
    }
    return 0;
}
