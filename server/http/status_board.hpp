#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/forecast_score.hpp"
#include "server/incidents/forecast_accuracy.hpp"
#include "server/incidents/host.hpp"
#include "server/incidents/incident.hpp"
#include "server/incidents/service_map.hpp"

namespace foreshock::http {

/// How much time is left, as far as an open incident's symptom tells.
struct Eta {
    std::uint64_t incident_number = 0;
    std::string host;
    std::string component;
    std::string kind;
    TimePoint expected;
};

/// What the server says of itself at one moment. A value, replaced as a whole.
struct Status {
    bool store_writable = true;
    std::string not_ready_because;                                 ///< empty: ready
    std::map<std::pair<std::string, int>, std::size_t> incidents;  ///< by state and priority
    std::map<std::string, std::size_t, std::less<>> open_incidents_by_host;
    std::map<incidents::Presence, std::size_t> hosts;
    std::uint64_t incidents_gone = 0;  ///< became breaches since the start: forget what was shown
    std::vector<Eta> etas;             ///< at most `etas_max`, soonest first
    static constexpr std::size_t etas_max = 200;

    std::vector<ScoredForecast> forecasts_open;  ///< by host, kind and component
    std::uint64_t forecasts_refused = 0;         ///< not followed, at their bound
    /// By kind and verdict, since the server started.
    std::map<std::pair<std::string, ForecastVerdict>, std::uint64_t> forecasts_scored;
    /// Never null. Shared, because it seldom changes.
    std::shared_ptr<const std::vector<incidents::ForecastAccuracy>> forecast_accuracy =
        std::make_shared<std::vector<incidents::ForecastAccuracy>>();

    /// Never null.
    incidents::SharedServiceMap services = std::make_shared<const incidents::ServiceMap>();

    [[nodiscard]] std::size_t open_incidents_of(std::string_view host) const {
        const auto found = open_incidents_by_host.find(host);
        return found == open_incidents_by_host.end() ? 0 : found->second;
    }
};

/// Where the engine's thread hangs out its newest status. Safe from any thread.
class StatusBoard {
public:
    void write(Status status) {
        auto fresh = std::make_shared<const Status>(std::move(status));
        const std::lock_guard lock{mutex_};
        status_ = std::move(fresh);
    }

    /// Shared, because a reader may still look at it while the next one is hung out.
    [[nodiscard]] std::shared_ptr<const Status> read() const {
        const std::lock_guard lock{mutex_};
        return status_;
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const Status> status_ = std::make_shared<const Status>();
};

}  // namespace foreshock::http
