#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "agent/log.hpp"
#include "agent/spool.hpp"
#include "agent/uplink.hpp"
#include "core/clock.hpp"

namespace foreshock::agent {

/// Waits between attempts. Each is multiplied by a random factor of 0.5 to 1.5, so that a fleet
/// does not come back in step.
struct DeliverySettings {
    Duration first_wait{1000};
    Duration longest_wait = std::chrono::seconds{60};
    Duration refused_wait = std::chrono::seconds{60};  ///< wrong token: somebody must act
    Duration retry_after_max = std::chrono::minutes{10};
    Duration late_after = std::chrono::seconds{30};  ///< older reports are marked as replay
    Duration timeout = std::chrono::seconds{30};
};

/// Brings reports from the spool to the server, one at a time and in order, until each is
/// acknowledged. A report that the server refuses for good is set aside, so that nothing blocks
/// the ones behind it. For the loop's thread; the clock is the system's.
class Delivery {
public:
    struct Counts {
        std::uint64_t acknowledged = 0;
        std::uint64_t failed = 0;
        std::optional<TimePoint> last_acknowledged;
        std::string last_error;  ///< empty while all is well
    };

    Delivery(Spool& spool, Uplink& uplink, const Clock& system_clock, EventLog& log);

    void set(const DeliverySettings& settings) { settings_ = settings; }

    /// Spreads the waits; tests hand in a fixed one.
    void seed(std::uint32_t value) { random_.seed(value); }

    /// Sends the oldest report unless one is under way or a wait is on. `now` is the agent's clock.
    void pump(TimePoint now);

    /// When `pump` should be called again; nothing while a request is under way or nothing waits.
    [[nodiscard]] std::optional<TimePoint> next_attempt() const;

    /// Forgets a wait: for the last attempt before a stop, and after a reload.
    void hurry() { wait_until_ = TimePoint::min(); }

    [[nodiscard]] bool is_busy() const { return busy_; }

    /// The last attempt failed: reports wait longer than usual.
    [[nodiscard]] bool is_server_away() const { return failures_in_row_ > 0; }

    [[nodiscard]] const Counts& counts() const { return counts_; }

    /// True once after reports arrived late, or were refused or lost: the server may not know what
    /// is open now.
    [[nodiscard]] bool take_needs_news();

private:
    bool send(const SpoolEntry& entry);
    bool is_still_first();
    void answered(const UplinkAnswer& answer);
    void acknowledged();
    void wrong_dictionary(const UplinkAnswer& answer);
    void refused(const UplinkAnswer& answer);
    void unauthorised(const UplinkAnswer& answer);
    void failed(const UplinkAnswer& answer);
    void complain(LogLevel level, const std::string& text);
    Duration spread(Duration wait);

    Spool& spool_;
    Uplink& uplink_;
    const Clock& system_clock_;
    EventLog& log_;
    DeliverySettings settings_;
    std::minstd_rand random_;
    bool busy_ = false;
    bool sent_all_definitions_ = false;
    bool sent_late_ = false;
    bool needs_news_ = false;
    int failures_in_row_ = 0;
    TimePoint wait_until_ = TimePoint::min();
    TimePoint now_{};  // of the last pump: answers come between ticks
    // The report that is under way, or was last.
    std::string run_id_;
    std::uint64_t sequence_ = 0;
    std::uint32_t series_end_ = 0;
    std::uint32_t known_definitions_ = 0;  // that the server has acknowledged of run_id_
    Counts counts_;
};

}  // namespace foreshock::agent
