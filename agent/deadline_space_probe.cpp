#include "agent/deadline_space_probe.hpp"

#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <sys/statvfs.h>

#include "core/system_error.hpp"

namespace foreshock::agent {

/// A thread that answers a row of questions at a time. Shared with its thread: whoever lets go
/// last frees it, for a stuck thread cannot be waited for.
struct DeadlineSpaceProbe::Worker {
    std::mutex mutex;
    std::condition_variable asked;
    std::condition_variable answered;
    std::vector<std::string> paths;
    Answers answers;  // to the first of the paths
    bool leave = false;

    static std::shared_ptr<Worker> start(const Ask& ask) {
        auto worker = std::make_shared<Worker>();
        std::thread{[worker, ask] { worker->serve(ask); }}.detach();
        return worker;
    }

    [[nodiscard]] bool is_done() const { return answers.size() == paths.size(); }

    void serve(const Ask& ask) {
        std::unique_lock lock{mutex};
        while (true) {
            asked.wait(lock, [this] { return leave || !is_done(); });
            if (leave) return;
            const std::string path = paths[answers.size()];
            lock.unlock();
            Answer got = ask(path);
            lock.lock();
            answers.push_back(std::move(got));
            if (!is_done()) continue;
            // Told without the lock: who wakes up would only wait for it.
            lock.unlock();
            answered.notify_all();
            lock.lock();
        }
    }

    /// The answers until one has been waited for in vain; no further question is asked then.
    Answers put(std::vector<std::string> wanted, Duration deadline) {
        {
            const std::lock_guard lock{mutex};
            answers.clear();
            paths = std::move(wanted);
        }
        asked.notify_all();
        std::unique_lock lock{mutex};
        for (std::size_t before = 0; !is_done(); before = answers.size()) {
            const bool in_time = answered.wait_for(lock, deadline, [this] { return is_done(); });
            if (in_time || answers.size() > before) continue;
            paths.resize(answers.size() + 1);
            break;
        }
        return answers;
    }

    bool has_answered() {
        const std::lock_guard lock{mutex};
        return is_done();
    }

    void dismiss() {
        {
            const std::lock_guard lock{mutex};
            leave = true;
        }
        asked.notify_all();
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

DeadlineSpaceProbe::Answers DeadlineSpaceProbe::ask(const std::vector<std::string>& names) {
    if (!worker_) worker_ = Worker::start(ask_);
    std::vector<std::string> paths;
    paths.reserve(names.size());
    for (const std::string& name : names)
        paths.push_back(host_root_ + name);
    Answers answers = worker_->put(std::move(paths), deadline_);
    if (answers.size() < names.size())
        stuck_.emplace(names[answers.size()], std::exchange(worker_, nullptr));
    return answers;
}

void DeadlineSpaceProbe::ask_ahead(const std::vector<std::string>& mount_points) {
    ahead_.clear();
    if (!stuck_.empty()) release_answered();
    if (stuck_.size() >= stuck_max) return;
    std::vector<std::string> names = mount_points;
    std::erase_if(names, [this](const std::string& name) { return stuck_.contains(name); });
    if (names.empty()) return;
    Answers answers = ask(names);
    for (std::size_t i = 0; i < answers.size(); ++i)
        ahead_.insert_or_assign(std::move(names[i]), std::move(answers[i]));
}

Result<collectors::Space> DeadlineSpaceProbe::space(std::string_view mount_point) {
    if (auto known = ahead_.extract(std::string{mount_point})) return std::move(known.mapped());
    if (!stuck_.empty()) release_answered();
    const std::string name{mount_point};
    if (stuck_.contains(name)) {
        return fail(Errc::unavailable, name + ": an earlier question is still unanswered");
    }
    if (stuck_.size() >= stuck_max) {
        return fail(Errc::unavailable, name + ": not asked, too many mounts are stuck");
    }
    Answers answers = ask({name});
    if (!answers.empty()) return std::move(answers.front());
    return fail(Errc::unavailable, name + ": no answer in " + format_duration(deadline_));
}

Result<collectors::Space> DeadlineSpaceProbe::prompt_space(std::string_view mount_point) {
    return ask_(host_root_ + std::string{mount_point});
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
