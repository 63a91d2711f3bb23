#include "server/app/socket_owner.hpp"

#include <array>
#include <cstring>
#include <fstream>
#include <sstream>
#include <vector>

#include <arpa/inet.h>

#include "core/number.hpp"

namespace foreshock::app {
namespace {

constexpr std::string_view established = "01";
constexpr std::string_view digits = "0123456789ABCDEF";

/// Words of four bytes, each as a number of this machine: so the kernel prints them.
std::string kernel_hex(const unsigned char* bytes, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; i += 4) {
        std::uint32_t word = 0;
        std::memcpy(&word, bytes + i, sizeof(word));
        for (int shift = 28; shift >= 0; shift -= 4)
            text.push_back(digits[(word >> shift) & 15]);
    }
    return text;
}

std::string hex_port(std::uint16_t port) {
    std::string text;
    for (int shift = 12; shift >= 0; shift -= 4)
        text.push_back(digits[(port >> shift) & 15]);
    return text;
}

/// An IPv4 address as tcp has it, and as tcp6 has it; an IPv6 address the second only.
std::vector<std::string> kernel_forms(std::string address) {
    constexpr std::string_view mapped = "::ffff:";
    if (address.starts_with(mapped)) address.erase(0, mapped.size());
    std::array<unsigned char, 16> bytes{};
    if (::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) {
        const std::string four = kernel_hex(bytes.data(), 4);
        const std::array<unsigned char, 12> prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
        return {four, kernel_hex(prefix.data(), prefix.size()) + four};
    }
    if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) {
        return {kernel_hex(bytes.data(), bytes.size())};
    }
    return {};
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        if (end > 0) words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(line.size(), end + 1));
    }
    return words;
}

std::optional<uid_t> owner_in_line(std::string_view line, const std::vector<std::string>& locals,
                                   const std::string& remote_port) {
    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …
    const std::vector<std::string_view> words = words_of(line);
    if (words.size() < 10 || words[3] != established || words[9] == "0") return std::nullopt;
    if (!words[2].ends_with(remote_port)) return std::nullopt;
    for (const std::string& local : locals) {
        if (words[1] != local) continue;
        const Result<std::uint64_t> uid = parse_uint(words[7]);
        return uid ? std::optional{static_cast<uid_t>(*uid)} : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::optional<uid_t> owner_in_table(std::string_view table, const LocalSocket& socket,
                                    std::uint16_t server_port) {
    std::vector<std::string> locals = kernel_forms(socket.address);
    for (std::string& local : locals)
        local += ":" + hex_port(socket.port);
    const std::string remote_port = ":" + hex_port(server_port);
    while (!table.empty()) {
        const std::size_t end = std::min(table.find('\n'), table.size());
        if (const auto uid = owner_in_line(table.substr(0, end), locals, remote_port)) return uid;
        table.remove_prefix(std::min(table.size(), end + 1));
    }
    return std::nullopt;
}

std::optional<uid_t> owner_of(const LocalSocket& socket, std::uint16_t server_port) {
    for (const char* path : {"/proc/self/net/tcp", "/proc/self/net/tcp6"}) {
        std::ifstream file{path};
        std::ostringstream text;
        if (file) text << file.rdbuf();
        if (const auto uid = owner_in_table(text.str(), socket, server_port)) return uid;
    }
    return std::nullopt;
}

}  // namespace foreshock::app
