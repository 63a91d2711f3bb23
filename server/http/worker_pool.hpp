#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace foreshock::http {

/// A few threads and a bounded queue of jobs. Safe from any thread. Jobs must not throw.
class WorkerPool {
public:
    WorkerPool(std::size_t threads, std::size_t queue_max);
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;
    /// As stop().
    ~WorkerPool();

    /// False when the queue is full or the pool has stopped: the job was not taken.
    bool offer(std::function<void()> job);

    /// Finishes what waits, then ends the threads.
    void stop();

    [[nodiscard]] std::size_t waiting() const;
    [[nodiscard]] std::uint64_t refused() const;

private:
    void run();

    /// One more wakes when something waits, somebody sleeps and nobody is about to look.
    [[nodiscard]] bool needs_another() const {
        return !jobs_.empty() && asleep_ > 0 && !is_waking_;
    }

    const std::size_t queue_max_;
    mutable std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<std::function<void()>> jobs_;
    std::uint64_t refused_ = 0;
    bool stopping_ = false;
    std::size_t asleep_ = 0;
    bool is_waking_ = false;  // one was called and has not looked yet
    std::vector<std::thread> threads_;
};

}  // namespace foreshock::http
