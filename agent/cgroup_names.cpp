#include "agent/cgroup_names.hpp"

#include <array>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace foreshock::agent {
namespace {

/// A handle of kernfs is the id of a node (FILEID_KERNFS, include/linux/exportfs.h).
constexpr int kernfs_handle = 0xfe;

struct alignas(file_handle) Handle {
    std::array<char, sizeof(file_handle) + sizeof(std::uint64_t)> bytes{};
};

Handle handle_of(std::uint64_t id) {
    Handle handle;
    auto* head = reinterpret_cast<file_handle*>(handle.bytes.data());
    head->handle_bytes = sizeof id;
    head->handle_type = kernfs_handle;
    std::memcpy(handle.bytes.data() + sizeof(file_handle), &id, sizeof id);
    return handle;
}

std::string find_root() {
    for (const char* path : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
        const std::string mark = std::string{path} + "/cgroup.controllers";
        if (::access(mark.c_str(), F_OK) == 0) return path;
    }
    return {};
}

bool is_unit(std::string_view part) {
    return part.ends_with(".service") || part.ends_with(".scope");
}

}  // namespace

std::string unit_in_cgroup_path(std::string_view path) {
    std::string_view last;
    while (!path.empty()) {
        const auto slash = path.rfind('/');
        const auto part = slash == std::string_view::npos ? path : path.substr(slash + 1);
        if (is_unit(part)) return std::string{part};
        if (last.empty()) last = part;
        path = path.substr(0, slash == std::string_view::npos ? 0 : slash);
    }
    return std::string{last};
}

CgroupNames::CgroupNames(std::string root) : root_(root.empty() ? find_root() : std::move(root)) {
    if (!root_.empty())
        root_fd_ = UniqueFd{::open(root_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
}

std::string CgroupNames::unit_of(std::uint64_t cgroup_id) {
    if (cgroup_id == 0 || !root_fd_.valid()) return {};
    const auto known = names_.find(cgroup_id);
    if (known != names_.end()) return known->second;
    // Ids are never used again: what is no longer asked for goes with the rest.
    if (names_.size() >= names_max) names_.clear();
    return names_[cgroup_id] = look_up(cgroup_id);
}

std::string CgroupNames::look_up(std::uint64_t cgroup_id) const {
    Handle handle = handle_of(cgroup_id);
    auto* head = reinterpret_cast<file_handle*>(handle.bytes.data());
    const UniqueFd found{::open_by_handle_at(root_fd_.get(), head, O_PATH | O_CLOEXEC)};
    if (!found.valid()) return {};
    std::array<char, 4096> target{};
    const std::string link = "/proc/self/fd/" + std::to_string(found.get());
    const auto length = ::readlink(link.c_str(), target.data(), target.size());
    if (length <= 0) return {};
    const std::string_view path{target.data(), static_cast<std::size_t>(length)};
    return path.starts_with(root_) ? unit_in_cgroup_path(path.substr(root_.size())) : "";
}

}  // namespace foreshock::agent
