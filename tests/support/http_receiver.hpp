#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <sys/socket.h>

#include "core/number.hpp"
#include "tests/support/loopback_listener.hpp"

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
        thread_ = std::thread{[this] { listener_.run([this](int fd) { serve(fd); }); }};
    }

    HttpReceiver(const HttpReceiver&) = delete;
    HttpReceiver& operator=(const HttpReceiver&) = delete;

    ~HttpReceiver() {
        listener_.stop();
        thread_.join();
    }

    [[nodiscard]] int port() const { return listener_.port(); }

    [[nodiscard]] std::string url(const std::string& path = "") const {
        return "http://127.0.0.1:" + std::to_string(listener_.port()) + path;
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
            if (!listener_.read_more(fd, bytes)) return false;
        }
        const auto end = bytes.find("\r\n\r\n");
        parse_head(std::string_view{bytes}.substr(0, end), request);
        const auto length = parse_uint(request.headers["content-length"]);
        request.body = bytes.substr(end + 4);
        while (request.body.size() < (length ? *length : 0)) {
            if (!listener_.read_more(fd, request.body)) return false;
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
            while (listener_.read_more(fd, ignored)) {
            }
        } else {
            send_all(fd, answer);
            // Not before the peer has read it: closing with unread input would reset the line.
            ::shutdown(fd, SHUT_WR);
            while (listener_.read_more(fd, ignored)) {
            }
        }
    }

    Answer answer_;
    LoopbackListener listener_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<ReceivedRequest> requests_;
    std::thread thread_;
};

}  // namespace foreshock::test
