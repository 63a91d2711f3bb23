#pragma once

#include <string>

#include "core/result.hpp"

namespace foreshock::cli {

/// A small ext4 filesystem in a file, mounted in a new folder. Needs root. Unmounted and removed
/// when this is destroyed.
class LoopFilesystem {
public:
    static constexpr std::size_t image_bytes = 64 << 20;

    static Result<LoopFilesystem> create();

    LoopFilesystem(LoopFilesystem&& other) noexcept;
    LoopFilesystem& operator=(LoopFilesystem&&) = delete;
    ~LoopFilesystem();

    [[nodiscard]] std::string mount_point() const { return folder_ + "/mount"; }

private:
    explicit LoopFilesystem(std::string folder) : folder_(std::move(folder)) {}

    std::string folder_;
    bool is_mounted_ = false;
};

}  // namespace foreshock::cli
