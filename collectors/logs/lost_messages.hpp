#pragma once

#include <cstdint>
#include <string_view>

namespace foreshock::collectors {

/// How many messages a line of journald says were lost: "Suppressed 12 messages from
/// ssh.service" (journald-rate-limit), "Missed 7 kernel messages" (journald-kmsg.c), "Forwarding to
/// syslog missed 3 messages." (journald-syslog.c). 0 for any other line.
std::uint64_t lost_messages(std::string_view message);

}  // namespace foreshock::collectors
