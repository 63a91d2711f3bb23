#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <sys/types.h>

#include "collectors/logs/line_assembler.hpp"
#include "core/result.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::collectors {

/// How far a file was read, and by what it is known again: its inode and a hash of its beginning.
struct LogPosition {
    std::string path;
    std::uint64_t inode = 0;
    std::uint64_t offset = 0;  ///< where the next line begins
    std::size_t head_bytes = 0;
    std::string head_hash;
};

/// One log file that is read as it grows. It holds the file open, whatever becomes of its name.
/// Everything here may block: it runs beside the agent's thread.
class LogFollower {
public:
    static constexpr std::size_t head_bytes_max = 256;
    static constexpr std::size_t block_bytes = 64 << 10;

    /// Opens the file below `root`. A symbolic link is followed once, and not out of the root.
    /// no_data when there is none; refused: a device, a folder, a file below /dev, /proc or /sys,
    /// or one whose beginning has NULs (a binary or sparse file); unreadable.
    static Result<LogFollower> open(const std::string& root, const std::string& path);

    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] bool is_same_file(ino_t inode, dev_t device) const {
        return inode_ == inode && device_ == device;
    }

    [[nodiscard]] bool is_same_file_as(const LogFollower& other) const {
        return is_same_file(other.inode_, other.device_);
    }

    /// Where to begin; without it, at the beginning.
    void skip_to_end();
    /// False when this is not the file of that position, or it has been cut since.
    bool resume(const LogPosition& position);

    struct Progress {
        std::uint64_t bytes = 0;          ///< that were read
        std::uint64_t skipped_bytes = 0;  ///< that were passed over
        bool was_cut = false;             ///< it was truncated or written anew: read from its start
        bool is_at_end = true;
    };

    /// Reads what is new, at most `bytes_max` of it: when there is more, the oldest is passed over.
    /// `block` is memory that several followers may share.
    template <class Take>
    Progress read(std::size_t bytes_max, std::string& block, Take&& take) {
        Progress progress = look();
        pass_over(bytes_max, progress);
        for (auto got = next_block(block); !got.empty(); got = next_block(block)) {
            progress.bytes += got.size();
            lines_.feed(got, take);
            if (progress.bytes >= bytes_max) break;
        }
        progress.is_at_end = offset_ >= size_;
        return progress;
    }

    /// Tells a last line that never got an end.
    template <class Take>
    void finish(Take&& take) {
        lines_.finish(take);
    }

    [[nodiscard]] std::uint64_t size() const { return size_; }

    [[nodiscard]] LogPosition position() const;

    /// Its size is not what was read: cheap, and does not block on a file system of this machine.
    [[nodiscard]] bool has_news() const;

    [[nodiscard]] bool is_on_local_disk() const { return is_local_; }

private:
    LogFollower(std::string path, UniqueFd fd);

    Progress look();
    void pass_over(std::size_t bytes_max, Progress& progress);
    std::string_view next_block(std::string& block);
    void remember_head();
    [[nodiscard]] std::string hash_of_head(std::size_t bytes) const;

    std::string path_;
    UniqueFd fd_;
    ino_t inode_ = 0;
    dev_t device_ = 0;
    bool is_local_ = false;
    std::uint64_t size_ = 0;
    std::uint64_t offset_ = 0;
    std::size_t head_bytes_ = 0;
    std::string head_hash_;
    LineAssembler lines_;
};

/// The path below the root to which a name leads: itself, or the target of the link that it is.
/// no_data, unreadable.
Result<std::string> follow_link_once(const std::string& root, const std::string& path);

}  // namespace foreshock::collectors
