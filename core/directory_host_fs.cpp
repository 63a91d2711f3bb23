#include "core/directory_host_fs.hpp"

#include <array>
#include <cerrno>
#include <cstring>

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "core/system_error.hpp"
#include "core/unique_fd.hpp"

namespace foreshock {
namespace {

Error system_error(std::string_view path, int code) {
    const Errc kind =
        code == ENOENT || code == ENOTDIR || code == ESRCH ? Errc::no_data : Errc::unreadable;
    return {kind, std::string{path} + ": " + errno_text(code)};
}

/// The kernel fills a page before it answers, unless the next record does not fit into it
/// (fs/seq_file.c, seq_read_iter): so few bytes are all there is where no record is longer than
/// the rest of a page.
constexpr std::size_t surely_all = 1024;

/// Most files that are kept are shorter than surely_all, and there are hundreds of them; one that
/// is longer gets the room that it needs at its first reading.
constexpr std::size_t room_first = 2 * surely_all;
constexpr std::size_t room_once = 8192;

/// Only a line of a mount table is ever that long: a container's with all its layers.
bool has_long_records(std::string_view path) {
    return path.ends_with("mountinfo") || path.ends_with("mounts");
}

/// Answers of /proc/sys are short, and the kernel clears as much memory as it is asked for
/// (fs/proc/proc_sysctl.c, proc_sys_call_handler).
constexpr std::size_t sysctl_bytes = 512;

bool is_sysctl(std::string_view path) {
    return path.find("proc/sys/") != std::string_view::npos;
}

struct ReadingManner {
    std::size_t whole_below = 0;  ///< so few bytes are all there is
    std::size_t first_bytes = 0;  ///< to ask for at first; 0: as many as there is room for
};

ReadingManner manner_of(std::string_view path) {
    if (has_long_records(path)) return {};
    return is_sysctl(path) ? ReadingManner{sysctl_bytes, sysctl_bytes} : ReadingManner{surely_all};
}

/// Reads from offset 0 until the end or the bound. Negative: errno.
ssize_t read_all(int fd, std::string& buffer, const ReadingManner& manner) {
    std::size_t used = 0;
    while (used < HostFs::file_bytes_max) {
        const std::size_t wanted = used == 0 ? manner.first_bytes : 0;
        if (wanted > 0 && buffer.size() < wanted) buffer.resize(wanted);
        if (wanted == 0 && buffer.size() - used < surely_all)
            buffer.resize(std::max(room_first, used * 2));
        const ssize_t got =
            ::pread(fd, buffer.data() + used, wanted > 0 ? wanted : buffer.size() - used,
                    static_cast<off_t>(used));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -errno;
        if (got == 0) break;
        used += static_cast<std::size_t>(got);
        if (used < manner.whole_below) break;
    }
    return static_cast<ssize_t>(std::min(used, HostFs::file_bytes_max));
}

class KeptOpenFile final : public HostFile {
public:
    /// `below` is where in the path that begins which `proc` leads to; 0: nowhere.
    /// `surely`: what is not there is nowhere. `of_kernel`: it is the kernel's own.
    KeptOpenFile(std::string path, std::shared_ptr<const UniqueFd> proc, std::size_t below,
                 bool surely, bool of_kernel)
        : path_(std::move(path)),
          proc_(std::move(proc)),
          below_(below),
          surely_(surely),
          tells_changes_(of_kernel && has_long_records(path_)),
          manner_(manner_of(path_)) {}

    Result<std::string_view> read(std::string& buffer) override {
        if (!fd_.valid()) return open_and_read(buffer);
        const ssize_t got = read_all(fd_.get(), buffer, manner_);
        if (got >= 0) return std::string_view{buffer.data(), static_cast<std::size_t>(got)};
        return open_and_read(buffer);
    }

    bool may_have_changed() override {
        if (!fd_.valid() || !tells_changes_) return true;
        pollfd mounts{fd_.get(), POLLPRI, 0};
        return ::poll(&mounts, 1, 0) != 0;
    }

private:
    Result<std::string_view> open_and_read(std::string& buffer) {
        fd_ = UniqueFd{open_descriptor()};
        if (!fd_.valid()) return fail(system_error(path_, errno));
        const ssize_t got = read_all(fd_.get(), buffer, manner_);
        if (got >= 0) return std::string_view{buffer.data(), static_cast<std::size_t>(got)};
        fd_.reset();
        return fail(system_error(path_, static_cast<int>(-got)));
    }

    [[nodiscard]] int open_descriptor() const {
        constexpr int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
        if (below_ > 0) {
            const int fd = ::openat(proc_->get(), path_.c_str() + below_, flags);
            if (fd >= 0 || errno != ENOENT || surely_) return fd;
        }
        return ::open(path_.c_str(), flags);
    }

    std::string path_;
    std::shared_ptr<const UniqueFd> proc_;
    std::size_t below_;
    bool surely_;
    bool tells_changes_;
    ReadingManner manner_;
    UniqueFd fd_;
};

constexpr std::string_view below_proc{"proc/"};

bool is_dot(const char* name) {
    return !std::strcmp(name, ".") || !std::strcmp(name, "..");
}

/// Gives each name to `visit` until that says false. False, with errno, when it cannot be read.
/// getdents64(2) by itself: opendir(3) asks the kernel twice more for each directory.
template <typename Visit>
bool visit_names(const UniqueFd& directory, const Visit& visit) {
    if (!directory.valid()) return false;
    alignas(dirent64) std::array<char, 16384> block;
    while (true) {
        const ssize_t got = ::getdents64(directory.get(), block.data(), block.size());
        if (got <= 0) return got == 0;
        for (ssize_t at = 0; at < got;) {
            const auto* entry = reinterpret_cast<const dirent64*>(block.data() + at);
            if (!is_dot(entry->d_name) && !visit(entry->d_name)) return true;
            at += entry->d_reclen;
        }
    }
}

}  // namespace

DirectoryHostFs::DirectoryHostFs(std::string root) : root_(std::move(root)) {
    while (!root_.empty() && root_.back() == '/')
        root_.pop_back();
    const int proc = ::open(full("proc").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (proc < 0) return;
    proc_ = std::make_shared<const UniqueFd>(proc);

    struct statfs found {};

    is_kernels_proc_ = ::fstatfs(proc, &found) == 0 && found.f_type == PROC_SUPER_MAGIC;
}

void DirectoryHostFs::hold_counted() {
    counted_ = std::make_unique<CountedDirectories>();
}

bool DirectoryHostFs::is_surely_gone(std::string_view path) const {
    // The kernel's own proc cannot be emptied: a process that is not there has ended.
    return is_kernels_proc_ && path.size() > below_proc.size() && path[below_proc.size()] >= '0' &&
           path[below_proc.size()] <= '9';
}

std::unique_ptr<HostFile> DirectoryHostFs::open(std::string_view path) const {
    return std::make_unique<KeptOpenFile>(full(path), proc_, below(path), is_surely_gone(path),
                                          is_kernels_proc_ && below(path) > 0);
}

Result<std::string> DirectoryHostFs::read(std::string_view path) const {
    KeptOpenFile file{full(path), proc_, below(path), is_surely_gone(path), false};
    std::string buffer;
    if (!is_sysctl(path)) buffer.resize(room_once);
    const auto text = file.read(buffer);
    if (!text) return fail(text.error());
    buffer.resize(text->size());
    return buffer;
}

std::size_t DirectoryHostFs::below(std::string_view path) const {
    return proc_ && path.starts_with(below_proc) ? root_.size() + 1 + below_proc.size() : 0;
}

std::string DirectoryHostFs::full(std::string_view path) const {
    return root_ + "/" + std::string{path};
}

int DirectoryHostFs::open_descriptor(std::string_view path, int flags) const {
    if (proc_ && path.starts_with(below_proc)) {
        const std::string name{path.substr(below_proc.size())};
        const int fd = ::openat(proc_->get(), name.c_str(), flags | O_CLOEXEC);
        // Not there; unless something else is mounted there now.
        if (fd >= 0 || errno != ENOENT || is_surely_gone(path)) return fd;
    }
    return ::open(full(path).c_str(), flags | O_CLOEXEC);
}

Result<std::vector<std::string>> DirectoryHostFs::list(std::string_view directory) const {
    const UniqueFd open{open_descriptor(directory, O_RDONLY | O_DIRECTORY)};
    std::vector<std::string> names;
    bool is_too_long = false;
    const bool was_read = visit_names(open, [&](const char* name) {
        is_too_long = names.size() >= entries_max;
        if (!is_too_long) names.emplace_back(name);
        return !is_too_long;
    });
    if (!was_read) return fail(system_error(full(directory), errno));
    if (is_too_long) return fail(Errc::too_large, full(directory) + ": too many entries");
    return names;
}

Result<std::size_t> DirectoryHostFs::count(std::string_view directory) const {
    const std::string path = full(directory);
    const bool is_of_process = below(directory) > 0 && is_surely_gone(directory);
    const char* name = path.c_str() + (is_of_process ? below(directory) : 0);
    if (is_of_process && counted_) {
        if (const auto entries = counted_->count(proc_->get(), name)) return *entries;
    }

    struct stat found {};

    if (::fstatat(is_of_process ? proc_->get() : AT_FDCWD, name, &found, 0) != 0)
        return fail(system_error(path, errno));
    const bool kernel_counts = directory.ends_with("/fd") && found.st_size > 0;
    if (kernel_counts) return static_cast<std::size_t>(found.st_size);
    const UniqueFd open{open_descriptor(directory, O_RDONLY | O_DIRECTORY)};
    std::size_t entries = 0;
    const bool was_read =
        visit_names(open, [&entries](const char*) { return ++entries < entries_max; });
    if (!was_read) return fail(system_error(path, errno));
    return entries;
}

Result<std::string> DirectoryHostFs::read_link(std::string_view path) const {
    constexpr std::size_t target_bytes_max = 4096;
    char target[target_bytes_max];
    ssize_t got = -1;
    if (proc_ && path.starts_with(below_proc)) {
        const std::string name{path.substr(below_proc.size())};
        got = ::readlinkat(proc_->get(), name.c_str(), target, target_bytes_max);
    }
    // Not there; unless something else is mounted there now.
    const bool other_path =
        !proc_ || !path.starts_with(below_proc) || (errno == ENOENT && !is_surely_gone(path));
    if (got < 0 && other_path) got = ::readlink(full(path).c_str(), target, target_bytes_max);
    if (got < 0) return fail(system_error(full(path), errno));
    return std::string{target, static_cast<std::size_t>(got)};
}

Result<FileStatus> DirectoryHostFs::status(std::string_view path) const {
    const std::string name = full(path);

    struct statx found {};

    constexpr unsigned wanted = STATX_INO | STATX_NLINK | STATX_SIZE | STATX_BLOCKS;
    if (::statx(AT_FDCWD, name.c_str(), AT_STATX_DONT_SYNC, wanted, &found) != 0) {
        return fail(system_error(name, errno));
    }
    constexpr std::uint64_t block_bytes = 512;  // statx(2), whatever the filesystem's own
    FileStatus status;
    status.device = (std::uint64_t{found.stx_dev_major} << 32) + found.stx_dev_minor;
    status.inode = found.stx_ino;
    status.links = found.stx_nlink;
    status.size_bytes = found.stx_size;
    status.allocated_bytes = found.stx_blocks * block_bytes;
    return status;
}

}  // namespace foreshock
