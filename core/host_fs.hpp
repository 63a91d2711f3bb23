#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace foreshock {

/// One kernel file that is read every tick. The real one keeps its descriptor open.
/// A resource: owned by one collector, for one thread.
class HostFile {
public:
    virtual ~HostFile() = default;

    /// The whole content from its beginning, at most HostFs::file_bytes_max. The view points into
    /// `buffer`, which grows to fit and is never shrunk: no allocation once it is large enough.
    /// no_data when the file does not exist; unreadable otherwise. A file that appears later, or
    /// is replaced, is found again at the next read.
    virtual Result<std::string_view> read(std::string& buffer) = 0;

    /// False where the kernel itself says that the text has not changed since this was asked last,
    /// or since it was opened: it does so of the lists of mounts (proc(5), poll(2)). A filesystem
    /// that turns read-only after an error is no change to it.
    virtual bool may_have_changed() { return true; }
};

/// Which file it is, and what it takes.
struct FileStatus {
    std::uint64_t device = 0;  ///< number of its filesystem: (major << 32) + minor
    std::uint64_t inode = 0;
    std::uint64_t links = 0;  ///< its names: 0 when it is deleted
    std::uint64_t size_bytes = 0;
    std::uint64_t allocated_bytes = 0;  ///< on the disk: less than its size where it has holes
};

/// The host as a tree of files below a root that is handed in: "proc/meminfo", "sys/fs/cgroup".
/// Paths are relative, without a leading slash. All calls may be made from one thread at a time.
class HostFs {
public:
    virtual ~HostFs() = default;

    /// The bound on any one read; what lies beyond is cut off.
    static constexpr std::size_t file_bytes_max = 4 << 20;
    /// The bound on the names of one directory.
    static constexpr std::size_t entries_max = 131072;

    /// Never fails: the file is opened at its first read.
    [[nodiscard]] virtual std::unique_ptr<HostFile> open(std::string_view path) const = 0;

    /// Once, without keeping it open. Errors as HostFile::read.
    virtual Result<std::string> read(std::string_view path) const = 0;

    /// Names in a directory, without "." and "..", in any order. no_data, unreadable, too_large.
    virtual Result<std::vector<std::string>> list(std::string_view directory) const = 0;

    /// How many entries a directory has. For /proc/PID/fd the kernel answers without a listing
    /// (stat size, since Linux 6.2: Documentation/filesystems/proc.rst §3.8).
    virtual Result<std::size_t> count(std::string_view directory) const = 0;

    /// Where a symbolic link points.
    virtual Result<std::string> read_link(std::string_view path) const = 0;

    /// Of the file that a path leads to, links followed, deleted ones below /proc/PID/fd included.
    /// What is known of files on other hosts is taken as it is: a server that does not answer is
    /// not waited for. no_data, unreadable.
    virtual Result<FileStatus> status(std::string_view path) const = 0;
};

}  // namespace foreshock
