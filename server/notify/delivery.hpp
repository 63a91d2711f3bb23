#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <variant>

#include "server/notify/channel.hpp"

namespace foreshock::notify {

/// Who steps in for a channel that is dead.
struct ChannelFallback {
    std::string channel;
    std::string recipient;
    Duration after = std::chrono::minutes{5};  ///< since the decision; at once after a refusal
};

struct DeliverySettings {
    Duration retry_first = std::chrono::seconds{5};    ///< doubles with every attempt …
    Duration retry_max = std::chrono::minutes{15};     ///< … up to this
    Duration retry_after_max = std::chrono::hours{1};  ///< a receiver's wish is honoured up to here
    Duration give_up_after = std::chrono::hours{24};   ///< since the decision
    std::size_t batch = 32;
    incidents::OutboxLane lane = incidents::OutboxLane::all();
    std::map<std::string, ChannelFallback, std::less<>> fallbacks = {};  ///< by channel
    std::function<void()> handed_over = {};  ///< another lane has something due
};

/// What becomes of an entry: it leaves the outbox with a line on the timeline, or waits, or another
/// channel takes it over, which is a line as well.
struct Settle {
    incidents::Event event;
};

struct Postpone {
    TimePoint due_at;
    std::string error;
};

struct HandOver {
    incidents::Event event;
    std::string channel;
    std::string recipient;
};

using Plan = std::variant<Settle, Postpone, HandOver>;

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
    std::atomic<std::uint64_t> handed_over = 0;
    std::atomic<std::uint64_t> voided = 0;  ///< became void between being due and being sent
};

/// Takes due entries of one lane out of the outbox, hands them to their channels and writes down
/// what came of it. The core of the worker, without thread or clock. For one thread, and no other
/// one works on the same lane.
class Delivery {
public:
    /// The outbox must outlive it.
    Delivery(incidents::Outbox& outbox, Channels channels, DeliverySettings settings,
             Settled settled = {})
        : outbox_(outbox),
          channels_(std::move(channels)),
          settings_(std::move(settings)),
          settled_(std::move(settled)) {}

    /// One batch. True when more may be due at once. An error is the store's: nothing is lost,
    /// what was sent meanwhile is not sent again by this process.
    Result<bool> step(TimePoint now, const std::stop_token& stop);

    [[nodiscard]] const DeliveryCounters& counters() const { return counters_; }

    [[nodiscard]] const incidents::OutboxLane& lane() const { return settings_.lane; }

private:
    using Resumes = std::map<std::string, Postpone, std::less<>>;

    Result<void> attempt(const incidents::OutboxEntry& due, TimePoint now,
                         const std::stop_token& stop, Resumes& resumes);
    Result<void> carry_out(const incidents::OutboxEntry& entry, Plan decided, TimePoint now);
    Result<void> settle(const incidents::OutboxEntry& entry, incidents::Event event);
    Result<void> hand_over(incidents::OutboxEntry entry, const HandOver& decided, TimePoint now);
    Result<void> settle_sent();
    /// A fault of the store stays one; what became void meanwhile is none.
    Result<void> unless_void(Result<void> done);

    incidents::Outbox& outbox_;
    Channels channels_;
    DeliverySettings settings_;
    Settled settled_;
    DeliveryCounters counters_;
    std::map<std::string, incidents::Event> unsettled_;  // ended, but the store could not take it
};

}  // namespace foreshock::notify
