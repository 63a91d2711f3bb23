#include "agent/netlink_socket_table.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <linux/netlink.h>
#include <sys/socket.h>

#include "collectors/proc_socket_table.hpp"
#include "core/system_error.hpp"

namespace foreshock::agent {
namespace {

using collectors::SocketRound;
using collectors::SocketTable;
using collectors::TcpSocket;
using collectors::TcpState;

/// The largest piece that the kernel writes at a time.
constexpr std::size_t buffer_bytes = 32 << 10;

UniqueFd open_netlink() {
    constexpr int type = SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK;
    return UniqueFd{::socket(AF_NETLINK, type, NETLINK_SOCK_DIAG)};
}

}  // namespace

NetlinkSocketTable::NetlinkSocketTable(const HostFs& host, UniqueFd socket)
    : counters_file_(host, "proc/net/snmp"), socket_(std::move(socket)), buffer_(buffer_bytes) {}

Result<std::unique_ptr<NetlinkSocketTable>> NetlinkSocketTable::open(const HostFs& host) {
    UniqueFd socket = open_netlink();
    if (!socket.valid()) return fail(Errc::refused, "sockets: netlink: " + errno_text(errno));
    std::unique_ptr<NetlinkSocketTable> table{new NetlinkSocketTable{host, std::move(socket)}};
    // A kernel without the module for TCP says so at the first question.
    table->begin_round(TimePoint{});
    if (auto first = table->step(); !first) return fail(std::move(first).error());
    table->begun_.reset();
    table->connections_begun_.reset();
    return table;
}

Result<const SocketRound*> NetlinkSocketTable::read(TimePoint now) {
    if (asked_ != now) {
        asked_ = now;
        if (is_due(now)) begin_round(now);
        if (reading_) outcome_ = step();
    }
    if (!outcome_) return fail(outcome_.error());
    return &round_;
}

bool NetlinkSocketTable::is_due(TimePoint now) const {
    if (reading_ && outcome_) return false;
    const bool are_few = round_.number > 0 && connections_ < connections_few;
    return !begun_ || now < *begun_ || now - *begun_ >= (are_few ? few_every : round_every);
}

AskedSockets NetlinkSocketTable::next_question(TimePoint now) {
    const bool is_first = !connections_begun_ || round_.number == 0 || now < *connections_begun_;
    const Duration passed = is_first ? Duration{0} : now - *connections_begun_;
    const bool is_calm = passed >= few_calm_every;
    const bool waits = !is_first && connections_ < connections_few && !is_calm;
    if (waits && !have_connections_moved(now)) return AskedSockets::listening;
    const bool has_turn = connection_rounds_ % rounds_per_time_wait == 0;
    return has_turn || is_calm ? AskedSockets::all : AskedSockets::all_but_time_wait;
}

/// True where the host does not count.
bool NetlinkSocketTable::have_connections_moved(TimePoint now) {
    const auto text = counters_file_.read();
    collectors::ProtocolCounters counters;
    return !text || !collectors::parse_protocol_table(*text, counters) ||
           motion_.has_moved(now, counters);
}

void NetlinkSocketTable::begin_connections(TimePoint now) {
    connections_begun_ = now;
    ++connection_rounds_;
    const auto text = counters_file_.read();
    collectors::ProtocolCounters counters;
    if (text && collectors::parse_protocol_table(*text, counters)) motion_.read(now, counters);
}

void NetlinkSocketTable::begin_round(TimePoint now) {
    begun_ = now;
    // After a fault the rest of an answer may still wait in the old socket.
    if (!outcome_) {
        socket_ = open_netlink();
        connections_begun_.reset();
    }
    asked_for_ = next_question(now);
    const bool asks_for_all = asked_for_ != AskedSockets::listening;
    if (asks_for_all) begin_connections(now);
    sockets_.clear();
    sockets_.reserve(asks_for_all ? round_.sockets.size() : round_.listening().size());
    is_cut_ = lacks_listening_ = false;
    outcome_ = ask();
    reading_ = outcome_.has_value();
}

Result<void> NetlinkSocketTable::ask() {
    const std::vector<char> request = write_inet_diag(++sequence_, asked_for_);
    if (::send(socket_.get(), request.data(), request.size(), 0) < 0) {
        return fail(Errc::unreadable, "sockets: netlink: " + errno_text(errno));
    }
    return {};
}

Result<void> NetlinkSocketTable::step() {
    for (std::size_t read = 0; reading_ && read < buffers_per_step; ++read) {
        const Result<bool> got = receive();
        if (!got) {
            reading_ = false;
            return fail(got.error());
        }
        if (!*got) break;
    }
    return {};
}

/// False when the kernel has nothing to say yet.
Result<bool> NetlinkSocketTable::receive() {
    const auto length = ::recv(socket_.get(), buffer_.data(), buffer_.size(), 0);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (length <= 0) return fail(Errc::unreadable, "sockets: netlink: " + errno_text(errno));
    const std::string_view bytes{buffer_.data(), static_cast<std::size_t>(length)};
    const auto progress = parse_inet_diag(bytes, sequence_, sockets_);
    if (!progress) return fail(progress.error());
    if (sockets_.size() > SocketTable::sockets_max) {
        // The rest of the answer is read and thrown away: the next round needs the socket.
        const TcpState last = sockets_.back().state;
        sockets_.resize(SocketTable::sockets_max);
        // The kernel tells those that listen first (net/ipv4/inet_diag.c, inet_diag_dump_icsk).
        if (!is_cut_) lacks_listening_ = last == TcpState::listening;
        is_cut_ = true;
    }
    if (*progress == DiagProgress::done) end_round();
    return true;
}

void NetlinkSocketTable::take_over_time_wait() {
    for (const TcpSocket& socket : round_.sockets) {
        if (sockets_.size() >= SocketTable::sockets_max) return;
        if (socket.state == TcpState::time_wait) sockets_.push_back(socket);
    }
}

void NetlinkSocketTable::end_round() {
    reading_ = false;
    round_.has_all_listening = !lacks_listening_;
    if (asked_for_ == AskedSockets::listening) return round_.renew_listening(sockets_);
    const auto waits = [](const TcpSocket& socket) {
        return socket.state == TcpState::time_wait || socket.state == TcpState::listening;
    };
    const auto others = std::count_if(sockets_.begin(), sockets_.end(), waits);
    connections_ = sockets_.size() - static_cast<std::size_t>(others);
    if (asked_for_ == AskedSockets::all_but_time_wait) take_over_time_wait();
    round_.renew(std::exchange(sockets_, {}));
    round_.is_cut = is_cut_;
}

std::unique_ptr<SocketTable> make_socket_table(const HostFs& host, bool is_this_host) {
    if (is_this_host) {
        if (auto table = NetlinkSocketTable::open(host)) return std::move(*table);
    }
    return std::make_unique<collectors::ProcSocketTable>(host);
}

}  // namespace foreshock::agent
