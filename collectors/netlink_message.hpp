#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/result.hpp"

namespace foreshock::collectors {

// How the kernel lays messages behind one another (netlink(7), rtnetlink(7)): each in the byte
// order of the host, with its length, and filled up to a multiple of four bytes.

/// The structure at `offset`, which need not be aligned; false when the bytes end before.
template <class Struct>
bool copy_out(std::string_view bytes, std::size_t offset, Struct& out) {
    if (offset > bytes.size() || bytes.size() - offset < sizeof out) return false;
    std::memcpy(&out, bytes.data() + offset, sizeof out);
    return true;
}

/// The bytes of a structure, to be sent.
template <class Struct>
std::string_view bytes_of(const Struct& value) {
    return {reinterpret_cast<const char*>(&value), sizeof value};
}

/// What stands behind the first `length` bytes and what they are filled up with; empty when they
/// are all.
std::string_view behind(std::string_view bytes, std::size_t length);

struct NetlinkMessage {
    std::uint16_t type = 0;  ///< NLMSG_DONE, RTM_NEWQDISC
    std::uint32_t sequence = 0;
    std::string_view payload;  ///< inside the text that it was taken from
};

/// Takes the first message away from `bytes`, which is not empty. False: it is cut.
bool take_message(std::string_view& bytes, NetlinkMessage& out);

struct NetlinkAttribute {
    std::uint16_t type = 0;  ///< without the flags NLA_F_NESTED and NLA_F_NET_BYTEORDER
    std::string_view value;
};

/// Takes the first attribute away. False: there is none that is whole.
bool take_attribute(std::string_view& bytes, NetlinkAttribute& out);

/// What a message of type NLMSG_DONE or NLMSG_ERROR says: nothing wrong, or no_data (the kernel
/// cannot answer), refused (we may not ask), unreadable.
Result<void> read_outcome(std::string_view payload);

}  // namespace foreshock::collectors
