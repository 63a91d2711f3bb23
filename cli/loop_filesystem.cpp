#include "cli/loop_filesystem.hpp"

#include <filesystem>
#include <fstream>
#include <utility>

#include <stdlib.h>

#include "cli/child_process.hpp"

namespace foreshock::cli {

Result<LoopFilesystem> LoopFilesystem::create() {
    std::error_code error;
    std::string pattern = std::filesystem::temp_directory_path(error) / "foreshock-demo-XXXXXX";
    if (error || !::mkdtemp(pattern.data())) {
        return fail(Errc::unavailable, "cannot make a folder for the demo");
    }
    LoopFilesystem made{pattern};
    const std::string image = pattern + "/image";
    std::ofstream{image}.close();
    std::filesystem::resize_file(image, image_bytes, error);
    if (!error) std::filesystem::create_directory(made.mount_point(), error);
    if (error) return fail(Errc::unavailable, pattern + ": " + error.message());
    Result<void> done = run_program({"mkfs.ext4", "-q", "-F", "-m", "0", image});
    if (done) done = run_program({"mount", "-o", "loop", image, made.mount_point()});
    if (!done) return fail(std::move(done).error().with("the demo's filesystem"));
    made.is_mounted_ = true;
    return made;
}

LoopFilesystem::LoopFilesystem(LoopFilesystem&& other) noexcept
    : folder_(std::exchange(other.folder_, "")),
      is_mounted_(std::exchange(other.is_mounted_, false)) {}

LoopFilesystem::~LoopFilesystem() {
    if (folder_.empty()) return;
    // Somebody may still look into it: then it goes when they leave.
    if (is_mounted_ && !run_program({"umount", mount_point()}) &&
        !run_program({"umount", "-l", mount_point()})) {
        return;
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

}  // namespace foreshock::cli
