#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/unique_fd.hpp"

namespace foreshock::test {

/// What one client said: its commands, and the mail with its dots unstuffed.
struct ReceivedMail {
    std::vector<std::string> commands;
    std::string data;  ///< lines end with CRLF
};

/// An SMTP server of plain sockets on a free port of the loopback. It answers each command with
/// what `replies` has for its first word ("MAIL" → "451 later"), else with success; "." is the end
/// of the data. A reply of `silence` says nothing until the peer or the test goes.
class SmtpReceiver {
public:
    static constexpr const char* silence = "<silence>";
    using Replies = std::map<std::string, std::string>;

    explicit SmtpReceiver(Replies replies = {}) : replies_(std::move(replies)) {
        listener_ = UniqueFd{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const plain = reinterpret_cast<sockaddr*>(&address);
        int stop[2];
        if (::bind(listener_.get(), plain, size) != 0 || ::listen(listener_.get(), 16) != 0 ||
            ::getsockname(listener_.get(), plain, &size) != 0 || ::pipe(stop) != 0) {
            throw std::runtime_error("no socket on the loopback");
        }
        port_ = ntohs(address.sin_port);
        stop_read_ = UniqueFd{stop[0]};
        stop_write_ = UniqueFd{stop[1]};
        thread_ = std::thread{[this] { run(); }};
    }

    SmtpReceiver(const SmtpReceiver&) = delete;
    SmtpReceiver& operator=(const SmtpReceiver&) = delete;

    ~SmtpReceiver() {
        stop_write_.reset();
        thread_.join();
    }

    [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }

    [[nodiscard]] std::vector<ReceivedMail> mails() const {
        const std::scoped_lock lock{mutex_};
        return mails_;
    }

private:
    bool readable(int fd) {
        pollfd watched[2] = {{fd, POLLIN, 0}, {stop_read_.get(), POLLIN, 0}};
        ::poll(watched, 2, -1);
        return watched[1].revents == 0;
    }

    bool read_line(int fd, std::string& rest, std::string& line) {
        std::size_t end = rest.find("\r\n");
        while (end == std::string::npos) {
            char part[4096];
            if (!readable(fd)) return false;
            const ssize_t count = ::recv(fd, part, sizeof part, 0);
            if (count <= 0) return false;
            rest.append(part, static_cast<std::size_t>(count));
            end = rest.find("\r\n");
        }
        line = rest.substr(0, end);
        rest.erase(0, end + 2);
        return true;
    }

    /// False: silence.
    bool reply(int fd, const std::string& word, const std::string& otherwise) {
        const auto found = replies_.find(word);
        const std::string text = found == replies_.end() ? otherwise : found->second;
        if (text == silence) return false;
        const std::string bytes = text + "\r\n";
        ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        return true;
    }

    bool read_data(int fd, std::string& rest, ReceivedMail& mail) {
        std::string line;
        while (read_line(fd, rest, line)) {
            if (line == ".") return true;
            mail.data += (line.starts_with(".") ? line.substr(1) : line) + "\r\n";
        }
        return false;
    }

    void keep(const ReceivedMail& mail) {
        const std::scoped_lock lock{mutex_};
        mails_.push_back(mail);
    }

    void serve(int fd) {
        ReceivedMail mail;
        std::string rest;
        std::string line;
        bool speaks = reply(fd, "CONNECT", "220 receiver");
        while (read_line(fd, rest, line)) {
            if (!speaks) continue;
            mail.commands.push_back(line);
            const std::string word = line.substr(0, line.find(' '));
            speaks = reply(fd, word,
                           word == "DATA"   ? "354 go on"
                           : word == "QUIT" ? "221 bye"
                                            : "250 fine");
            const bool takes_data = word == "DATA" && !replies_.contains("DATA");
            if (!takes_data) continue;
            if (!read_data(fd, rest, mail)) break;
            speaks = reply(fd, ".", "250 taken");
        }
        keep(mail);
    }

    void run() {
        while (readable(listener_.get())) {
            const UniqueFd peer{::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
            if (peer.valid()) serve(peer.get());
        }
    }

    Replies replies_;
    UniqueFd listener_;
    UniqueFd stop_read_;
    UniqueFd stop_write_;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::vector<ReceivedMail> mails_;
    std::thread thread_;
};

}  // namespace foreshock::test
