#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <sys/socket.h>

#include "tests/support/loopback_listener.hpp"

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
        thread_ = std::thread{[this] { listener_.run([this](int fd) { serve(fd); }); }};
    }

    SmtpReceiver(const SmtpReceiver&) = delete;
    SmtpReceiver& operator=(const SmtpReceiver&) = delete;

    ~SmtpReceiver() {
        listener_.stop();
        thread_.join();
    }

    [[nodiscard]] std::string url() const {
        return "smtp://127.0.0.1:" + std::to_string(listener_.port());
    }

    [[nodiscard]] std::vector<ReceivedMail> mails() const {
        const std::scoped_lock lock{mutex_};
        return mails_;
    }

private:
    bool read_line(int fd, std::string& rest, std::string& line) {
        std::size_t end = rest.find("\r\n");
        while (end == std::string::npos) {
            if (!listener_.read_more(fd, rest)) return false;
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

    Replies replies_;
    LoopbackListener listener_;
    mutable std::mutex mutex_;
    std::vector<ReceivedMail> mails_;
    std::thread thread_;
};

}  // namespace foreshock::test
