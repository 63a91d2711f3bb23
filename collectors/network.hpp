#pragma once

#include <vector>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// What went one way through an interface since it exists.
struct TrafficCounters {
    std::uint64_t bytes = 0;
    std::uint64_t packets = 0;
    std::uint64_t errors = 0;
    std::uint64_t drops = 0;
    std::uint64_t overruns = 0;        ///< "fifo"
    std::uint64_t frame_errors = 0;    ///< received ones only
    std::uint64_t carrier_errors = 0;  ///< sent ones only
};

/// One line of /proc/net/dev.
struct InterfaceCounters {
    std::string_view name;  ///< into the text that was read
    TrafficCounters receive;
    TrafficCounters transmit;
};

/// Reads into `out`, whose memory is used again.
Result<void> parse_net_dev(std::string_view text, std::vector<InterfaceCounters>& out);

/// Not the loopback, and not what container engines and hypervisors make by the hundred.
bool is_watched_interface(std::string_view name);

/// What sys/class/net/NAME/operstate says (RFC 2863 §6 ifOperStatus).
enum class LinkState : std::uint8_t { up, down, unknown };
LinkState parse_operstate(std::string_view text);

/// The bound on interfaces with series of their own; further ones have none.
inline constexpr std::size_t interfaces_max = 64;

std::span<const SignalDescription> network_signals();
Result<std::unique_ptr<Collector>> make_network(const CollectorContext& context);

}  // namespace foreshock::collectors
