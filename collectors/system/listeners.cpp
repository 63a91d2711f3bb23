#include "collectors/system/listeners.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <functional>
#include <set>

#include <arpa/inet.h>

#include "collectors/process_files.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

constexpr std::string_view tcp_listen = "0A";
constexpr std::string_view udp_unconnected = "07";

template <class Number>
std::optional<Number> from_hex(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Listener> parse_row(std::string_view line, std::string_view protocol, bool& waits) {
    take_word(line);  // "0:"
    const std::string_view local = take_word(line);
    const std::string_view remote = take_word(line);
    const std::string_view state = take_word(line);
    for (int i = 0; i < 5; ++i)
        take_word(line);  // queues, timer, retransmits, uid, timeout
    const auto inode = take_uint(line);
    const std::size_t colon = local.find(':');
    if (colon == std::string_view::npos || !inode) return std::nullopt;
    const auto port = from_hex<std::uint16_t>(local.substr(colon + 1));
    std::string address = socket_address(local.substr(0, colon));
    if (!port || address.empty()) return std::nullopt;
    const bool is_tcp = protocol.starts_with("tcp");
    waits = is_tcp ? state == tcp_listen : state == udp_unconnected && remote.ends_with(":0000");
    return Listener{std::string{protocol}, std::move(address), *port, *inode, {}};
}

/// Where the ports begin that nobody asked for by number.
std::uint64_t first_ephemeral_port(const HostFs& host) {
    const auto text = host.read("proc/sys/net/ipv4/ip_local_port_range");
    if (!text) return 32768;
    std::string_view words{*text};
    return take_uint(words).value_or(32768);
}

/// "socket:[12345]"
std::optional<std::uint64_t> socket_inode(std::string_view link) {
    if (!link.starts_with("socket:[") || !link.ends_with("]")) return std::nullopt;
    return word_as_uint(link.substr(8, link.size() - 9));
}

std::string process_name(const HostFs& host, const std::string& folder) {
    const auto text = host.read(folder + "/comm");
    if (!text) return {};
    const std::string_view name{*text};
    return label_text(name.substr(0, name.find('\n')));
}

/// A socket that is new is likely one of a process that is.
std::vector<std::int64_t> newest_first(const HostFs& host) {
    std::vector<std::int64_t> pids;
    const auto names = host.list("proc");
    for (const std::string& name : names.value_or(std::vector<std::string>{}))
        if (const auto pid = parse_pid(name)) pids.push_back(*pid);
    std::sort(pids.begin(), pids.end(), std::greater<>{});
    return pids;
}

/// An IPv6 socket's address stays one, whatever it holds: as /proc/net/tcp6 shows it.
std::string local_address(const TcpSocket& socket) {
    if (!socket.is_ipv6) return address_text(socket.local);
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes = socket.local.address.data();
    return ::inet_ntop(AF_INET6, bytes, text.data(), text.size()) ? text.data() : "";
}

}  // namespace

std::string Listener::name() const {
    const bool is_v6 = address.find(':') != std::string::npos;
    return protocol + "." + (is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

bool Listener::is_local() const {
    return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

std::string socket_address(std::string_view hex) {
    if (hex.size() != 8 && hex.size() != 32) return {};
    std::array<unsigned char, 16> bytes{};
    for (std::size_t i = 0; i < hex.size() / 8; ++i) {
        const auto word = from_hex<std::uint32_t>(hex.substr(i * 8, 8));
        if (!word) return {};
        std::memcpy(bytes.data() + i * 4, &*word, 4);
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    const int family = hex.size() == 8 ? AF_INET : AF_INET6;
    return ::inet_ntop(family, bytes.data(), text.data(), text.size()) ? text.data() : "";
}

Result<std::vector<Listener>> parse_listeners(std::string_view text, std::string_view protocol) {
    std::vector<Listener> listeners;
    std::string_view line;
    take_line(text, line);
    if (line.find("local_address") == std::string_view::npos) {
        return fail(Errc::malformed, "no table of sockets");
    }
    while (take_line(text, line)) {
        bool waits = false;
        auto row = parse_row(line, protocol, waits);
        const bool is_cut = text.empty();
        if (!row && is_cut) break;
        if (!row) return fail(Errc::malformed, "a line is no socket");
        if (waits) listeners.push_back(std::move(*row));
    }
    return listeners;
}

std::optional<std::vector<Listener>> tcp_listeners(const SocketRound& round) {
    if (round.number == 0 || !round.has_all_listening) return std::nullopt;
    std::vector<Listener> listeners;
    for (const TcpSocket& socket : round.listening()) {
        if (socket.cookie == 0) return std::nullopt;
        listeners.push_back({socket.is_ipv6 ? "tcp6" : "tcp",
                             local_address(socket),
                             socket.local.port,
                             socket.inode,
                             {}});
    }
    return listeners;
}

std::vector<std::string> parse_unix_listeners(std::string_view text) {
    std::set<std::string> paths;
    std::string_view line;
    while (paths.size() < listeners_max && take_line(text, line)) {
        for (int i = 0; i < 3; ++i)
            take_word(line);  // number, references, protocol
        const auto flags = from_hex<std::uint32_t>(take_word(line));
        for (int i = 0; i < 3; ++i)
            take_word(line);                        // type, state, inode
        constexpr std::uint32_t accepts = 0x10000;  // __SO_ACCEPTCON
        const std::string path = label_text(take_word(line));
        if (flags && (*flags & accepts) != 0 && path.starts_with('/')) paths.insert(path);
    }
    return {paths.begin(), paths.end()};
}

Result<std::vector<Listener>> read_listeners(const HostFs& host,
                                             const std::vector<Listener>* known_tcp) {
    std::vector<Listener> all = known_tcp ? *known_tcp : std::vector<Listener>{};
    bool has_any = known_tcp != nullptr;
    const std::uint64_t ephemeral = first_ephemeral_port(host);
    for (const std::string protocol : {"tcp", "tcp6", "udp", "udp6"}) {
        if (known_tcp && protocol.starts_with("tcp")) continue;
        const auto text = host.read("proc/net/" + protocol);
        if (!text) continue;
        has_any = true;
        auto found = parse_listeners(*text, protocol);
        if (!found) return fail(std::move(found).error().with("proc/net/" + protocol));
        if (protocol.starts_with("udp")) {
            std::erase_if(*found, [&](const Listener& one) { return one.port >= ephemeral; });
        }
        std::move(found->begin(), found->end(), std::back_inserter(all));
    }
    if (!has_any) return fail(Errc::no_data, "no table of sockets");
    const auto key = [](const Listener& one) {
        return std::tie(one.port, one.protocol, one.address);
    };
    std::sort(all.begin(), all.end(),
              [&](const Listener& a, const Listener& b) { return key(a) < key(b); });
    const auto same = [&](const Listener& a, const Listener& b) { return key(a) == key(b); };
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
    if (all.size() > listeners_max) all.resize(listeners_max);
    return all;
}

void SocketOwners::name(const HostFs& host, std::vector<Listener>& listeners) {
    Names still;
    std::size_t unknown = 0;
    for (const Listener& listener : listeners) {
        const auto found = known_.find(listener.inode);
        if (found == known_.end()) ++unknown;
        still.emplace(listener.inode, found == known_.end() ? "?" : found->second);
    }
    if (unknown > 0) search(host, still, unknown);
    for (auto& [inode, process] : still) {
        if (process == "?") process.clear();
    }
    known_ = std::move(still);
    for (Listener& listener : listeners)
        listener.process = known_[listener.inode];
}

void SocketOwners::search(const HostFs& host, Names& wanted, std::size_t found_wanted) {
    std::size_t links = 0;
    for (const std::int64_t pid : newest_first(host)) {
        const std::string folder = "proc/" + std::to_string(pid);
        const std::string descriptors = folder + "/fd";
        const auto files = host.list(descriptors);
        if (!files) continue;
        for (const std::string& file : *files) {
            if (++links > links_max || found_wanted == 0) return;
            const auto link = host.read_link(std::string{descriptors}.append("/").append(file));
            const auto inode = link ? socket_inode(*link) : std::nullopt;
            const auto slot = inode ? wanted.find(*inode) : wanted.end();
            if (slot == wanted.end() || slot->second != "?") continue;
            slot->second = process_name(host, folder);
            --found_wanted;
        }
    }
}

}  // namespace foreshock::collectors
