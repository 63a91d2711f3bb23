#pragma once

#include <cerrno>
#include <string_view>

#include <unistd.h>

namespace foreshock {

/// Writes all of it, whatever interrupts. False when the descriptor takes no more: errno says why.
inline bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace foreshock
