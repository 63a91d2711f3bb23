#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>

#include "core/clock.hpp"
#include "server/notify/delivery.hpp"

namespace foreshock::notify {

/// The thread that delivers. It sleeps until it is woken or the next entry is due.
class DeliveryWorker {
public:
    using Log = std::function<void(std::string_view)>;
    /// Something else for this thread to do between deliveries; says after how long to do it again.
    using Chore = std::function<Duration(TimePoint now, const std::stop_token& stop)>;

    /// Starts at once. `outbox` and `clock` must outlive it. `log` is told what the store refuses,
    /// from the worker's thread.
    DeliveryWorker(std::unique_ptr<Delivery> delivery, const incidents::Outbox& outbox,
                   const Clock& clock, Log log, Chore chore = {});
    ~DeliveryWorker();
    DeliveryWorker(const DeliveryWorker&) = delete;
    DeliveryWorker& operator=(const DeliveryWorker&) = delete;

    /// There may be something new in the outbox. From any thread.
    void wake();

    /// Ends an attempt that is under way and joins the thread; what waits stays in the outbox.
    void stop();

    [[nodiscard]] const DeliveryCounters& counters() const { return delivery_->counters(); }

private:
    void run(const std::stop_token& stop);
    /// Delivers all that is due; how long to sleep then.
    Duration deliver_due(const std::stop_token& stop);

    std::unique_ptr<Delivery> delivery_;
    const incidents::Outbox& outbox_;
    const Clock& clock_;
    Log log_;
    Chore chore_;
    std::mutex mutex_;
    std::condition_variable_any woken_;
    bool is_woken_ = false;
    std::jthread thread_;  // last: it uses everything above
};

}  // namespace foreshock::notify
