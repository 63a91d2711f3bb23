#include "collectors/logs/position_file.hpp"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/system_error.hpp"
#include "core/unique_fd.hpp"
#include "core/write_all.hpp"

namespace foreshock::collectors {
PositionFile::PositionFile(const std::string& folder, std::string_view name)
    : folder_(folder), path_(folder.empty() ? "" : folder + "/" + std::string{name}) {}

Result<std::string> PositionFile::load() const {
    if (path_.empty()) return fail(Errc::no_data, "no position is kept");
    const UniqueFd file{::open(path_.c_str(), O_RDONLY | O_CLOEXEC)};
    if (!file.valid()) {
        return fail(errno == ENOENT ? Errc::no_data : Errc::unreadable,
                    path_ + ": " + errno_text(errno));
    }
    std::string text(bytes_max + 1, '\0');
    std::size_t used = 0;
    while (used < text.size()) {
        const ssize_t got = ::read(file.get(), text.data() + used, text.size() - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(Errc::unreadable, path_ + ": " + errno_text(errno));
        if (got == 0) break;
        used += static_cast<std::size_t>(got);
    }
    if (used > bytes_max) return fail(Errc::too_large, path_ + ": is no position of ours");
    text.resize(used);
    return text;
}

Result<void> PositionFile::save(const std::string& text) {
    if (path_.empty() || text == saved_) return {};
    const std::string draft = path_ + ".draft";
    ::mkdir(folder_.c_str(), 0700);
    const UniqueFd file{::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    const bool is_written =
        file.valid() && write_all(file.get(), text) && ::rename(draft.c_str(), path_.c_str()) == 0;
    if (is_written) {
        saved_ = text;
        return {};
    }
    auto error = fail(Errc::unavailable, path_ + ": " + errno_text(errno));
    ::unlink(draft.c_str());
    return error;
}

}  // namespace foreshock::collectors
