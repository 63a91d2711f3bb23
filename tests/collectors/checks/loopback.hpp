#pragma once

#include <stdexcept>
#include <utility>

#include <arpa/inet.h>
#include <sys/socket.h>

#include "core/unique_fd.hpp"

namespace foreshock::test {

/// A socket on a free port of the loopback, with its port. A stream socket listens.
inline std::pair<UniqueFd, std::uint16_t> bound_socket(int type) {
    UniqueFd fd{::socket(AF_INET, type | SOCK_CLOEXEC, 0)};
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    const bool is_bound =
        ::bind(fd.get(), plain, size) == 0 && ::getsockname(fd.get(), plain, &size) == 0;
    if (!is_bound || (type == SOCK_STREAM && ::listen(fd.get(), 8) != 0)) {
        throw std::runtime_error("no socket on the loopback");
    }
    return {std::move(fd), ntohs(address.sin_port)};
}

/// A port that nobody has, for as long as nobody takes it.
inline std::uint16_t free_port(int type) {
    return bound_socket(type).second;
}

}  // namespace foreshock::test
