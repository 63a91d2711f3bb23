#pragma once

#include <stdexcept>
#include <string>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/unique_fd.hpp"

namespace foreshock::test {

/// A listening socket on a free port of the loopback for a thread of the test, which ends when it
/// is told to stop from another one.
class LoopbackListener {
public:
    LoopbackListener() {
        listener_ = UniqueFd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        int stop[2];
        if (::bind(listener_.get(), plain, size) != 0 || ::listen(listener_.get(), 64) != 0 ||
            ::getsockname(listener_.get(), plain, &size) != 0 || ::pipe(stop) != 0) {
            throw std::runtime_error("no socket on the loopback");
        }
        port_ = ntohs(address.sin_port);
        stop_read_ = UniqueFd{stop[0]};
        stop_write_ = UniqueFd{stop[1]};
    }

    [[nodiscard]] int port() const { return port_; }

    void stop() { stop_write_.reset(); }

    /// Whether there is something to read on `fd` before it is told to stop.
    [[nodiscard]] bool readable(int fd) const {
        pollfd watched[2] = {{fd, POLLIN, 0}, {stop_read_.get(), POLLIN, 0}};
        ::poll(watched, 2, -1);
        return watched[1].revents == 0;
    }

    /// Appends what comes next on `fd`; false at its end, or when it is told to stop.
    bool read_more(int fd, std::string& bytes) const {
        char part[4096];
        if (!readable(fd)) return false;
        const ssize_t count = ::recv(fd, part, sizeof part, 0);
        if (count > 0) bytes.append(part, static_cast<std::size_t>(count));
        return count > 0;
    }

    /// One peer after another, until it is told to stop.
    template <class Serve>
    void run(Serve serve) const {
        while (readable(listener_.get())) {
            const UniqueFd peer{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
            if (peer.valid()) serve(peer.get());
        }
    }

private:
    UniqueFd listener_;
    UniqueFd stop_read_;
    UniqueFd stop_write_;
    int port_ = 0;
};

}  // namespace foreshock::test
