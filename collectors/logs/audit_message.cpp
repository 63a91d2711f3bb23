#include "collectors/logs/audit_message.hpp"

#include <linux/audit.h>

#include "collectors/netlink_message.hpp"

namespace foreshock::collectors {

NetlinkQuestion audit_question() {
    return {NetlinkFamily::audit, AUDIT_GET, false, {}};
}

Result<AuditStatus> parse_audit_status(std::string_view answer) {
    NetlinkMessage message;
    while (take_message(answer, message)) {
        if (message.type != AUDIT_GET) continue;
        // Read by field: an older kernel's structure ends behind the backlog.
        AuditStatus status;
        const bool is_whole =
            copy_out(message.payload, offsetof(audit_status, backlog_limit),
                     status.backlog_limit) &&
            copy_out(message.payload, offsetof(audit_status, lost), status.lost) &&
            copy_out(message.payload, offsetof(audit_status, backlog), status.backlog);
        if (is_whole) return status;
    }
    return fail(Errc::malformed, "audit: the kernel's answer has no status");
}

}  // namespace foreshock::collectors
