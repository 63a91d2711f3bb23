#include "agent/kernel_netlink.hpp"

#include <cerrno>

#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "collectors/netlink_message.hpp"
#include "core/system_error.hpp"

namespace foreshock::agent {
namespace {

using collectors::Netlink;
using collectors::NetlinkFamily;
using collectors::NetlinkMessage;
using collectors::NetlinkQuestion;

/// The largest piece that the kernel writes at a time.
constexpr std::size_t buffer_bytes = 32 << 10;

Error fault(Errc code, int number) {
    return {code, "netlink: " + errno_text(number)};
}

/// Of socket(2): a kernel that was built without it, a sandbox, or what may pass.
Errc code_of(int number) {
    if (number == EPROTONOSUPPORT || number == EAFNOSUPPORT) return Errc::no_data;
    return number == EACCES || number == EPERM ? Errc::refused : Errc::unreadable;
}

Result<UniqueFd> open_socket(NetlinkFamily family) {
    const int protocol = family == NetlinkFamily::audit ? NETLINK_AUDIT : NETLINK_ROUTE;
    UniqueFd socket{::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol)};
    if (!socket.valid()) return fail(fault(code_of(errno), errno));
    const timeval patience{KernelNetlink::patience_seconds, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return socket;
}

Result<void> send_question(const UniqueFd& socket, const NetlinkQuestion& question,
                           std::uint32_t sequence) {
    nlmsghdr header{};
    header.nlmsg_len = static_cast<__u32>(sizeof header + question.payload.size());
    header.nlmsg_type = question.type;
    header.nlmsg_flags = NLM_F_REQUEST;
    if (question.wants_all) header.nlmsg_flags |= NLM_F_DUMP;
    header.nlmsg_seq = sequence;
    const std::string request = std::string{collectors::bytes_of(header)} + question.payload;
    if (::send(socket.get(), request.data(), request.size(), 0) < 0)
        return fail(fault(errno == ECONNREFUSED ? Errc::no_data : Errc::unreadable, errno));
    return {};
}

Result<std::string_view> receive(const UniqueFd& socket, char* buffer) {
    const auto length = ::recv(socket.get(), buffer, buffer_bytes, 0);
    if (length < 0) return fail(fault(Errc::unreadable, errno));
    return std::string_view{buffer, static_cast<std::size_t>(length)};
}

/// Does the answer end with this piece? Errors as Netlink::ask.
Result<bool> is_end(std::string_view piece, const NetlinkQuestion& question,
                    std::uint32_t sequence) {
    if (piece.empty()) return fail(Errc::unreadable, "netlink: an empty answer");
    while (!piece.empty()) {
        NetlinkMessage message;
        if (!take_message(piece, message))
            return fail(Errc::unreadable, "netlink: a message of the kernel is cut");
        if (message.sequence != sequence)
            return fail(Errc::unreadable, "netlink: the kernel answers another question");
        if (message.type == NLMSG_DONE || message.type == NLMSG_ERROR) {
            auto outcome = collectors::read_outcome(message.payload);
            if (!outcome) return fail(std::move(outcome).error().with("netlink"));
            return true;
        }
    }
    return !question.wants_all;
}

}  // namespace

Result<std::string> KernelNetlink::ask(const NetlinkQuestion& question) const {
    Line& line = lines_.at(static_cast<std::size_t>(question.family));
    const std::unique_lock lock{line.mutex, std::try_to_lock};
    if (lock.owns_lock()) return ask_over(line, question);
    Line own;
    return ask_over(own, question);
}

Result<std::string> KernelNetlink::ask_over(Line& line, const NetlinkQuestion& question) {
    if (!line.socket.valid()) {
        auto socket = open_socket(question.family);
        if (!socket) return fail(std::move(socket).error());
        line.socket = std::move(*socket);
    }
    // Only what an answer fills of it is ever taken.
    if (!line.buffer) line.buffer = std::make_unique_for_overwrite<char[]>(buffer_bytes);
    auto answer = exchange(line, question);
    if (!answer) line.socket.reset();
    return answer;
}

Result<std::string> KernelNetlink::exchange(Line& line, const NetlinkQuestion& question) {
    const std::uint32_t sequence = ++line.sequence;
    if (auto sent = send_question(line.socket, question, sequence); !sent)
        return fail(std::move(sent).error());
    std::string answer;
    while (answer.size() + buffer_bytes <= answer_bytes_max) {
        const auto piece = receive(line.socket, line.buffer.get());
        if (!piece) return fail(piece.error());
        const auto ended = is_end(*piece, question, sequence);
        if (!ended) return fail(ended.error());
        answer += *piece;
        if (*ended) return answer;
    }
    return fail(Errc::too_large, "netlink: the answer is larger than can be taken");
}

std::shared_ptr<const Netlink> make_netlink(bool is_this_host) {
    return is_this_host ? std::make_shared<KernelNetlink>() : nullptr;
}

}  // namespace foreshock::agent
