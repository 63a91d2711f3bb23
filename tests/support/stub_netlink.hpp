#pragma once

#include <string>
#include <vector>

#include <linux/netlink.h>

#include "collectors/netlink.hpp"
#include "collectors/netlink_message.hpp"

namespace foreshock::test {

/// A kernel that says what it is told to.
class StubNetlink final : public collectors::Netlink {
public:
    [[nodiscard]] Result<std::string> ask(
        const collectors::NetlinkQuestion& question) const override {
        asked.push_back(question);
        return answer;
    }

    Result<std::string> answer;
    mutable std::vector<collectors::NetlinkQuestion> asked;
};

/// A message as the kernel lays it out.
inline std::string netlink_message(std::uint16_t type, const std::string& payload) {
    nlmsghdr header{};
    header.nlmsg_len = static_cast<__u32>(sizeof header + payload.size());
    header.nlmsg_type = type;
    std::string text = std::string{collectors::bytes_of(header)} + payload;
    text.resize(NLMSG_ALIGN(text.size()));
    return text;
}

inline std::string netlink_attribute(std::uint16_t type, std::string_view value) {
    nlattr head{};
    head.nla_len = static_cast<__u16>(sizeof head + value.size());
    head.nla_type = type;
    std::string text = std::string{collectors::bytes_of(head)} + std::string{value};
    text.resize(NLMSG_ALIGN(text.size()));
    return text;
}

}  // namespace foreshock::test
