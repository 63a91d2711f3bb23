#include "collectors/storage/catalog.hpp"

#include <array>

#include "collectors/storage/block_devices.hpp"
#include "collectors/storage/filesystem_errors.hpp"
#include "collectors/storage/inotify.hpp"
#include "collectors/storage/network_mounts.hpp"

namespace foreshock::collectors {

std::span<const CollectorEntry> storage_catalog() {
    constexpr Duration ten_seconds = std::chrono::seconds{10};
    static const std::array catalog{
        CollectorEntry{"filesystem_errors", "Damage that filesystems have met.", ten_seconds, true,
                       filesystem_errors_signals(), make_filesystem_errors},
        CollectorEntry{"network_mounts", "How file servers on the network answer.", ten_seconds,
                       true, network_mounts_signals(), make_network_mounts},
        CollectorEntry{"block_devices", "Flushes, discards, errors and queues of whole disks.",
                       ten_seconds, true, block_devices_signals(), make_block_devices},
        CollectorEntry{"inotify", "Files that users have watched, beside their limits.",
                       std::chrono::seconds{1}, true, inotify_signals(), make_inotify},
    };
    return catalog;
}

}  // namespace foreshock::collectors
