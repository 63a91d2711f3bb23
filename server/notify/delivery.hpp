#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <variant>

#include "server/notify/channel.hpp"

namespace foreshock::notify {

struct DeliverySettings {
    Duration retry_first = std::chrono::seconds{5};    ///< doubles with every attempt …
    Duration retry_max = std::chrono::minutes{15};     ///< … up to this
    Duration retry_after_max = std::chrono::hours{1};  ///< a receiver's wish is honoured up to here
    Duration give_up_after = std::chrono::hours{24};   ///< since the decision
    std::size_t batch = 32;
};

/// What becomes of an entry: it leaves the outbox with a line on the timeline, or waits.
struct Settle {
    incidents::Event event;
};

struct Postpone {
    TimePoint due_at;
    std::string error;
};

using Plan = std::variant<Settle, Postpone>;

/// Pure: what follows from an outcome. `entry.attempts` counts those before this one.
Plan plan(const incidents::OutboxEntry& entry, const Outcome& outcome, TimePoint now,
          const DeliverySettings& settings);

/// Told of every entry that left the outbox: it arrived, or it never will, and why.
using Settled =
    std::function<void(const incidents::OutboxEntry&, bool is_delivered, const std::string& why)>;

using Channels = std::map<std::string, std::unique_ptr<Channel>, std::less<>>;

struct DeliveryCounters {
    std::atomic<std::uint64_t> delivered = 0;
    std::atomic<std::uint64_t> failed = 0;  ///< given up or rejected
    std::atomic<std::uint64_t> postponed = 0;
};

/// Takes due entries out of the outbox, hands them to their channels and writes down what came of
/// it. The core of the worker, without thread or clock. For one thread.
class Delivery {
public:
    /// The outbox must outlive it.
    Delivery(incidents::Outbox& outbox, Channels channels, DeliverySettings settings,
             Settled settled = {})
        : outbox_(outbox),
          channels_(std::move(channels)),
          settings_(settings),
          settled_(std::move(settled)) {}

    /// One batch. True when more may be due at once. An error is the store's: nothing is lost,
    /// what was sent meanwhile is not sent again by this process.
    Result<bool> step(TimePoint now, const std::stop_token& stop);

    [[nodiscard]] const DeliveryCounters& counters() const { return counters_; }

private:
    using Resumes = std::map<std::string, Postpone, std::less<>>;

    Result<void> attempt(const incidents::OutboxEntry& entry, TimePoint now,
                         const std::stop_token& stop, Resumes& resumes);
    Result<void> carry_out(const incidents::OutboxEntry& entry, Plan decided);
    Result<void> settle_sent();

    incidents::Outbox& outbox_;
    Channels channels_;
    DeliverySettings settings_;
    Settled settled_;
    DeliveryCounters counters_;
    std::map<std::string, incidents::Event> unsettled_;  // ended, but the store could not take it
};

}  // namespace foreshock::notify
