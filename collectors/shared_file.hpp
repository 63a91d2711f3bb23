#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "collectors/kernel_file.hpp"
#include "core/time.hpp"

namespace foreshock::collectors {

/// A kernel file that several look at: read at most once a tick, or once in `every` where what it
/// says seldom changes. For one thread.
class SharedFile {
public:
    SharedFile(const HostFs& host, std::string_view path, Duration every = Duration{0})
        : path_(path), every_(every), file_(host, path) {}

    [[nodiscard]] std::string_view path() const { return path_; }

    /// The whole text, good until the next reading. A failed reading is repeated in the next tick.
    /// Errors as HostFile::read.
    const Result<std::string_view>& read(TimePoint now) {
        if (is_due(now)) {
            text_ = file_.read();
            read_at_ = now;
        }
        return *text_;
    }

private:
    [[nodiscard]] bool is_due(TimePoint now) const {
        if (!text_ || now < read_at_) return true;
        return now > read_at_ && (!*text_ || now - read_at_ >= every_);
    }

    std::string path_;
    Duration every_;
    KernelFile file_;
    TimePoint read_at_{};
    std::optional<Result<std::string_view>> text_;
};

}  // namespace foreshock::collectors
