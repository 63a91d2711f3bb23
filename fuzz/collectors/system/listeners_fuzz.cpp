#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collectors/system/listeners.hpp"
#include "collectors/system/network_facts.hpp"

/// Tables of sockets, routes and addresses: what is read is a socket, a route, an address.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::collectors;
    const std::string_view text{reinterpret_cast<const char*>(bytes), size};

    for (const std::string_view protocol : {"tcp", "tcp6", "udp", "udp6"}) {
        const auto found = parse_listeners(text, protocol);
        if (!found && found.error().what.empty()) std::abort();
        if (!found) continue;
        for (const Listener& listener : *found) {
            if (listener.address.empty() || !listener.name().starts_with(protocol)) std::abort();
        }
    }
    for (const std::string& path : parse_unix_listeners(text)) {
        if (!path.starts_with('/')) std::abort();
    }
    for (const DefaultRoute& route : parse_default_routes(text)) {
        if (route.interface.size() > 512) std::abort();
    }
    for (const DefaultRoute& route : parse_default_routes_v6(text)) {
        if (route.interface.empty()) std::abort();
    }
    if (parse_nameservers(text).size() > 8 * 513) std::abort();
    for (const std::string& address : parse_local_addresses(text)) {
        if (address.empty()) std::abort();
    }
    return 0;
}
