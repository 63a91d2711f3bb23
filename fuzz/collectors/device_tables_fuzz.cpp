#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/disk.hpp"
#include "collectors/network.hpp"
#include "collectors/sockets.hpp"
#include "core/text_scan.hpp"

/// Disks, interfaces and sockets: names stay inside the text, filtering never adds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto is_inside = [text](std::string_view name) {
        return name.data() >= text.data() && name.data() + name.size() <= text.data() + text.size();
    };
    std::vector<DiskCounters> disks;
    if (parse_diskstats(text, disks)) {
        const std::size_t all = disks.size();
        keep_real_disks(disks);
        if (disks.size() > all) std::abort();
        for (const DiskCounters& disk : disks) {
            if (!is_inside(disk.name) || is_partition_of(disk.name, disk.name)) std::abort();
        }
    }
    std::vector<InterfaceCounters> interfaces;
    if (parse_net_dev(text, interfaces)) {
        for (const InterfaceCounters& found : interfaces) {
            if (!is_inside(found.name) || found.name.empty()) std::abort();
        }
    }
    SocketCounts sockets;
    ProtocolCounters protocols;
    const bool read = parse_sockstat(text, sockets) || parse_protocol_table(text, protocols);
    if (read && parse_operstate(text) == LinkState::up && text.find("up") == text.npos)
        std::abort();
    return 0;
}
