#include "collectors/logs/log_follower.hpp"

#include <array>
#include <cerrno>
#include <climits>

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "core/hash.hpp"
#include "core/system_error.hpp"

namespace foreshock::collectors {
namespace {

Error open_error(const std::string& path, int code) {
    if (code == ENOENT || code == ENOTDIR) return {Errc::no_data, path + ": is not there"};
    if (code == ELOOP) return {Errc::refused, path + ": a link to a link is not followed"};
    const std::string advice = code == EACCES ? "; the agent's user may need the group adm" : "";
    return {Errc::unreadable, path + ": " + errno_text(code) + advice};
}

/// Whose files are no logs: reading them can do things.
bool is_forbidden(std::string_view path) {
    for (const std::string_view folder : {"/dev/", "/proc/", "/sys/"}) {
        if (path.starts_with(folder)) return true;
    }
    return path.find("/../") != std::string_view::npos;
}

/// File systems of this machine's own disks and memory: asking for a size cannot hang.
bool is_local(int fd) {
    constexpr std::uint32_t xfs_magic = 0x58465342;
    constexpr std::uint32_t zfs_magic = 0x2FC12FC1;

    struct statfs found {};

    if (::fstatfs(fd, &found) != 0) return false;
    switch (static_cast<std::uint32_t>(found.f_type)) {
        case EXT4_SUPER_MAGIC:
        case BTRFS_SUPER_MAGIC:
        case TMPFS_MAGIC:
        case OVERLAYFS_SUPER_MAGIC:
        case F2FS_SUPER_MAGIC:
        case xfs_magic:
        case zfs_magic:
            return true;
        default:
            return false;
    }
}

ssize_t read_at(int fd, char* out, std::size_t bytes, std::uint64_t offset) {
    ssize_t got = 0;
    do {
        got = ::pread(fd, out, bytes, static_cast<off_t>(offset));
    } while (got < 0 && errno == EINTR);
    return got;
}

std::string folder_of(const std::string& path) {
    return path.substr(0, path.rfind('/') + 1);
}

}  // namespace

Result<std::string> follow_link_once(const std::string& root, const std::string& path) {
    std::string target(PATH_MAX, '\0');
    const ssize_t got = ::readlink((root + path).c_str(), target.data(), target.size());
    if (got < 0 && errno == EINVAL) return path;
    if (got < 0) return fail(open_error(path, errno));
    target.resize(static_cast<std::size_t>(got));
    return target.starts_with('/') ? target : folder_of(path) + target;
}

LogFollower::LogFollower(std::string path, UniqueFd fd)
    : path_(std::move(path)), fd_(std::move(fd)) {}

Result<LogFollower> LogFollower::open(const std::string& root, const std::string& path) {
    const auto target = follow_link_once(root, path);
    if (!target) return fail(target.error());
    if (is_forbidden(*target)) return fail(Errc::refused, path + ": is no place for logs");
    const std::string full = root + *target;

    struct stat found {};

    if (::lstat(full.c_str(), &found) != 0) return fail(open_error(path, errno));
    if (S_ISLNK(found.st_mode)) return fail(open_error(path, ELOOP));
    if (!S_ISREG(found.st_mode)) return fail(Errc::refused, path + ": is no file");
    LogFollower follower{path, UniqueFd{::open(full.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK |
                                                                 O_NOFOLLOW | O_NOCTTY)}};
    if (!follower.fd_.valid()) return fail(open_error(path, errno));
    // Between the look and the opening it may have become something else.
    if (::fstat(follower.fd_.get(), &found) != 0) return fail(open_error(path, errno));
    if (!S_ISREG(found.st_mode)) return fail(Errc::refused, path + ": is no file");
    follower.inode_ = found.st_ino;
    follower.device_ = found.st_dev;
    follower.size_ = static_cast<std::uint64_t>(found.st_size);
    follower.is_local_ = is_local(follower.fd_.get());
    std::array<char, head_bytes_max> head{};
    const ssize_t got = read_at(follower.fd_.get(), head.data(), head.size(), 0);
    if (got < 0) return fail(open_error(path, errno));
    const std::string_view beginning{head.data(), static_cast<std::size_t>(got)};
    if (beginning.find('\0') != std::string_view::npos) {
        return fail(Errc::refused, path + ": is no text");
    }
    follower.remember_head();
    return follower;
}

void LogFollower::skip_to_end() {
    offset_ = size_;
    char last = '\n';
    if (size_ > 0) read_at(fd_.get(), &last, 1, size_ - 1);
    lines_.restart(last != '\n');
}

bool LogFollower::resume(const LogPosition& position) {
    const bool is_it = position.inode == inode_ && position.offset <= size_ &&
                       position.head_bytes <= size_ &&
                       hash_of_head(position.head_bytes) == position.head_hash;
    if (is_it) offset_ = position.offset;
    return is_it;
}

std::string LogFollower::hash_of_head(std::size_t bytes) const {
    std::array<char, head_bytes_max> head{};
    const std::size_t wanted = std::min(bytes, head.size());
    const ssize_t got = read_at(fd_.get(), head.data(), wanted, 0);
    return stable_id(
        {std::string_view{head.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))}});
}

void LogFollower::remember_head() {
    head_bytes_ = static_cast<std::size_t>(std::min<std::uint64_t>(size_, head_bytes_max));
    head_hash_ = hash_of_head(head_bytes_);
}

/// The size now; whether what was read is still there.
LogFollower::Progress LogFollower::look() {
    Progress progress;

    struct stat found {};

    if (::fstat(fd_.get(), &found) != 0) return progress;
    const auto size = static_cast<std::uint64_t>(found.st_size);
    const bool has_changed = size != size_ || size != offset_;
    size_ = size;
    const bool is_shorter = size < offset_;
    const bool is_other =
        is_shorter || (has_changed && head_bytes_ > 0 && hash_of_head(head_bytes_) != head_hash_);
    if (is_other) {
        progress.was_cut = true;
        offset_ = 0;
        lines_.restart(false);
    }
    const bool is_head_longer = head_bytes_ < head_bytes_max && size > head_bytes_;
    if (is_other || is_head_longer) remember_head();
    return progress;
}

void LogFollower::pass_over(std::size_t bytes_max, Progress& progress) {
    const std::uint64_t waiting = size_ - offset_;
    if (waiting <= bytes_max) return;
    progress.skipped_bytes = waiting - bytes_max + lines_.waiting_bytes();
    offset_ = size_ - bytes_max;
    lines_.restart(true);
}

std::string_view LogFollower::next_block(std::string& block) {
    if (offset_ >= size_) return {};
    block.resize(block_bytes);
    const std::size_t wanted =
        static_cast<std::size_t>(std::min<std::uint64_t>(block_bytes, size_ - offset_));
    const ssize_t got = read_at(fd_.get(), block.data(), wanted, offset_);
    if (got <= 0) return {};
    offset_ += static_cast<std::uint64_t>(got);
    return {block.data(), static_cast<std::size_t>(got)};
}

LogPosition LogFollower::position() const {
    return {path_, inode_, offset_ - lines_.waiting_bytes(), head_bytes_, head_hash_};
}

bool LogFollower::has_news() const {
    struct stat found {};

    return ::fstat(fd_.get(), &found) != 0 || static_cast<std::uint64_t>(found.st_size) != offset_;
}

}  // namespace foreshock::collectors
