#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/proc_socket_table.hpp"

/// Lists of sockets: never more than asked for, nothing added by a list that is malformed, and
/// every address can be written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};
    constexpr std::size_t sockets_max = 8;

    std::vector<TcpSocket> sockets(1);
    const auto read = parse_proc_net_tcp(text, sockets_max, sockets);
    if (sockets.size() > sockets_max) std::abort();
    if (!read && sockets.size() != 1) std::abort();
    if (read && *read && sockets.size() != sockets_max) std::abort();
    for (const TcpSocket& socket : sockets) {
        if (address_text(socket.local).empty() || endpoint_text(socket.remote).empty())
            std::abort();
        if (socket.path || socket.cgroup_id != 0) std::abort();
    }
    return 0;
}
