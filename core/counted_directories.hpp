#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/unique_fd.hpp"

namespace foreshock {

/// Directories of processes whose entries the kernel counts (/proc/PID/fd, since Linux 6.2), asked
/// again and again: they are held, because looking up their names costs the kernel several times
/// what the count does. One that is held stays the same process's. For one thread.
class CountedDirectories {
public:
    /// The bound on those that are held.
    static constexpr std::size_t held_max = 128;

    /// `name` is below the descriptor of /proc: "42/fd". None where the kernel does not count, the
    /// process has ended, or there is no room: then it is to be asked by its name.
    std::optional<std::size_t> count(int proc, std::string_view name);

private:
    void look_for_room();

    std::map<std::string, UniqueFd, std::less<>> held_;
    std::string looked_at_;  ///< the last one that was asked whether it has ended
};

}  // namespace foreshock
