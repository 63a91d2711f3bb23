#include "agent/background_threads.hpp"

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <list>
#include <mutex>
#include <string>

#include <pthread.h>

#include "core/system_error.hpp"

namespace foreshock::agent {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

struct Job {
    std::string name;
    std::function<void()> work;
};

struct RunningJob {
    std::string name;
    SteadyTime since;
};

/// Blocks all signals of this thread, and so of the threads that it makes, while it lives.
class SignalsBlocked {
public:
    SignalsBlocked() {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }

    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

    ~SignalsBlocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

Error refusal(std::string_view name, std::string_view why) {
    return {Errc::unavailable, std::string{name} + ": not begun, " + std::string{why}};
}

}  // namespace

struct BackgroundThreads::Pool {
    explicit Pool(const BackgroundLimits& given) : limits(given) {}

    const BackgroundLimits limits;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Job> waiting;
    std::list<RunningJob> running;
    std::size_t threads = 0;
    std::size_t idle = 0;  // threads without work, those included that are about to look for it
    bool closing = false;

    [[nodiscard]] std::size_t stuck() const {
        const SteadyTime now = std::chrono::steady_clock::now();
        return static_cast<std::size_t>(std::count_if(
            running.begin(), running.end(),
            [&](const RunningJob& job) { return now - job.since >= limits.stuck_after; }));
    }

    [[nodiscard]] bool is_known(std::string_view name) const {
        const auto has_name = [name](const auto& job) { return job.name == name; };
        return std::any_of(waiting.begin(), waiting.end(), has_name) ||
               std::any_of(running.begin(), running.end(), has_name);
    }

    /// Work that waited may get stuck as well: not every lost thread is made up for.
    [[nodiscard]] std::size_t threads_allowed() const {
        return limits.threads_max + std::min(stuck(), limits.stuck_max);
    }

    [[nodiscard]] bool may_have_more_threads() const {
        return threads < threads_allowed() && idle < waiting.size();
    }

    static void* enter(void* argument) {
        const std::unique_ptr<std::shared_ptr<Pool>> own{
            static_cast<std::shared_ptr<Pool>*>(argument)};
        (*own)->serve();
        return nullptr;
    }

    /// Threads for what waits; the last error's number, or 0.
    static int grow(const std::shared_ptr<Pool>& pool) {
        int failure = 0;
        while (failure == 0 && pool->may_have_more_threads())
            failure = make_thread(pool);
        return failure;
    }

    /// The error's number, 0 when there is a new thread.
    static int make_thread(const std::shared_ptr<Pool>& pool) {
        const SignalsBlocked blocked;
        pthread_attr_t attributes;
        ::pthread_attr_init(&attributes);
        ::pthread_attr_setstacksize(&attributes, stack_bytes);
        ::pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
        auto argument = std::make_unique<std::shared_ptr<Pool>>(pool);
        pthread_t thread{};
        const int failure = ::pthread_create(&thread, &attributes, enter, argument.get());
        ::pthread_attr_destroy(&attributes);
        if (failure == 0) {
            static_cast<void>(argument.release());  // the thread has it now
            ++pool->threads;
            ++pool->idle;
        }
        return failure;
    }

    void serve() {
        std::unique_lock lock{mutex};
        for (; await_work(lock); ++idle) {
            --idle;
            Job job = std::move(waiting.front());
            waiting.pop_front();
            const auto place =
                running.insert(running.end(), {job.name, std::chrono::steady_clock::now()});
            lock.unlock();
            run(job);
            lock.lock();
            running.erase(place);
        }
        --idle;
        --threads;
    }

    /// False when the thread is to leave: closing, too many threads, or nothing to do for long.
    bool await_work(std::unique_lock<std::mutex>& lock) {
        if (threads > threads_allowed()) return false;
        const bool woken =
            changed.wait_for(lock, limits.idle_for, [this] { return closing || !waiting.empty(); });
        return woken && !closing;
    }

    /// What the work throws is its own fault and ends it, not the agent.
    static void run(Job& job) {
        try {
            job.work();
        } catch (...) {
        }
        job.work = nullptr;
    }
};

BackgroundThreads::BackgroundThreads(const BackgroundLimits& limits)
    : pool_(std::make_shared<Pool>(limits)) {}

BackgroundThreads::~BackgroundThreads() {
    const std::lock_guard lock{pool_->mutex};
    pool_->closing = true;
    pool_->waiting.clear();
    pool_->changed.notify_all();
}

Result<void> BackgroundThreads::start(std::string_view name, std::function<void()> work) {
    std::unique_lock lock{pool_->mutex};
    // Threads may have got stuck since, and left others waiting.
    Pool::grow(pool_);
    if (pool_->is_known(name)) return fail(refusal(name, "an earlier one has not ended"));
    if (pool_->stuck() >= pool_->limits.stuck_max) {
        return fail(refusal(name, "too many others are stuck"));
    }
    if (pool_->waiting.size() >= pool_->limits.waiting_max) {
        return fail(refusal(name, "too many others wait"));
    }
    pool_->waiting.push_back({std::string{name}, std::move(work)});
    const int failure = Pool::grow(pool_);
    if (failure != 0 && pool_->threads == 0) {
        pool_->waiting.pop_back();
        return fail(refusal(name, "no thread could be made: " + errno_text(failure)));
    }
    // Told without the lock: who wakes up would only wait for it.
    lock.unlock();
    pool_->changed.notify_one();
    return {};
}

std::size_t BackgroundThreads::stuck_count() const {
    const std::lock_guard lock{pool_->mutex};
    return pool_->stuck();
}

std::size_t BackgroundThreads::thread_count() const {
    const std::lock_guard lock{pool_->mutex};
    return pool_->threads;
}

}  // namespace foreshock::agent
