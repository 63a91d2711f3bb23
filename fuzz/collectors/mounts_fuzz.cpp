#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/mounts.hpp"

/// Mounts and fstab: the watched ones are few, sorted and whole.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto intended = parse_fstab(text);
    for (const auto& place : intended.writable) {
        if (place.empty()) std::abort();
    }
    auto mounts = parse_mountinfo(text);
    if (!mounts) return 0;
    const auto watched = watched_mounts(std::move(*mounts));
    if (watched.size() > mounts_max) std::abort();
    for (std::size_t i = 0; i < watched.size(); ++i) {
        if (!watched[i].mount_point.starts_with("/")) std::abort();
        if (i > 0 && watched[i - 1].mount_point >= watched[i].mount_point) std::abort();
    }
    return 0;
}
