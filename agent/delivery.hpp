#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "agent/log.hpp"
#include "agent/server_choice.hpp"
#include "agent/spool.hpp"
#include "agent/uplink.hpp"
#include "core/clock.hpp"

namespace foreshock::agent {

/// Waits between attempts. Each is multiplied by a random factor of 0.5 to 1.5, so that a fleet
/// does not come back in step; one that the server has asked for by a factor of 1 to 1.25.
struct DeliverySettings {
    std::vector<std::string> servers{""};  ///< their URLs, for people; the first is preferred
    Duration first_wait{1000};
    Duration longest_wait = std::chrono::seconds{60};
    Duration refused_wait = std::chrono::seconds{60};  ///< wrong token: somebody must act
    Duration retry_after_max = std::chrono::minutes{10};
    Duration late_after = std::chrono::seconds{30};  ///< older reports are marked as replay
    Duration timeout = std::chrono::seconds{30};
    Duration probe_timeout = std::chrono::seconds{5};
    double drain_reports_per_second = 10;  ///< of what is late or of an earlier run
    double drain_bytes_per_second = 512 << 10;
};

/// Brings reports from the spool to a server, one at a time and in the spool's order, until each is
/// acknowledged; what waited long is paced. A report that the server refuses for good is set aside,
/// so that nothing blocks the ones behind it. Where one server fails the next is tried, and the
/// first again when it is well (ServerChoice). For the loop's thread.
class Delivery {
public:
    struct Counts {
        std::uint64_t acknowledged = 0;
        std::uint64_t failed = 0;
        std::optional<TimePoint> last_acknowledged;
        std::string last_error;  ///< empty while all is well
    };

    /// The clocks of the world.
    struct Clocks {
        const Clock& agent;   ///< by which reports are made and waits are measured
        const Clock& system;  ///< what the host believes: it is told to the server
    };

    Delivery(Spool& spool, Uplink& uplink, Clocks clocks, EventLog& log);

    /// Other servers than before: begins with the first.
    void set(const DeliverySettings& settings);

    /// Spreads the waits; tests hand in a fixed one.
    void seed(std::uint32_t value) { random_.seed(value); }

    /// Sends the next report unless one is under way or a wait is on. `now` is the agent's clock.
    void pump(TimePoint now);

    /// When `pump` should be called again; nothing while a request is under way or nothing waits.
    [[nodiscard]] std::optional<TimePoint> next_attempt() const;

    /// Forgets a wait: for the last attempt before a stop, and after a reload.
    void hurry() { wait_until_ = TimePoint::min(); }

    [[nodiscard]] bool is_busy() const { return busy_; }

    /// The last attempt failed: reports wait longer than usual.
    [[nodiscard]] bool is_server_away() const { return failures_in_row_ > 0; }

    /// How long no server has taken anything; zero while one does.
    [[nodiscard]] Duration away_for(TimePoint now) const {
        return failures_in_row_ > 0 ? now - away_since_ : Duration{};
    }

    /// The URL of the server that is chosen now.
    [[nodiscard]] const std::string& server() const { return settings_.servers[choice_.chosen()]; }

    /// Whether that is the one that is preferred.
    [[nodiscard]] bool is_at_first_server() const { return choice_.chosen() == 0; }

    /// The URL of the server that took the last report; before the first, the preferred one's.
    [[nodiscard]] const std::string& taken_by() const { return settings_.servers[taken_by_]; }

    [[nodiscard]] const Counts& counts() const { return counts_; }

    /// The server's last answer that asked to look at other hosts, once.
    [[nodiscard]] std::string take_questions() { return std::exchange(questions_, {}); }

    /// True once after reports arrived late, or were refused or lost, or the server knows their
    /// series no more: it may not know what is open now.
    [[nodiscard]] bool take_needs_news();

private:
    /// A report that is under way.
    struct Sent {
        std::string run_id;
        std::uint64_t sequence = 0;
        std::uint32_t series_end = 0;
        std::size_t bytes = 0;
        bool all_definitions = false;
        bool is_late = false;
        bool is_backlog = false;
    };

    /// What a server has acknowledged of the dictionary of a run.
    struct KnownDictionary {
        std::size_t server = 0;
        std::string run_id;
        std::uint32_t definitions = 0;
    };

    bool send(const SpoolEntry& entry);
    KnownDictionary& known(const std::string& run_id);
    [[nodiscard]] bool is_backlog(const Spool::Next& next) const;
    [[nodiscard]] bool is_late(TimePoint created) const;
    [[nodiscard]] TimePoint earliest_attempt() const;
    void answered(const UplinkAnswer& answer);
    void acknowledged();
    void pace_backlog();
    void wrong_dictionary(const UplinkAnswer& answer);
    void refused(const UplinkAnswer& answer);
    void unauthorised(const UplinkAnswer& answer);
    void count_failure();
    void failed(const UplinkAnswer& answer);
    void probe_failed(const UplinkAnswer& answer, std::optional<Duration> retry_after);
    void complain(LogLevel level, const std::string& text);
    std::optional<Duration> asked_wait(const UplinkAnswer& answer);
    Duration spread(Duration wait, double least, double most);

    Spool& spool_;
    Uplink& uplink_;
    Clocks clocks_;
    EventLog& log_;
    DeliverySettings settings_;
    ServerChoice choice_;
    ServerChoice::Attempt attempt_;
    std::minstd_rand random_;
    bool busy_ = false;
    bool needs_news_ = false;
    std::string questions_;
    bool has_sent_live_ = false;  // of any run of this process
    int failures_in_row_ = 0;
    TimePoint away_since_{};  // the first of these failures
    std::size_t taken_by_ = 0;
    TimePoint wait_until_ = TimePoint::min();
    TimePoint backlog_until_ = TimePoint::min();
    TimePoint now_{};  // of the last pump or answer
    Sent sent_;
    std::deque<KnownDictionary> known_;  // newest last, bounded
    std::vector<std::string> said_;      // complaints since all was well
    Counts counts_;
};

}  // namespace foreshock::agent
