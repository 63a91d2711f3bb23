#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.hpp"

namespace foreshock::collectors {

/// Which open files of all processes are instances of inotify(7): noted by the search that reads
/// all links below /proc/PID/fd, so that no other need do it. For one thread.
class InotifyFiles {
public:
    using Files = std::vector<std::pair<std::int64_t, std::string>>;  ///< process, descriptor

    /// A round of searching is believed for so long.
    static constexpr Duration believed = std::chrono::minutes{5};

    static bool is_instance(std::string_view target) {
        return target == "anon_inode:inotify" || target == "inotify";
    }

    void begin_round() {
        finding_.clear();
        is_whole_ = true;
    }

    void note(std::int64_t process, const std::string& descriptor) {
        finding_.emplace_back(process, descriptor);
    }

    /// Not all could be looked at: the round says nothing.
    void pass_over() { is_whole_ = false; }

    void end_round(TimePoint now) {
        ended_at_.reset();
        if (is_whole_) ended_at_ = now;
        found_.swap(finding_);
    }

    /// What the last whole round has found; null where there was none lately.
    [[nodiscard]] const Files* known(TimePoint now) const {
        const bool is_late = !ended_at_ || now < *ended_at_ || now - *ended_at_ >= believed;
        return is_late ? nullptr : &found_;
    }

private:
    Files finding_;
    Files found_;
    bool is_whole_ = true;
    std::optional<TimePoint> ended_at_;
};

}  // namespace foreshock::collectors
