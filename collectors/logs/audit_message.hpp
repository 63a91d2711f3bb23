#pragma once

#include <cstdint>
#include <string_view>

#include "collectors/netlink.hpp"

namespace foreshock::collectors {

/// How the kernel's audit subsystem fares (struct audit_status in linux/audit.h).
struct AuditStatus {
    std::uint32_t backlog = 0;        ///< records that wait for auditd
    std::uint32_t backlog_limit = 0;  ///< 0: as many as there may be
    std::uint32_t lost = 0;           ///< since boot, or since somebody set it to 0
};

/// Asks for it; the kernel answers who has CAP_AUDIT_CONTROL, outside of containers.
NetlinkQuestion audit_question();

/// malformed: the answer has no whole status.
Result<AuditStatus> parse_audit_status(std::string_view answer);

}  // namespace foreshock::collectors
