#include "collectors/checks/connection.hpp"

#include <cerrno>
#include <cstring>
#include <memory>

#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>

#include "core/system_error.hpp"

namespace foreshock::collectors {
namespace {

struct FreeAddresses {
    void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

Error lookup_error(const std::string& host, int code) {
    const bool is_missing = code == EAI_NONAME || code == EAI_NODATA;
    const std::string why = code == EAI_SYSTEM ? errno_text(errno) : ::gai_strerror(code);
    return {is_missing ? Errc::not_found : Errc::unavailable, host + ": " + why};
}

/// 0 when it is connected, an errno otherwise.
int connect_within(int fd, const SocketAddress& address, const Deadline& deadline) {
    if (::connect(fd, address.plain(), address.size) == 0) return 0;
    if (errno != EINPROGRESS) return errno;
    if (!await_socket(fd, POLLOUT, deadline)) return ETIMEDOUT;
    int failure = 0;
    socklen_t size = sizeof failure;
    if (::getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &size) != 0) return errno;
    return failure;
}

}  // namespace

std::string SocketAddress::text() const {
    std::string host(NI_MAXHOST, '\0');
    const int failure =
        ::getnameinfo(plain(), size, host.data(), static_cast<socklen_t>(host.size()), nullptr, 0,
                      NI_NUMERICHOST);
    return failure != 0 ? std::string{} : std::string{host.c_str()};
}

Result<std::vector<SocketAddress>> look_up(const std::string& host, std::uint16_t port, int flags) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | flags;
    addrinfo* found = nullptr;
    const int code = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (code != 0) return fail(lookup_error(host, code));
    const std::unique_ptr<addrinfo, FreeAddresses> list{found};
    std::vector<SocketAddress> addresses;
    for (const addrinfo* at = list.get(); at && addresses.size() < addresses_max;
         at = at->ai_next) {
        SocketAddress address;
        address.size = at->ai_addrlen;
        std::memcpy(&address.storage, at->ai_addr, at->ai_addrlen);
        addresses.push_back(address);
    }
    return addresses;
}

bool await_socket(int fd, short events, const Deadline& deadline) {
    pollfd waiting{fd, events, 0};
    while (true) {
        const int ready = ::poll(&waiting, 1, deadline.left_ms());
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

std::uint32_t retransmissions_of(int fd) {
    tcp_info state{};
    socklen_t size = sizeof state;
    if (::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &state, &size) != 0) return 0;
    return state.tcpi_total_retrans;
}

Result<UniqueFd> connect_tcp(const std::string& host, std::uint16_t port,
                             const Deadline& deadline) {
    auto addresses = look_up(host, port);
    if (!addresses) return fail(std::move(addresses).error());
    std::string why = "no address";
    for (const SocketAddress& address : *addresses) {
        UniqueFd fd{
            ::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP)};
        const int failure = fd.valid() ? connect_within(fd.get(), address, deadline) : errno;
        if (failure == 0) return fd;
        why = address.text() + " port " + std::to_string(port) + ": " + errno_text(failure);
        if (deadline.has_passed()) break;
    }
    return fail(Errc::unavailable, why);
}

}  // namespace foreshock::collectors
