#include "server/history/segment_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/number.hpp"
#include "core/system_error.hpp"

namespace foreshock::history {
namespace {

constexpr std::string_view suffix = ".journal";
constexpr std::string_view copy_suffix = ".journal.copy";
constexpr std::size_t digits = 10;
constexpr std::uint64_t copied_at_once = 1 << 20;

tl::unexpected<Error> fail_with_errno(Errc code, const std::string& path) {
    return fail(code, path + ": " + errno_text(errno));
}

UniqueFd open_fd(const std::string& path, int flags) {
    return UniqueFd{::open(path.c_str(), flags | O_CLOEXEC, 0640)};
}

}  // namespace

std::string SegmentFile::name_of(std::uint64_t number) {
    std::string text = std::to_string(number);
    if (text.size() < digits) text.insert(0, digits - text.size(), '0');
    return text + std::string{suffix};
}

std::uint64_t SegmentFile::number_of(std::string_view name) {
    if (!name.ends_with(suffix)) return 0;
    const Result<std::uint64_t> number = parse_uint(name.substr(0, name.size() - suffix.size()));
    return number && name_of(*number) == name ? *number : 0;
}

Result<void> sync_folder(const std::string& folder) {
    const UniqueFd fd = open_fd(folder, O_RDONLY | O_DIRECTORY);
    if (!fd.valid() || ::fsync(fd.get()) != 0) return fail_with_errno(Errc::unavailable, folder);
    return {};
}

Result<std::shared_ptr<SegmentFile>> SegmentFile::create(const std::string& folder,
                                                         std::uint64_t number) {
    const std::string path = folder + "/" + name_of(number);
    UniqueFd fd = open_fd(path, O_RDWR | O_CREAT | O_EXCL);
    if (!fd.valid()) return fail_with_errno(Errc::unavailable, path);
    std::shared_ptr<SegmentFile> file{new SegmentFile(path, number, std::move(fd))};
    Result<void> written = file->append(magic);
    if (written) written = sync_folder(folder);
    if (!written) {
        file->remove();
        return fail(std::move(written).error());
    }
    return file;
}

bool SegmentFile::is_leftover(std::string_view name) {
    return name.ends_with(copy_suffix);
}

Result<std::shared_ptr<SegmentFile>> SegmentFile::replace(const std::string& folder,
                                                          const SegmentFile& old,
                                                          const std::vector<Range>& ranges) {
    const std::string path = folder + "/" + name_of(old.number_);
    const std::string copy = path + ".copy";
    UniqueFd fd = open_fd(copy, O_RDWR | O_CREAT | O_TRUNC);
    if (!fd.valid()) return fail_with_errno(Errc::unavailable, copy);
    std::shared_ptr<SegmentFile> file{new SegmentFile(copy, old.number_, std::move(fd))};
    Result<void> done = file->write_at_end(magic);
    if (done) file->bytes_ = magic.size();
    for (const Range& range : ranges) {
        if (done) done = file->take(old, range);
    }
    const timespec kept = old.modified();
    const std::array<timespec, 2> times{kept, kept};
    if (done && (::futimens(file->fd_.get(), times.data()) != 0 || ::fsync(file->fd_.get()) != 0 ||
                 ::rename(copy.c_str(), path.c_str()) != 0)) {
        done = fail_with_errno(Errc::unavailable, copy);
    }
    if (!done) {
        file->remove();
        return fail(std::move(done).error());
    }
    file->path_ = path;
    if (auto synced = sync_folder(folder); !synced) return fail(std::move(synced).error());
    return file;
}

Result<void> SegmentFile::take(const SegmentFile& from, const Range& range) {
    for (std::uint64_t at = range.begin; at < range.end;) {
        const auto count = std::min(copied_at_once, range.end - at);
        const Result<std::string> bytes = from.read(at, count);
        if (!bytes) return fail(bytes.error());
        if (bytes->size() != count) return fail(Errc::unreadable, from.path_ + ": is cut short");
        if (auto written = write_at_end(*bytes); !written) return written;
        bytes_ += count;
        at += count;
    }
    return {};
}

timespec SegmentFile::modified() const {
    struct stat status {};

    return ::fstat(fd_.get(), &status) == 0 ? status.st_mtim : timespec{0, UTIME_NOW};
}

Result<std::shared_ptr<SegmentFile>> SegmentFile::open(const std::string& folder,
                                                       std::uint64_t number) {
    const std::string path = folder + "/" + name_of(number);
    UniqueFd fd = open_fd(path, O_RDWR);

    struct stat status {};

    if (!fd.valid() || ::fstat(fd.get(), &status) != 0) {
        return fail_with_errno(Errc::unreadable, path);
    }
    std::shared_ptr<SegmentFile> file{new SegmentFile(path, number, std::move(fd))};
    file->bytes_ = static_cast<std::uint64_t>(status.st_size);
    const Result<std::string> word = file->read(0, magic.size());
    if (!word) return fail(word.error());
    if (*word != magic) return fail(Errc::malformed, path + ": is no journal of ours");
    return file;
}

Result<void> SegmentFile::write_at_end(std::string_view bytes) {
    std::uint64_t offset = bytes_;
    while (!bytes.empty()) {
        const ssize_t count =
            ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return fail_with_errno(Errc::unavailable, path_);
        offset += static_cast<std::uint64_t>(count);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fdatasync(fd_.get()) != 0) return fail_with_errno(Errc::unavailable, path_);
    return {};
}

Result<void> SegmentFile::append(std::string_view bytes) {
    if (has_leftovers_) {
        if (Result<void> cleaned = cut(bytes_); !cleaned) return cleaned;
    }
    Result<void> written = write_at_end(bytes);
    if (written) {
        bytes_ += bytes.size();
    } else {
        has_leftovers_ = !cut(bytes_);
    }
    return written;
}

Result<std::string> SegmentFile::read(std::uint64_t offset, std::size_t count) const {
    std::string bytes(count, '\0');
    std::size_t got = 0;
    while (got < count) {
        const ssize_t part =
            ::pread(fd_.get(), bytes.data() + got, count - got, static_cast<off_t>(offset + got));
        if (part < 0 && errno == EINTR) continue;
        if (part < 0) return fail_with_errno(Errc::unreadable, path_);
        if (part == 0) break;
        got += static_cast<std::size_t>(part);
    }
    bytes.resize(got);
    return bytes;
}

Result<void> SegmentFile::cut(std::uint64_t bytes) {
    if (::ftruncate(fd_.get(), static_cast<off_t>(bytes)) != 0 || ::fdatasync(fd_.get()) != 0) {
        return fail_with_errno(Errc::unavailable, path_);
    }
    bytes_ = bytes;
    has_leftovers_ = false;
    return {};
}

std::optional<TimePoint> SegmentFile::written_at() const {
    struct stat status {};

    if (::fstat(fd_.get(), &status) != 0) return std::nullopt;
    return TimePoint{std::chrono::seconds{status.st_mtim.tv_sec}};
}

void SegmentFile::remove() {
    ::unlink(path_.c_str());
}

}  // namespace foreshock::history
