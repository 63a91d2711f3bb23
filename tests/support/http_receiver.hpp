#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/number.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::test {

/// A request as it came over the wire; header names in lower case.
struct ReceivedRequest {
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers;
    std::string body;
};

/// A complete answer that ends the connection.
inline std::string http_answer(int status, const std::string& body = "",
                               const std::string& headers = "") {
    return "HTTP/1.1 " + std::to_string(status) + " Status\r\nConnection: close\r\n" + headers +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// An HTTP server of plain sockets on a free port of the loopback. It answers whatever bytes
/// `answer` returns, one connection after another, and keeps every request. The answer `silence`
/// says nothing until the peer or the test goes.
class HttpReceiver {
public:
    using Answer = std::function<std::string(const ReceivedRequest&)>;
    static constexpr const char* silence = "<silence>";

    explicit HttpReceiver(Answer answer) : answer_(std::move(answer)) {
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
        thread_ = std::thread{[this] { run(); }};
    }

    HttpReceiver(const HttpReceiver&) = delete;
    HttpReceiver& operator=(const HttpReceiver&) = delete;

    ~HttpReceiver() {
        stop_write_.reset();
        thread_.join();
    }

    [[nodiscard]] int port() const { return port_; }

    [[nodiscard]] std::string url(const std::string& path = "") const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }

    [[nodiscard]] std::vector<ReceivedRequest> requests() const {
        const std::scoped_lock lock{mutex_};
        return requests_;
    }

    /// Waits until there were so many requests; false when that takes 5 s.
    bool wait_for_requests(std::size_t count) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::seconds{5},
                                 [&] { return requests_.size() >= count; });
    }

private:
    /// Whether there is something to read on `fd` before the test ends.
    bool readable(int fd) {
        pollfd watched[2] = {{fd, POLLIN, 0}, {stop_read_.get(), POLLIN, 0}};
        ::poll(watched, 2, -1);
        return watched[1].revents == 0;
    }

    bool read_more(int fd, std::string& bytes) {
        char part[4096];
        if (!readable(fd)) return false;
        const ssize_t count = ::recv(fd, part, sizeof part, 0);
        if (count > 0) bytes.append(part, static_cast<std::size_t>(count));
        return count > 0;
    }

    static void parse_head(std::string_view head, ReceivedRequest& request) {
        const auto space = head.find(' ');
        request.method = head.substr(0, space);
        request.target = head.substr(space + 1, head.find(' ', space + 1) - space - 1);
        for (auto line = head.find("\r\n"); line != std::string_view::npos;) {
            const auto next = head.find("\r\n", line + 2);
            const std::string_view text = head.substr(line + 2, next - line - 2);
            const auto colon = text.find(": ");
            std::string name{text.substr(0, colon)};
            for (char& letter : name)
                letter = static_cast<char>(::tolower(letter));
            if (colon != std::string_view::npos) request.headers[name] = text.substr(colon + 2);
            line = next;
        }
    }

    bool read_request(int fd, ReceivedRequest& request) {
        std::string bytes;
        while (bytes.find("\r\n\r\n") == std::string::npos) {
            if (!read_more(fd, bytes)) return false;
        }
        const auto end = bytes.find("\r\n\r\n");
        parse_head(std::string_view{bytes}.substr(0, end), request);
        const auto length = parse_uint(request.headers["content-length"]);
        request.body = bytes.substr(end + 4);
        while (request.body.size() < (length ? *length : 0)) {
            if (!read_more(fd, request.body)) return false;
        }
        return true;
    }

    void send_all(int fd, std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    void serve(int fd) {
        ReceivedRequest request;
        if (!read_request(fd, request)) return;
        {
            const std::scoped_lock lock{mutex_};
            requests_.push_back(request);
        }
        changed_.notify_all();
        const std::string answer = answer_(request);
        std::string ignored;
        if (answer == silence) {
            while (read_more(fd, ignored)) {
            }
        } else {
            send_all(fd, answer);
            // Not before the peer has read it: closing with unread input would reset the line.
            ::shutdown(fd, SHUT_WR);
            while (read_more(fd, ignored)) {
            }
        }
    }

    void run() {
        while (readable(listener_.get())) {
            const UniqueFd peer{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
            if (peer.valid()) serve(peer.get());
        }
    }

    Answer answer_;
    UniqueFd listener_;
    UniqueFd stop_read_;
    UniqueFd stop_write_;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<ReceivedRequest> requests_;
    std::thread thread_;
};

}  // namespace foreshock::test
