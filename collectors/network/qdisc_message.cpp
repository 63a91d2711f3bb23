#include "collectors/network/qdisc_message.hpp"

#include <linux/gen_stats.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

#include "collectors/netlink_message.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

/// What interfaces without a queue have: it counts nothing.
constexpr std::string_view no_queue = "noqueue";

void read_statistics(std::string_view nested, Qdisc& out) {
    NetlinkAttribute attribute;
    bool is_wide = false;
    while (take_attribute(nested, attribute)) {
        gnet_stats_queue queue{};
        std::uint32_t packets = 0;
        if (attribute.type == TCA_STATS_QUEUE && copy_out(attribute.value, 0, queue)) {
            out.dropped_packets = queue.drops;
            out.overlimits = queue.overlimits;
            out.requeues = queue.requeues;
            out.waiting_packets = queue.qlen;
            out.waiting_bytes = queue.backlog;
        } else if (attribute.type == TCA_STATS_PKT64) {
            is_wide = copy_out(attribute.value, 0, out.sent_packets) || is_wide;
        } else if (attribute.type == TCA_STATS_BASIC && !is_wide &&
                   copy_out(attribute.value, offsetof(gnet_stats_basic, packets), packets)) {
            out.sent_packets = packets;
        }
    }
}

/// False: it is no outermost queue of what is sent.
Result<bool> read_qdisc(std::string_view payload, Qdisc& out) {
    tcmsg head{};
    if (!copy_out(payload, 0, head))
        return fail(Errc::malformed, "qdisc: a message of the kernel is cut");
    if (head.tcm_parent != TC_H_ROOT) return false;
    out.interface_index = head.tcm_ifindex;
    std::string_view rest = behind(payload, sizeof head);
    NetlinkAttribute attribute;
    while (take_attribute(rest, attribute)) {
        if (attribute.type == TCA_KIND)
            out.discipline = label_text(attribute.value.substr(0, attribute.value.find('\0')));
        if (attribute.type == TCA_STATS2) read_statistics(attribute.value, out);
    }
    return !out.discipline.empty() && out.discipline != no_queue;
}

}  // namespace

NetlinkQuestion qdisc_question() {
    return {NetlinkFamily::route, RTM_GETQDISC, true, std::string{bytes_of(tcmsg{})}};
}

Result<std::vector<Qdisc>> parse_qdiscs(std::string_view answer, std::size_t qdiscs_max) {
    std::vector<Qdisc> qdiscs;
    while (!answer.empty() && qdiscs.size() < qdiscs_max) {
        NetlinkMessage message;
        if (!take_message(answer, message))
            return fail(Errc::malformed, "qdisc: a message of the kernel is cut");
        if (message.type != RTM_NEWQDISC) continue;
        Qdisc qdisc;
        const auto is_outermost = read_qdisc(message.payload, qdisc);
        if (!is_outermost) return fail(is_outermost.error());
        if (*is_outermost) qdiscs.push_back(std::move(qdisc));
    }
    return qdiscs;
}

}  // namespace foreshock::collectors
