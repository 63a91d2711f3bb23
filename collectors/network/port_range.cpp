#include "collectors/network/port_range.hpp"

#include <limits>

#include "core/text_scan.hpp"

namespace foreshock::collectors {

Result<PortRange> parse_port_range(std::string_view text) {
    std::string_view line;
    take_line(text, line);
    const auto first = take_uint(line);
    const auto last = take_uint(line);
    constexpr std::uint64_t port_max = std::numeric_limits<std::uint16_t>::max();
    if (!first || !last || *first > *last || *last > port_max) {
        return fail(Errc::malformed, "ip_local_port_range: not two ports");
    }
    return PortRange{static_cast<std::uint16_t>(*first), static_cast<std::uint16_t>(*last)};
}

Result<PortRange> port_range_of(const Result<std::string_view>& text) {
    if (!text) return PortRange{};
    return parse_port_range(*text);
}

}  // namespace foreshock::collectors
