#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/storage/block_devices.hpp"
#include "collectors/storage/filesystem_errors.hpp"
#include "collectors/storage/inotify_walk.hpp"
#include "collectors/storage/network_mounts.hpp"

/// Mounts, errors and watches: names stay inside the text, and nothing is counted twice.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    std::vector<NfsMountCounters> mounts;
    if (parse_mountstats(text, mounts)) {
        for (const NfsMountCounters& mount : mounts) {
            const std::string_view name = mount.mount_point;
            const bool inside = name.empty() || (name.data() >= text.data() &&
                                                 name.data() + name.size() <= text.data() + size);
            if (!inside) std::abort();
        }
    }
    if (count_watches(text) > size) std::abort();
    if (parse_scsi_counter(text) && text.find("0x") == text.npos) std::abort();
    if (parse_btrfs_errors(text) && text.find("_errs") == text.npos) std::abort();
    if (parse_cifs_stats(text) && size < 16) std::abort();
    if (parse_effective_user(text) && text.find("Uid:") == text.npos) std::abort();
    return 0;
}
