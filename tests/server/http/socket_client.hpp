#pragma once

#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <sys/socket.h>

#include "core/unique_fd.hpp"

namespace foreshock::http {

/// A connection to 127.0.0.1 that says exactly what it is told to.
class SocketClient {
public:
    explicit SocketClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::connect(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
                0);
        const timeval patience{5, 0};
        ::setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }

    /// Breaks off: the peer is told by a reset.
    void reset() {
        const linger at_once{1, 0};
        ::setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        fd_.reset();
    }

    void send(std::string_view text) {
        while (!text.empty()) {
            const ssize_t sent = ::send(fd_.get(), text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
    }

    /// Until `end` has come; what came without it when the peer closes or says nothing for 5 s.
    std::string read_until(std::string_view end) {
        while (received_.find(end) == std::string::npos && read_more()) {
        }
        const std::size_t at = received_.find(end);
        const std::size_t size = at == std::string::npos ? received_.size() : at + end.size();
        std::string text = received_.substr(0, size);
        received_.erase(0, size);
        return text;
    }

    /// Everything until the peer closes.
    std::string read_all() {
        while (read_more()) {
        }
        return std::exchange(received_, {});
    }

    /// Did the peer close, without saying more?
    bool is_closed() { return !read_more() && received_.empty() && closed_; }

private:
    bool read_more() {
        char buffer[65536];
        const ssize_t count = ::recv(fd_.get(), buffer, sizeof buffer, 0);
        if (count <= 0) {
            closed_ = count == 0 || errno == ECONNRESET;
            return false;
        }
        received_.append(buffer, static_cast<std::size_t>(count));
        return true;
    }

    UniqueFd fd_;
    std::string received_;
    bool closed_ = false;
};

}  // namespace foreshock::http
