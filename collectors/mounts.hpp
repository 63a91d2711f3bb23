#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace foreshock::collectors {

/// One line of /proc/PID/mountinfo (proc(5)), escapes resolved.
struct Mount {
    std::string device_number;  ///< "254:0": the same for all mounts of one filesystem
    std::string root;           ///< what of the filesystem is mounted: "/" or a part (bind mount)
    std::string mount_point;
    std::string type;                   ///< "ext4"
    std::string source;                 ///< "/dev/vda", "server:/export", "tmpfs"
    bool mount_read_only = false;       ///< this mount, in the namespace that was read
    bool superblock_read_only = false;  ///< the filesystem itself, whoever looks
    std::optional<double> size_bytes;   ///< of tmpfs, when its options tell
    bool limits_projects = false;       ///< quotas of projects: statfs may have to read them
    bool answers_from_memory = false;   ///< to statfs, whatever its disk does (watched_mounts)
};

/// All lines in their order. malformed when a whole line is not one of mountinfo; a last line that
/// was cut off is left out.
Result<std::vector<Mount>> parse_mountinfo(std::string_view text);

/// "/mnt/a\040b" is "/mnt/a b": three octal digits behind a backslash.
std::string unescape_octal(std::string_view text);

/// Mount points that /etc/fstab wants read-only, and those it wants writable.
struct IntendedMounts {
    std::vector<std::string> read_only;
    std::vector<std::string> writable;
};

/// Lines that say nothing about a mount point are passed over: fstab is written by people.
IntendedMounts parse_fstab(std::string_view text);

/// The bound on mounts with series of their own: disks first, then network, then memory.
inline constexpr std::size_t mounts_max = 64;

/// Smaller memory filesystems are nobody's storage.
inline constexpr double tmpfs_bytes_min = 16.0 * 1024 * 1024;

/// The mounts that can fill up and hurt somebody: filesystems on disks and servers, and memory
/// filesystems that people write to. Without pseudo filesystems, images that are read-only by
/// nature, layers and secrets of container engines, mounts hidden by later ones, and all but the
/// shortest mount point of each filesystem. At most mounts_max, sorted by mount point. Told of
/// each is whether statfs(2) answers from memory: that of ext2 to ext4 (fs/ext4/super.c,
/// ext4_statfs) and of tmpfs does, below no filesystem that asks a server or a program for names.
std::vector<Mount> watched_mounts(std::vector<Mount> all);

}  // namespace foreshock::collectors
