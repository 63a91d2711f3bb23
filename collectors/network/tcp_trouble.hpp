#pragma once

#include <optional>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// The last of three numbers of pages: "net.ipv4.tcp_mem", beyond which TCP refuses memory.
std::optional<double> parse_memory_limit_pages(std::string_view text);

/// Pages that the buffers of UDP sockets take (/proc/net/sockstat); none when it is not told.
std::optional<double> parse_udp_memory_pages(std::string_view text);

std::span<const SignalDescription> tcp_trouble_signals();

/// What goes wrong within TCP (/proc/net/netstat), and the limits beside the uses that the
/// collector `sockets` tells.
Result<std::unique_ptr<Collector>> make_tcp_trouble(const CollectorContext& context);

}  // namespace foreshock::collectors
