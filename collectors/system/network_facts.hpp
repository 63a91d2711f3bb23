#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/change.hpp"
#include "core/host_fs.hpp"

namespace foreshock::collectors {

// How the host is reached and reaches others, as facts. What is not there is left out.

/// "resolver.nameservers" = "1.1.1.1 8.8.8.8": resolv.conf(5), in its order.
std::string parse_nameservers(std::string_view text);

struct DefaultRoute {
    std::string interface;
    std::string gateway;  ///< empty when the interface itself is the way
};

/// The default routes of /proc/net/route, by metric. Lines that are no route are passed over.
std::vector<DefaultRoute> parse_default_routes(std::string_view text);

/// Likewise of /proc/net/ipv6_route.
std::vector<DefaultRoute> parse_default_routes_v6(std::string_view text);

/// The host's own addresses in /proc/net/fib_trie, sorted, without the loopback's.
std::vector<std::string> parse_local_addresses(std::string_view text);

/// Nameservers, default routes ("route.default.eth0" = "192.0.2.1"), addresses
/// ("address.192.0.2.2" = "ipv4") and interfaces ("interface.eth0" = "up 02:fc:00:00:00:01").
/// Interfaces that containers and machines come and go with are left out; at most interfaces_max.
void add_network_facts(const HostFs& host, std::vector<Fact>& out);

inline constexpr std::size_t interfaces_max = 48;
inline constexpr std::size_t addresses_max = 48;

}  // namespace foreshock::collectors
