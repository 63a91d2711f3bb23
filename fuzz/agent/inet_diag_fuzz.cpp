#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "agent/inet_diag.hpp"

/// Messages of the kernel: a socket costs at least its header, and states stay within theirs.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace foreshock::agent;
    const std::string_view buffer{reinterpret_cast<const char*>(bytes), size};

    // The sequence that the input names, so that it is not passed over.
    std::uint32_t sequence = 0;
    if (size >= 12) __builtin_memcpy(&sequence, bytes + 8, sizeof sequence);
    std::vector<foreshock::collectors::TcpSocket> sockets;
    const auto progress = parse_inet_diag(buffer, sequence, sockets);
    if (sockets.size() > size / 16) std::abort();
    if (progress && size == 0 && *progress != DiagProgress::more) std::abort();
    for (const auto& socket : sockets) {
        const auto state = static_cast<unsigned>(socket.state);
        if (state < 1 || state > 12) std::abort();
        if (endpoint_text(socket.local).empty()) std::abort();
    }
    return 0;
}
