#include "server/http/worker_pool.hpp"

namespace foreshock::http {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_max) : queue_max_(queue_max) {
    for (std::size_t i = 0; i < threads; ++i)
        threads_.emplace_back([this] { run(); });
}

WorkerPool::~WorkerPool() {
    stop();
}

// In a storm most jobs are taken by those who are awake: to call somebody for each costs more than
// many a job. Whoever wakes calls the next one if there is still something to do.
bool WorkerPool::offer(std::function<void()> job) {
    bool calls = false;
    {
        const std::lock_guard lock{mutex_};
        if (stopping_ || jobs_.size() >= queue_max_) {
            ++refused_;
            return false;
        }
        jobs_.push_back(std::move(job));
        calls = needs_another();
        if (calls) is_waking_ = true;
    }
    if (calls) ready_.notify_one();
    return true;
}

void WorkerPool::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    ready_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

std::size_t WorkerPool::waiting() const {
    const std::lock_guard lock{mutex_};
    return jobs_.size();
}

std::uint64_t WorkerPool::refused() const {
    const std::lock_guard lock{mutex_};
    return refused_;
}

void WorkerPool::run() {
    std::unique_lock lock{mutex_};
    while (true) {
        ++asleep_;
        while (!stopping_ && jobs_.empty()) {
            ready_.wait(lock);
            is_waking_ = false;
        }
        --asleep_;
        if (jobs_.empty()) return;
        std::function<void()> job = std::move(jobs_.front());
        jobs_.pop_front();
        const bool calls = needs_another();
        if (calls) is_waking_ = true;
        lock.unlock();
        if (calls) ready_.notify_one();
        job();
        job = nullptr;
        lock.lock();
    }
}

}  // namespace foreshock::http
