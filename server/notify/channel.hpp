#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "server/incidents/ports.hpp"

namespace foreshock::notify {

/// How an attempt ended.
enum class Verdict : std::uint8_t {
    delivered,  ///< the receiver has it
    retry,      ///< not now: busy, away, broken; the same words may be sent again
    rejected,   ///< never: the receiver refuses this message
};

struct Outcome {
    Verdict verdict = Verdict::retry;
    std::string detail;                   ///< for the timeline: "answered 503"; never a secret
    std::optional<Duration> retry_after;  ///< the receiver's own wish
};

/// One way out. Used by one thread.
class Channel {
public:
    virtual ~Channel() = default;

    /// One attempt, bounded in time, that ends early when `stop` is asked for (then: retry).
    /// Repeats carry the entry's id, so that the receiver can drop them.
    virtual Outcome deliver(const incidents::OutboxEntry& entry, TimePoint now,
                            const std::stop_token& stop) = 0;
};

}  // namespace foreshock::notify
