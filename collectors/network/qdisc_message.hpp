#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/netlink.hpp"

namespace foreshock::collectors {

/// The queue in which packets wait until an interface sends them, as the kernel tells it
/// (linux/rtnetlink.h, linux/gen_stats.h). What its queues within have dropped is counted in it.
struct Qdisc {
    int interface_index = 0;
    std::string discipline;  ///< "fq_codel", "htb"
    std::uint64_t sent_packets = 0;
    std::uint32_t dropped_packets = 0;  ///< these three since it was set up; they wrap around
    std::uint32_t overlimits = 0;
    std::uint32_t requeues = 0;
    std::uint32_t waiting_packets = 0;
    std::uint32_t waiting_bytes = 0;
};

/// Asks for the queues of all interfaces.
NetlinkQuestion qdisc_question();

/// The outermost queue of each interface that sends through one, at most `qdiscs_max`. Those of
/// what comes in are left out: they drop because a rule says so. malformed: a message is cut.
Result<std::vector<Qdisc>> parse_qdiscs(std::string_view answer, std::size_t qdiscs_max);

}  // namespace foreshock::collectors
