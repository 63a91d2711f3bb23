#pragma once

#include <optional>
#include <string>

#include "collectors/catalog.hpp"

namespace foreshock::collectors {

/// sys/class/net/NAME/speed: megabits per second; none while the link is down and where there is
/// no such thing (virtual interfaces say -1, or nothing).
std::optional<double> parse_speed(std::string_view text);

/// "10000 Mbit/s full", as a fact of the host.
std::string speed_text(double megabits, std::string_view duplex);

std::span<const SignalDescription> links_signals();

/// Its facts: "interface.eth0.speed" = "10000 Mbit/s full", as it was when the link was last up: a
/// card that comes back slower is a change.
Result<std::unique_ptr<Collector>> make_links(const CollectorContext& context);

}  // namespace foreshock::collectors
