#include "collectors/netlink_message.hpp"

#include <algorithm>
#include <cerrno>

#include <linux/netlink.h>

#include "core/system_error.hpp"

namespace foreshock::collectors {

std::string_view behind(std::string_view bytes, std::size_t length) {
    const std::size_t padded = NLMSG_ALIGN(length);
    return bytes.substr(std::min(padded, bytes.size()));
}

bool take_message(std::string_view& bytes, NetlinkMessage& out) {
    nlmsghdr header{};
    if (!copy_out(bytes, 0, header) || header.nlmsg_len < sizeof header ||
        header.nlmsg_len > bytes.size()) {
        return false;
    }
    out.type = header.nlmsg_type;
    out.sequence = header.nlmsg_seq;
    out.payload = bytes.substr(sizeof header, header.nlmsg_len - sizeof header);
    bytes = behind(bytes, header.nlmsg_len);
    return true;
}

bool take_attribute(std::string_view& bytes, NetlinkAttribute& out) {
    nlattr head{};
    if (!copy_out(bytes, 0, head) || head.nla_len < sizeof head || head.nla_len > bytes.size())
        return false;
    out.type = head.nla_type & NLA_TYPE_MASK;
    out.value = bytes.substr(sizeof head, head.nla_len - sizeof head);
    bytes = behind(bytes, head.nla_len);
    return true;
}

Result<void> read_outcome(std::string_view payload) {
    int code = 0;
    if (!copy_out(payload, 0, code) || code == 0) return {};
    const std::string what = "the kernel answers: " + errno_text(-code);
    // Who asks the audit subsystem from a container is told that nobody is there.
    if (code == -ENOENT || code == -EINVAL || code == -EOPNOTSUPP || code == -ECONNREFUSED)
        return fail(Errc::no_data, what);
    if (code == -EPERM || code == -EACCES) return fail(Errc::refused, what);
    return fail(Errc::unreadable, what);
}

}  // namespace foreshock::collectors
