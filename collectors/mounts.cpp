#include "collectors/mounts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

bool is_octal(char c) {
    return c >= '0' && c <= '7';
}

/// Does a list "rw,relatime,size=4k" hold this word?
bool has_option(std::string_view options, std::string_view wanted) {
    while (!options.empty()) {
        const auto comma = options.find(',');
        if (options.substr(0, comma) == wanted) return true;
        options.remove_prefix(comma == std::string_view::npos ? options.size() : comma + 1);
    }
    return false;
}

/// The size option of tmpfs: "size=12334524k".
std::optional<double> size_option(std::string_view options) {
    constexpr std::string_view name{"size="};
    while (!options.empty()) {
        const auto comma = options.find(',');
        std::string_view option = options.substr(0, comma);
        options.remove_prefix(comma == std::string_view::npos ? options.size() : comma + 1);
        if (!option.starts_with(name) || !option.ends_with('k')) continue;
        option = option.substr(name.size(), option.size() - name.size() - 1);
        const auto kib = word_as_uint(option);
        if (kib) return static_cast<double>(*kib) * 1024;
    }
    return std::nullopt;
}

/// 36 35 98:0 /root /mnt ro,noatime master:1 - ext3 /dev/root rw,errors=continue
std::optional<Mount> parse_line(std::string_view line) {
    take_word(line);  // id
    take_word(line);  // parent
    Mount mount;
    mount.device_number = take_word(line);
    mount.root = unescape_octal(take_word(line));
    mount.mount_point = unescape_octal(take_word(line));
    mount.mount_read_only = has_option(take_word(line), "ro");
    std::string_view word = take_word(line);
    while (!word.empty() && word != "-")
        word = take_word(line);
    if (word != "-") return std::nullopt;
    mount.type = take_word(line);
    mount.source = unescape_octal(take_word(line));
    const std::string_view options = take_word(line);
    // The second is what ext4 of newer kernels says after an error (Linux 6.18).
    mount.superblock_read_only = has_option(options, "ro") || has_option(options, "emergency_ro");
    mount.limits_projects = has_option(options, "prjquota");
    mount.size_bytes = size_option(options);
    const bool whole = !mount.type.empty() && mount.mount_point.starts_with('/');
    return whole ? std::optional<Mount>{std::move(mount)} : std::nullopt;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_pseudo(std::string_view type) {
    constexpr std::array<std::string_view, 43> types{
        // made by the kernel
        "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "cpuset", "debugfs",
        "devpts", "devtmpfs", "efivarfs", "fusectl", "hugetlbfs", "mqueue", "nfsd", "nsfs", "proc",
        "pstore", "ramfs", "resctrl", "rootfs", "rpc_pipefs", "securityfs", "selinuxfs", "smackfs",
        "sysfs", "tracefs", "xenfs",
        // images that are read-only by nature
        "cramfs", "erofs", "iso9660", "romfs", "squashfs", "udf",
        // views of other filesystems
        "aufs", "ecryptfs", "fuse.gvfsd-fuse", "fuse.lxcfs", "fuse.portal", "fuse.snapfuse",
        "fuse.sshfs", "fuse.vmware-vmblock", "shiftfs"};
    return is_one_of(type, types);
}

bool is_network(std::string_view type) {
    constexpr std::array<std::string_view, 14> types{
        "9p",   "afs",  "beegfs", "ceph", "cifs", "fuse.glusterfs", "fuse.s3fs",
        "gfs2", "gpfs", "lustre", "nfs",  "nfs4", "smb3",           "virtiofs"};
    return is_one_of(type, types);
}

/// A part of the tree, itself included.
bool is_below(std::string_view path, std::string_view top) {
    return path.starts_with(top) && (path.size() == top.size() || path[top.size()] == '/');
}

/// Their statfs touches nothing but memory.
bool is_prompt(std::string_view type) {
    constexpr std::array<std::string_view, 4> types{"ext2", "ext3", "ext4", "tmpfs"};
    return is_one_of(type, types);
}

/// Names in use, which are kept in memory, are found in them without asking anybody.
bool keeps_names(std::string_view type) {
    constexpr std::array<std::string_view, 8> types{"btrfs", "devtmpfs", "f2fs",  "proc",
                                                    "ramfs", "rootfs",   "sysfs", "xfs"};
    return is_prompt(type) || is_one_of(type, types);
}

bool is_internal_place(std::string_view path) {
    constexpr std::array<std::string_view, 11> tops{"/proc",
                                                    "/sys",
                                                    "/run/credentials",
                                                    "/run/user",
                                                    "/run/containerd",
                                                    "/run/docker",
                                                    "/run/netns",
                                                    "/snap",
                                                    "/var/lib/docker",
                                                    "/var/lib/kubelet/pods",
                                                    "/var/lib/containers/storage"};
    return std::any_of(tops.begin(), tops.end(),
                       [path](std::string_view top) { return is_below(path, top); });
}

bool is_watched_tmpfs(const Mount& mount) {
    const bool device_node = is_below(mount.mount_point, "/dev") && mount.mount_point != "/dev/shm";
    const bool small = mount.size_bytes && *mount.size_bytes < tmpfs_bytes_min;
    const bool read_only = mount.mount_read_only || mount.superblock_read_only;
    return !device_node && !small && !read_only;
}

bool is_watched(const Mount& mount) {
    if (is_pseudo(mount.type) || is_internal_place(mount.mount_point)) return false;
    if (mount.type == "overlay") return mount.mount_point == "/";
    return mount.type != "tmpfs" || is_watched_tmpfs(mount);
}

/// Which mounts matter more when there are too many, and which of a filesystem's mount points
/// people know.
auto importance(const Mount& mount) {
    const int kind = mount.type == "tmpfs" ? 2 : is_network(mount.type) ? 1 : 0;
    return std::make_tuple(kind, mount.root != "/", mount.mount_point.size(), mount.mount_point);
}

/// Of mounts stacked on one mount point only the last can be seen.
std::vector<Mount> visible(std::vector<Mount> all) {
    std::map<std::string, Mount> by_place;
    for (Mount& mount : all) {
        std::string place = mount.mount_point;
        by_place.insert_or_assign(std::move(place), std::move(mount));
    }
    std::vector<Mount> top;
    top.reserve(by_place.size());
    for (auto& [place, mount] : by_place)
        top.push_back(std::move(mount));
    return top;
}

/// Where what lies below, or on it, may be asked about in vain.
std::vector<std::string> places_of_others(const std::vector<Mount>& all) {
    std::vector<std::string> places;
    for (const Mount& mount : all)
        if (!keeps_names(mount.type)) places.push_back(mount.mount_point);
    return places;
}

bool is_on_the_way(std::string_view place, std::string_view path) {
    return place == "/" || is_below(path, place);
}

void judge_promptness(Mount& mount, const std::vector<std::string>& others) {
    const bool is_free = std::none_of(
        others.begin(), others.end(),
        [&mount](const std::string& place) { return is_on_the_way(place, mount.mount_point); });
    mount.answers_from_memory = is_prompt(mount.type) && !mount.limits_projects && is_free;
}

}  // namespace

std::string unescape_octal(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '\\' && i + 3 < text.size() && is_octal(text[i + 1]) &&
                            is_octal(text[i + 2]) && is_octal(text[i + 3]);
        if (!escape) {
            plain += text[i];
            continue;
        }
        const int code = (text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 + (text[i + 3] - '0');
        plain += static_cast<char>(code);
        i += 3;
    }
    return plain;
}

Result<std::vector<Mount>> parse_mountinfo(std::string_view text) {
    std::vector<Mount> mounts;
    const bool cut_off = !text.empty() && text.back() != '\n';
    std::string_view line;
    while (take_line(text, line)) {
        auto mount = parse_line(line);
        const bool last = text.empty();
        if (!mount && last && cut_off) break;
        if (!mount) return fail(Errc::malformed, "mountinfo: a line is no mount");
        mounts.push_back(std::move(*mount));
    }
    if (mounts.empty()) return fail(Errc::malformed, "mountinfo: no mount");
    return mounts;
}

IntendedMounts parse_fstab(std::string_view text) {
    IntendedMounts intended;
    std::string_view line;
    while (take_line(text, line)) {
        const std::string_view source = take_word(line);
        const std::string_view place = take_word(line);
        take_word(line);  // type
        if (source.empty() || source.starts_with('#') || !place.starts_with('/')) continue;
        const bool read_only = has_option(take_word(line), "ro");
        auto& list = read_only ? intended.read_only : intended.writable;
        list.push_back(unescape_octal(place));
    }
    return intended;
}

std::vector<Mount> watched_mounts(std::vector<Mount> all) {
    const std::vector<std::string> others = places_of_others(all);
    std::vector<Mount> mounts = visible(std::move(all));
    std::erase_if(mounts, [](const Mount& mount) { return !is_watched(mount); });
    std::sort(mounts.begin(), mounts.end(),
              [](const Mount& a, const Mount& b) { return importance(a) < importance(b); });
    std::map<std::string, bool> taken;
    std::erase_if(mounts, [&taken](const Mount& mount) {
        return !taken.emplace(mount.device_number, true).second;
    });
    if (mounts.size() > mounts_max) mounts.resize(mounts_max);
    for (Mount& mount : mounts)
        judge_promptness(mount, others);
    std::sort(mounts.begin(), mounts.end(),
              [](const Mount& a, const Mount& b) { return a.mount_point < b.mount_point; });
    return mounts;
}

}  // namespace foreshock::collectors
