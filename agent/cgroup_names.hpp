#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/unique_fd.hpp"

namespace foreshock::agent {

/// The unit in a path of a cgroup: its last part that ends in .service or .scope, or the last part;
/// empty for the root.
std::string unit_in_cgroup_path(std::string_view path);

/// Names of cgroups by their ids, asked of the kernel once for each: open_by_handle_at(2) finds a
/// directory of cgroup v2 by its id, without a search. That needs CAP_DAC_READ_SEARCH; without it,
/// and without cgroup v2, no name is known. At most names_max are kept. For one thread.
class CgroupNames {
public:
    static constexpr std::size_t names_max = 1024;

    /// `root`: where cgroup v2 is mounted; empty: find it below /sys/fs/cgroup.
    explicit CgroupNames(std::string root = {});

    /// Empty when it is not known.
    std::string unit_of(std::uint64_t cgroup_id);

private:
    [[nodiscard]] std::string look_up(std::uint64_t cgroup_id) const;

    std::string root_;
    UniqueFd root_fd_;
    std::map<std::uint64_t, std::string> names_;
};

}  // namespace foreshock::agent
