#include "core/counted_directories.hpp"

#include <utility>

#include <fcntl.h>
#include <sys/stat.h>

namespace foreshock {
namespace {

/// 0: it is not counted, or its process has ended.
std::size_t count_of(const UniqueFd& directory) {
    struct stat found {};

    const bool is_known = directory.valid() && ::fstat(directory.get(), &found) == 0;
    return is_known && found.st_size > 0 ? static_cast<std::size_t>(found.st_size) : 0;
}

}  // namespace

std::optional<std::size_t> CountedDirectories::count(int proc, std::string_view name) {
    if (const auto known = held_.find(name); known != held_.end()) {
        if (const std::size_t entries = count_of(known->second); entries > 0) return entries;
        held_.erase(known);
        return std::nullopt;
    }
    if (held_.size() >= held_max) look_for_room();
    if (held_.size() >= held_max) return std::nullopt;
    std::string path{name};
    UniqueFd directory{::openat(proc, path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    const std::size_t entries = count_of(directory);
    if (entries == 0) return std::nullopt;
    held_.emplace(std::move(path), std::move(directory));
    return entries;
}

/// One at a time: those that last should not cost much because there are too many of them.
void CountedDirectories::look_for_room() {
    auto next = held_.upper_bound(looked_at_);
    if (next == held_.end()) next = held_.begin();
    looked_at_ = next->first;
    if (count_of(next->second) == 0) held_.erase(next);
}

}  // namespace foreshock
