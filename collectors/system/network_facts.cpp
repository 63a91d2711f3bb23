#include "collectors/system/network_facts.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "collectors/system/listeners.hpp"
#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

constexpr std::size_t nameservers_max = 8;
constexpr std::size_t routes_max = 16;

/// Ends of pipes into containers and virtual machines.
bool comes_and_goes(std::string_view interface) {
    static constexpr std::array<std::string_view, 7> prefixes{"veth", "cali", "lxc",   "tap",
                                                              "vnet", "fwpr", "cilium"};
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](std::string_view prefix) { return interface.starts_with(prefix); });
}

std::string first_line(const HostFs& host, const std::string& path) {
    const auto text = host.read(path);
    if (!text) return {};
    return label_text(std::string_view{*text}.substr(0, text->find('\n')));
}

/// The 32 digits of /proc/net/ipv6_route and if_inet6 in the usual form; empty when they are none.
std::string address_v6(std::string_view digits) {
    if (digits.size() != 32) return {};
    std::string text;
    for (std::size_t i = 0; i < 32; i += 4)
        text += (i == 0 ? "" : ":") + std::string{digits.substr(i, 4)};
    std::array<unsigned char, 16> bytes{};
    std::array<char, INET6_ADDRSTRLEN> shown{};
    if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return {};
    return ::inet_ntop(AF_INET6, bytes.data(), shown.data(), shown.size()) ? shown.data() : "";
}

bool is_zero(std::string_view digits) {
    return !digits.empty() && digits.find_first_not_of('0') == std::string_view::npos;
}

void add_routes(const std::vector<DefaultRoute>& routes, const std::string& family,
                std::vector<Fact>& out) {
    for (const DefaultRoute& route : routes) {
        const std::string by = route.gateway.empty() ? "direct" : route.gateway;
        out.push_back({family + route.interface, by});
    }
}

void add_addresses(const HostFs& host, std::vector<Fact>& out) {
    std::size_t count = 0;
    if (const auto trie = host.read("proc/net/fib_trie")) {
        for (const std::string& address : parse_local_addresses(*trie)) {
            if (++count > addresses_max) return;
            out.push_back({"address." + address, "ipv4"});
        }
    }
    const auto table = host.read("proc/net/if_inet6");
    if (!table) return;
    std::string_view text{*table};
    std::string_view line;
    while (take_line(text, line)) {
        const std::string address = address_v6(take_word(line));
        for (int i = 0; i < 4; ++i)
            take_word(line);  // index, prefix, scope, flags
        const std::string interface = label_text(take_word(line));
        const bool is_own = interface == "lo" || address.starts_with("fe80:");
        if (address.empty() || interface.empty() || is_own || comes_and_goes(interface)) continue;
        if (++count > addresses_max) return;
        out.push_back({"address." + address, interface});
    }
}

void add_interfaces(const HostFs& host, std::vector<Fact>& out) {
    auto names = host.list("sys/class/net");
    if (!names) return;
    std::sort(names->begin(), names->end());
    std::size_t count = 0;
    for (const std::string& name : *names) {
        if (name == "lo" || comes_and_goes(name)) continue;
        if (++count > interfaces_max) break;
        const std::string folder = "sys/class/net/" + name;
        const std::string state = first_line(host, folder + "/operstate");
        const std::string address = first_line(host, folder + "/address");
        if (!state.empty()) out.push_back({"interface." + label_text(name), state + " " + address});
    }
}

}  // namespace

std::string parse_nameservers(std::string_view text) {
    std::string servers;
    std::size_t count = 0;
    std::string_view line;
    while (count < nameservers_max && take_line(text, line)) {
        if (take_word(line) != "nameserver") continue;
        const std::string_view server = take_word(line);
        if (server.empty()) continue;
        servers += (servers.empty() ? "" : " ") + label_text(server);
        ++count;
    }
    return servers;
}

std::vector<DefaultRoute> parse_default_routes(std::string_view text) {
    std::vector<std::pair<std::uint64_t, DefaultRoute>> found;
    std::string_view line;
    while (found.size() < routes_max && take_line(text, line)) {
        const std::string interface = label_text(take_word(line));
        const std::string_view destination = take_word(line);
        const std::string_view gateway = take_word(line);
        for (int i = 0; i < 3; ++i)
            take_word(line);  // flags, references, uses
        const auto metric = take_uint(line);
        const std::string_view mask = take_word(line);
        if (!metric || !is_zero(destination) || !is_zero(mask)) continue;
        const std::string by = is_zero(gateway) ? std::string{} : socket_address(gateway);
        found.push_back({*metric, {interface, by}});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<DefaultRoute> routes;
    for (auto& [metric, route] : found)
        routes.push_back(std::move(route));
    return routes;
}

std::vector<DefaultRoute> parse_default_routes_v6(std::string_view text) {
    std::vector<DefaultRoute> routes;
    std::string_view line;
    while (routes.size() < routes_max && take_line(text, line)) {
        std::array<std::string_view, 10> words;
        for (std::string_view& word : words)
            word = take_word(line);
        const bool is_default = is_zero(words[0]) && words[1] == "00";
        if (!is_default || words[9].empty() || words[9] == "lo") continue;
        const std::string by = is_zero(words[4]) ? std::string{} : address_v6(words[4]);
        routes.push_back({label_text(words[9]), by});
    }
    return routes;
}

std::vector<std::string> parse_local_addresses(std::string_view text) {
    std::vector<std::string> addresses;
    std::string_view candidate;
    std::string_view line;
    while (take_line(text, line)) {
        const std::size_t leaf = line.find("|-- ");
        if (leaf != std::string_view::npos) candidate = line.substr(leaf + 4);
        const bool is_own = line.find("/32 host LOCAL") != std::string_view::npos;
        if (is_own && !candidate.empty() && !candidate.starts_with("127.")) {
            addresses.push_back(label_text(candidate));
        }
    }
    std::sort(addresses.begin(), addresses.end());
    addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
    return addresses;
}

void add_network_facts(const HostFs& host, std::vector<Fact>& out) {
    if (const auto text = host.read("etc/resolv.conf")) {
        const std::string servers = parse_nameservers(*text);
        out.push_back({"resolver.nameservers", servers.empty() ? "none" : servers});
    }
    if (const auto text = host.read("proc/net/route")) {
        add_routes(parse_default_routes(*text), "route.default.", out);
    }
    if (const auto text = host.read("proc/net/ipv6_route")) {
        add_routes(parse_default_routes_v6(*text), "route.default6.", out);
    }
    add_addresses(host, out);
    add_interfaces(host, out);
}

}  // namespace foreshock::collectors
