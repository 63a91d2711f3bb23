#pragma once

#include <atomic>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "core/unique_fd.hpp"

namespace foreshock::history {

/// One file of the journal: a magic word, then records that are only ever added. `append` and
/// `cut` are for one thread; `read` for any number beside it.
class SegmentFile {
public:
    static constexpr std::string_view magic = "FSJRNL01";

    /// A new file with its magic word, on the disk together with its name. unavailable when full.
    static Result<std::shared_ptr<SegmentFile>> create(const std::string& folder,
                                                       std::uint64_t number);
    /// malformed when the magic word is not ours.
    static Result<std::shared_ptr<SegmentFile>> open(const std::string& folder,
                                                     std::uint64_t number);

    /// Some bytes of a file.
    struct Range {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
    };

    /// Puts a copy that has only these ranges of `old` (behind the magic word) in its place, as
    /// old as it was; those who read `old` may go on. unavailable: the file is as it was.
    static Result<std::shared_ptr<SegmentFile>> replace(const std::string& folder,
                                                        const SegmentFile& old,
                                                        const std::vector<Range>& ranges);

    /// What an unfinished `replace` left behind.
    static bool is_leftover(std::string_view name);

    /// "0000000042.journal" and back; 0 for any other name.
    static std::string name_of(std::uint64_t number);
    static std::uint64_t number_of(std::string_view name);

    /// On the disk when it returns; on any error the file is as it was before. unavailable.
    Result<void> append(std::string_view bytes);

    /// At most `count` bytes at `offset`, fewer at the end of the file.
    Result<std::string> read(std::uint64_t offset, std::size_t count) const;

    /// Makes the file end at `bytes`: what is behind was never finished.
    Result<void> cut(std::uint64_t bytes);

    /// Deletes the file; those who read it may go on.
    void remove();

    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

    /// When it was last written to, by the clock of the file system; nothing if it cannot say.
    [[nodiscard]] std::optional<TimePoint> written_at() const;

    [[nodiscard]] std::uint64_t number() const { return number_; }

private:
    SegmentFile(std::string path, std::uint64_t number, UniqueFd fd)
        : path_(std::move(path)), number_(number), fd_(std::move(fd)) {}

    Result<void> write_at_end(std::string_view bytes);
    Result<void> take(const SegmentFile& from, const Range& range);
    [[nodiscard]] timespec modified() const;

    std::string path_;
    std::uint64_t number_;
    UniqueFd fd_;
    std::atomic<std::uint64_t> bytes_ = 0;
    bool has_leftovers_ = false;  // a failed write could not be cut off at once
};

/// Makes new or deleted names of a folder durable.
Result<void> sync_folder(const std::string& folder);

}  // namespace foreshock::history
