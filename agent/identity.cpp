#include "agent/identity.hpp"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "core/system_error.hpp"
#include "core/trimmed.hpp"
#include "wire/utf8.hpp"

namespace foreshock::agent {
namespace {

constexpr std::size_t name_bytes_max = 253;  // RFC 1035 §2.3.4

std::string name_in(std::string_view text) {
    return wire::to_utf8(trimmed(text)).substr(0, name_bytes_max);
}

std::string name_in(const HostFs& host, std::string_view path) {
    const auto text = host.read(path);
    return text ? name_in(*text) : std::string{};
}

Result<std::string> kept_agent_id(const std::string& state, const std::string& first) {
    const std::string path = state + "/agent_id";
    std::string kept;
    std::getline(std::ifstream{path}, kept);
    kept = name_in(kept);
    if (!kept.empty()) return kept;
    std::ofstream out{path, std::ios::trunc};
    out << first << "\n";
    out.flush();
    if (!out) return fail(Errc::unreadable, path + ": cannot be written");
    return first;
}

}  // namespace

std::string host_name(const HostFs& host) {
    for (const char* path : {"proc/sys/kernel/hostname", "etc/hostname"}) {
        std::string name = name_in(host, path);
        if (!name.empty() && name != "(none)") return name;
    }
    return "localhost";
}

Result<Identity> establish_identity(const HostFs& host, const std::string& state,
                                    const std::string& configured_name) {
    Identity identity;
    identity.host_name = configured_name.empty() ? host_name(host) : configured_name;
    identity.boot_id = name_in(host, "proc/sys/kernel/random/boot_id");
    identity.agent_id = configured_name;
    if (configured_name.empty()) {
        Result<std::string> kept = kept_agent_id(state, identity.host_name);
        if (!kept) return fail(std::move(kept).error());
        identity.agent_id = std::move(*kept);
    }
    return identity;
}

std::string random_id() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        std::abort();  // 16 bytes are never refused: getrandom(2)
    }
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += hex[byte >> 4U];
        text += hex[byte & 15U];
    }
    return text;
}

Result<UniqueFd> claim_state(const std::string& state) {
    std::error_code made;
    std::filesystem::create_directories(state, made);
    if (made) return fail(Errc::unreadable, state + ": " + made.message());
    ::chmod(state.c_str(), 0700);
    const std::string path = state + "/lock";
    UniqueFd lock{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!lock.valid()) return fail(Errc::unreadable, path + ": " + errno_text(errno));
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
        return fail(Errc::conflict, state + ": another agent is running with this state folder");
    }
    return lock;
}

}  // namespace foreshock::agent
