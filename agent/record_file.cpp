#include "agent/record_file.hpp"

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "core/system_error.hpp"
#include "core/unique_fd.hpp"
#include "core/write_all.hpp"

namespace foreshock::agent {
namespace {

constexpr std::size_t header_bytes = 16;  // length and checksum, little-endian

tl::unexpected<Error> disk_error(const std::string& path) {
    return fail(Errc::unavailable, path + ": " + errno_text(errno));
}

std::uint64_t get_u64(std::string_view bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

}  // namespace

Result<void> write_whole(const std::string& path, std::string_view bytes) {
    const std::string draft = path + ".draft";
    const UniqueFd file{::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (!file.valid()) return disk_error(draft);
    if (write_all(file.get(), bytes) && ::rename(draft.c_str(), path.c_str()) == 0) return {};
    auto error = disk_error(path);
    ::unlink(draft.c_str());
    return error;
}

Result<void> append_to(const std::string& path, std::string_view bytes) {
    const UniqueFd file{::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    if (!file.valid()) return disk_error(path);

    struct stat before {};

    if (::fstat(file.get(), &before) != 0) return disk_error(path);
    if (write_all(file.get(), bytes)) return {};
    auto error = disk_error(path);
    if (::ftruncate(file.get(), before.st_size) != 0) return disk_error(path);
    return error;
}

Result<std::string> read_whole(const std::string& path, std::size_t bytes_max) {
    const UniqueFd file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.valid()) {
        return fail(errno == ENOENT ? Errc::no_data : Errc::unreadable,
                    path + ": " + errno_text(errno));
    }

    struct stat found {};

    if (::fstat(file.get(), &found) != 0 || !S_ISREG(found.st_mode)) {
        return fail(Errc::unreadable, path + ": is no file");
    }
    if (static_cast<std::size_t>(found.st_size) > bytes_max) {
        return fail(Errc::too_large, path + ": larger than " + std::to_string(bytes_max));
    }
    std::string bytes(static_cast<std::size_t>(found.st_size), '\0');
    std::size_t used = 0;
    while (used < bytes.size()) {
        const ssize_t got = ::read(file.get(), bytes.data() + used, bytes.size() - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(Errc::unreadable, path + ": " + errno_text(errno));
        if (got == 0) break;
        used += static_cast<std::size_t>(got);
    }
    bytes.resize(used);
    return bytes;
}

std::string framed(std::string_view payload) {
    const std::uint64_t length = payload.size();
    const std::uint64_t checksum = XXH3_64bits(payload.data(), payload.size());
    std::string out(header_bytes, '\0');
    std::memcpy(out.data(), &length, sizeof length);
    std::memcpy(out.data() + sizeof length, &checksum, sizeof checksum);
    return out.append(payload);
}

Result<std::string_view> take_framed(std::string_view& bytes) {
    if (bytes.size() < header_bytes) return fail(Errc::malformed, "cut off");
    const std::uint64_t length = get_u64(bytes);
    const std::uint64_t checksum = get_u64(bytes.substr(sizeof length));
    if (length > bytes.size() - header_bytes) return fail(Errc::malformed, "cut off");
    const std::string_view payload = bytes.substr(header_bytes, length);
    if (XXH3_64bits(payload.data(), payload.size()) != checksum) {
        return fail(Errc::malformed, "the checksum does not fit");
    }
    bytes.remove_prefix(header_bytes + length);
    return payload;
}

}  // namespace foreshock::agent
