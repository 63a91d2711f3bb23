#include "agent/deadline_space_probe.hpp"

#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include <sys/statvfs.h>

#include "core/system_error.hpp"

namespace foreshock::agent {

/// A thread that answers one question at a time. Shared with its thread: whoever lets go last
/// frees it, for a stuck thread cannot be waited for.
struct DeadlineSpaceProbe::Worker {
    using Answer = Result<collectors::Space>;

    std::mutex mutex;
    std::condition_variable changed;
    std::optional<std::string> question;
    std::optional<Answer> answer;
    bool leave = false;

    static std::shared_ptr<Worker> start(const Ask& ask) {
        auto worker = std::make_shared<Worker>();
        std::thread{[worker, ask] { worker->serve(ask); }}.detach();
        return worker;
    }

    void serve(const Ask& ask) {
        std::unique_lock lock{mutex};
        while (true) {
            changed.wait(lock, [this] { return leave || question; });
            if (leave) return;
            const std::string path = *std::exchange(question, std::nullopt);
            lock.unlock();
            Answer got = ask(path);
            lock.lock();
            answer = std::move(got);
            changed.notify_all();
        }
    }

    std::optional<Answer> put(std::string path, Duration deadline) {
        std::unique_lock lock{mutex};
        answer.reset();
        question = std::move(path);
        changed.notify_all();
        changed.wait_for(lock, deadline, [this] { return answer.has_value(); });
        return answer;
    }

    bool has_answered() {
        const std::lock_guard lock{mutex};
        return answer.has_value();
    }

    void dismiss() {
        const std::lock_guard lock{mutex};
        leave = true;
        changed.notify_all();
    }
};

DeadlineSpaceProbe::DeadlineSpaceProbe(std::string host_root, Duration deadline)
    : DeadlineSpaceProbe(std::move(host_root), deadline, ask_statvfs) {}

DeadlineSpaceProbe::DeadlineSpaceProbe(std::string host_root, Duration deadline, Ask ask)
    : host_root_(std::move(host_root)), deadline_(deadline), ask_(std::move(ask)) {
    while (!host_root_.empty() && host_root_.back() == '/')
        host_root_.pop_back();
}

DeadlineSpaceProbe::~DeadlineSpaceProbe() {
    if (worker_) worker_->dismiss();
    for (const auto& [mount_point, worker] : stuck_)
        worker->dismiss();
}

void DeadlineSpaceProbe::release_answered() {
    std::erase_if(stuck_, [](const auto& entry) {
        const bool answered = entry.second->has_answered();
        if (answered) entry.second->dismiss();
        return answered;
    });
}

Result<collectors::Space> DeadlineSpaceProbe::space(std::string_view mount_point) {
    if (!stuck_.empty()) release_answered();
    const std::string name{mount_point};
    if (stuck_.contains(name)) {
        return fail(Errc::unavailable, name + ": an earlier question is still unanswered");
    }
    if (stuck_.size() >= stuck_max) {
        return fail(Errc::unavailable, name + ": not asked, too many mounts are stuck");
    }
    if (!worker_) worker_ = Worker::start(ask_);
    std::optional<Worker::Answer> answer = worker_->put(host_root_ + name, deadline_);
    if (answer) return std::move(*answer);
    stuck_.emplace(name, std::exchange(worker_, nullptr));
    return fail(Errc::unavailable, name + ": no answer in " + format_duration(deadline_));
}

Result<collectors::Space> ask_statvfs(const std::string& path) {
    struct statvfs found {};

    if (::statvfs(path.c_str(), &found) != 0) {
        const Errc code = errno == ENOENT || errno == ENOTDIR ? Errc::no_data : Errc::unreadable;
        return fail(code, path + ": " + errno_text(errno));
    }
    const auto block_bytes = static_cast<double>(found.f_frsize);
    collectors::Space space;
    space.size_bytes = static_cast<double>(found.f_blocks) * block_bytes;
    space.free_bytes = static_cast<double>(found.f_bfree) * block_bytes;
    space.available_bytes = static_cast<double>(found.f_bavail) * block_bytes;
    space.inodes_total = static_cast<double>(found.f_files);
    space.inodes_free = static_cast<double>(found.f_ffree);
    space.read_only = (found.f_flag & ST_RDONLY) != 0;
    return space;
}

}  // namespace foreshock::agent
