#include "collectors/network/catalog.hpp"

#include <array>

#include "collectors/network/bonding.hpp"
#include "collectors/network/connections.hpp"
#include "collectors/network/conntrack.hpp"
#include "collectors/network/dependencies.hpp"
#include "collectors/network/links.hpp"
#include "collectors/network/listen_queues.hpp"
#include "collectors/network/neighbours.hpp"
#include "collectors/network/peers.hpp"
#include "collectors/network/qdisc.hpp"
#include "collectors/network/softnet.hpp"
#include "collectors/network/tcp_trouble.hpp"
#include "collectors/network/udp_queues.hpp"

namespace foreshock::collectors {

std::span<const CollectorEntry> network_catalog() {
    // Those that look at sockets are asked often and answer when a round of the table is whole.
    constexpr Duration second = std::chrono::seconds{1};
    constexpr Duration ten_seconds = std::chrono::seconds{10};
    static const std::array catalog{
        CollectorEntry{"links", "Speed, load and faults of network links.", ten_seconds, true,
                       links_signals(), make_links},
        CollectorEntry{"bonding", "Links that stand in for one another.", ten_seconds, true,
                       bonding_signals(), make_bonding},
        CollectorEntry{"neighbours", "Link addresses of other hosts, beside their limit.",
                       std::chrono::seconds{5}, true, neighbours_signals(), make_neighbours},
        CollectorEntry{"qdisc", "Queues of packets to be sent, shapers among them.",
                       std::chrono::seconds{5}, true, qdisc_signals(), make_qdisc},
        CollectorEntry{"softnet", "What processors do with received packets.", ten_seconds, true,
                       softnet_signals(), make_softnet},
        CollectorEntry{"conntrack", "What the packet filter could not track.", ten_seconds, true,
                       conntrack_signals(), make_conntrack},
        CollectorEntry{"tcp_trouble", "What goes wrong within TCP, and the limits of its memory.",
                       ten_seconds, true, tcp_trouble_signals(), make_tcp_trouble},
        CollectorEntry{"udp_queues", "Datagrams that wait to be read, where they pile up.",
                       ten_seconds, true, udp_queues_signals(), make_udp_queues},
        CollectorEntry{"listen_queues", "Queues of connections that wait to be accepted.", second,
                       true, listen_queues_signals(), make_listen_queues},
        CollectorEntry{"connections", "States of connections, and local ports that they take.",
                       second, true, connections_signals(), make_connections},
        CollectorEntry{"dependencies", "Services that programs on this host are connected to.",
                       second, true, dependencies_signals(), make_dependencies},
        CollectorEntry{"peers", "How packets fare on the way to those that most is sent to.",
                       second, true, peers_signals(), make_peers},
    };
    return catalog;
}

}  // namespace foreshock::collectors
