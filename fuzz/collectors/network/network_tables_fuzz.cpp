#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/network/bonding.hpp"
#include "collectors/network/cpu_table.hpp"
#include "collectors/network/links.hpp"
#include "collectors/network/port_range.hpp"
#include "collectors/network/softnet.hpp"
#include "collectors/network/tcp_trouble.hpp"
#include "collectors/network/udp_queues.hpp"

/// What this room reads of the kernel's text: bounds are kept, and sums have something to add.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    const auto bond = parse_bonding(text);
    if (bond && bond->members.size() > bond_members_max) std::abort();
    std::array columns{CpuColumn{"entries"}, CpuColumn{"drop"}};
    if (read_cpu_table(text, columns)) {
        for (const CpuColumn& column : columns) {
            if (!column.found && column.sum != 0) std::abort();
        }
    }
    const auto range = parse_port_range(text);
    if (range && (range->size() == 0 || !range->contains(range->last))) std::abort();
    const auto speed = parse_speed(text);
    if (speed && (*speed <= 0 || speed_text(*speed, "").empty())) std::abort();
    if (parse_softnet_stat(text) && size < 5) std::abort();
    const auto pages = parse_udp_memory_pages(text);
    if (pages && *pages < 0) std::abort();
    if (parse_memory_limit_pages(text) && size < 5) std::abort();
    std::vector<UdpQueue> queues;
    if (parse_proc_net_udp(text, queues) && queues.size() > size) std::abort();
    return 0;
}
