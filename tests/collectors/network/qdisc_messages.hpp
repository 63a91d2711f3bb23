#pragma once

#include <linux/gen_stats.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

#include "tests/support/stub_netlink.hpp"

namespace foreshock::test {

/// What a queue has counted, for a message to be made of.
struct QueueCounts {
    std::uint32_t sent = 0;
    std::uint32_t dropped = 0;
    std::uint32_t overlimits = 0;
    std::uint32_t requeues = 0;
    std::uint32_t waiting = 0;
    std::uint32_t waiting_bytes = 0;
};

inline std::string queue_statistics(const QueueCounts& counts) {
    gnet_stats_basic basic{};
    basic.bytes = 1000ULL * counts.sent;
    basic.packets = counts.sent;
    gnet_stats_queue queue{};
    queue.qlen = counts.waiting;
    queue.backlog = counts.waiting_bytes;
    queue.drops = counts.dropped;
    queue.requeues = counts.requeues;
    queue.overlimits = counts.overlimits;
    return netlink_attribute(TCA_STATS_BASIC, collectors::bytes_of(basic)) +
           netlink_attribute(TCA_STATS_QUEUE, collectors::bytes_of(queue));
}

/// A qdisc as RTM_GETQDISC is answered.
inline std::string qdisc_message(int index, std::uint32_t parent, std::string_view discipline,
                                 const std::string& statistics) {
    tcmsg head{};
    head.tcm_ifindex = index;
    head.tcm_parent = parent;
    const std::string kind = std::string{discipline} + '\0';
    return netlink_message(RTM_NEWQDISC, std::string{collectors::bytes_of(head)} +
                                             netlink_attribute(TCA_KIND, kind) +
                                             netlink_attribute(TCA_STATS2, statistics));
}

inline std::string root_queue(int index, std::string_view discipline, const QueueCounts& counts) {
    return qdisc_message(index, TC_H_ROOT, discipline, queue_statistics(counts));
}

}  // namespace foreshock::test
