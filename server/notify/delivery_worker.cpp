#include "server/notify/delivery_worker.hpp"

#include <algorithm>

namespace foreshock::notify {
namespace {

/// Never asleep longer than this, whatever the outbox says: a clock may have been set.
constexpr Duration sleep_max = std::chrono::seconds{30};
/// After the store refused something.
constexpr Duration sleep_after_error = std::chrono::seconds{5};

}  // namespace

DeliveryWorker::DeliveryWorker(std::unique_ptr<Delivery> delivery, const incidents::Outbox& outbox,
                               const Clock& clock, Log log, Chore chore)
    : delivery_(std::move(delivery)),
      outbox_(outbox),
      clock_(clock),
      log_(std::move(log)),
      chore_(std::move(chore)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

DeliveryWorker::~DeliveryWorker() {
    stop();
}

void DeliveryWorker::wake() {
    {
        const std::scoped_lock lock{mutex_};
        is_woken_ = true;
    }
    woken_.notify_all();
}

void DeliveryWorker::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void DeliveryWorker::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        Duration sleep = deliver_due(stop);
        if (chore_ && !stop.stop_requested()) sleep = std::min(sleep, chore_(clock_.now(), stop));
        std::unique_lock lock{mutex_};
        woken_.wait_for(lock, stop, sleep, [this] { return is_woken_; });
        is_woken_ = false;
    }
}

Duration DeliveryWorker::deliver_due(const std::stop_token& stop) {
    Result<bool> more = true;
    while (more && *more && !stop.stop_requested())
        more = delivery_->step(clock_.now(), stop);
    const Result<std::optional<TimePoint>> next =
        more ? outbox_.next_due_in(delivery_->lane()) : fail(std::move(more).error());
    if (!next) {
        log_("notifications wait, the store says: " + next.error().what);
        return sleep_after_error;
    }
    if (!*next) return sleep_max;
    return std::clamp(**next - clock_.now(), Duration{10}, sleep_max);
}

}  // namespace foreshock::notify
