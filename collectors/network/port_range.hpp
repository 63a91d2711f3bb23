#pragma once

#include <cstdint>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::collectors {

/// The ports that connect(2) chooses from (net.ipv4.ip_local_port_range), both included.
struct PortRange {
    std::uint16_t first = 32768;
    std::uint16_t last = 60999;

    [[nodiscard]] bool contains(std::uint16_t port) const { return first <= port && port <= last; }

    [[nodiscard]] std::size_t size() const { return std::size_t{last} - first + 1; }
};

inline constexpr std::string_view port_range_path = "proc/sys/net/ipv4/ip_local_port_range";

/// "32768\t60999\n"
Result<PortRange> parse_port_range(std::string_view text);

/// What a read of the file gave: the kernel's own default when there is none.
Result<PortRange> port_range_of(const Result<std::string_view>& text);

}  // namespace foreshock::collectors
