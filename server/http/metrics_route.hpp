#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "server/http/counters.hpp"
#include "server/http/event_hub.hpp"
#include "server/http/route.hpp"
#include "server/http/server_counters.hpp"
#include "server/http/status_board.hpp"

namespace foreshock::http {

/// What a channel did with notifications since it was configured.
struct ChannelCounts {
    std::string channel = {};
    std::uint64_t delivered = 0;
    std::uint64_t failed = 0;     ///< refused or given up
    std::uint64_t postponed = 0;  ///< attempts that will be made again
    std::uint64_t handed_over = 0;
    std::uint64_t voided = 0;  ///< no longer needed when their turn came
};

/// What is asked of others at each scrape.
struct Gauges {
    double cpu_seconds = 0;
    double resident_bytes = 0;
    double start_time_seconds = 0;
    std::size_t outbox_pending = 0;
    std::size_t requests_waiting = 0;
    std::uint64_t requests_refused = 0;
    std::size_t connections_open = 0;
    std::uint64_t connections_refused = 0;
    std::uint64_t audit_lost = 0;
    std::size_t login_entries = 0;
    std::uint64_t login_evicted = 0;
    std::vector<ChannelCounts> channels = {};
};

/// GET /metrics: Prometheus text 0.0.4. Borrows its sources; safe from any thread.
class MetricsRoute {
public:
    struct Sources {
        const StatusBoard& board;
        const RequestCounters& requests;
        const ServerCounters& counters;
        const EventHub& hub;
        const Clock& clock;
        std::function<Gauges()> gauges;
        std::string version;
    };

    explicit MetricsRoute(Sources sources) : sources_(std::move(sources)) {}

    std::vector<Route> routes();

    /// The whole text.
    [[nodiscard]] std::string render() const;

private:
    Sources sources_;
};

}  // namespace foreshock::http
