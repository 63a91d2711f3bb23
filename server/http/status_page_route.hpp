#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "server/desk/ports.hpp"
#include "server/http/route.hpp"
#include "server/http/status_board.hpp"
#include "server/incidents/ports.hpp"
#include "server/reports/status_page.hpp"

namespace foreshock::http {

struct StatusPageSettings {
    bool enabled = true;
    std::string title = "Status";
    std::string base_url;  ///< for feeds; empty: they name this server by its path alone
};

struct StatusPageSources {
    const incidents::IncidentReader& reader;
    const desk::SuppressionStore& suppression;
    const StatusBoard& board;
    const Clock& clock;
};

/// /status in HTML, JSON, RSS and Atom, for anybody. Made anew at most every `fresh_for`, however
/// many ask, and at once when an incident became a breach. Borrows its sources for the life of its
/// routes; safe from any thread.
class StatusPageRoute {
public:
    static constexpr Duration fresh_for = std::chrono::seconds{10};
    static constexpr std::size_t incidents_max = 2000;  ///< of 90 days that are looked at

    StatusPageRoute(StatusPageSources from, StatusPageSettings settings)
        : from_(from), settings_(std::move(settings)) {}

    std::vector<Route> routes();

private:
    using Draw = std::function<Response(const reports::StatusPage&, std::string_view language)>;

    Route route(std::string_view pattern, Draw draw);
    Result<std::shared_ptr<const reports::StatusPage>> page();
    Result<std::vector<incidents::Incident>> incidents_since(TimePoint since) const;

    StatusPageSources from_;
    StatusPageSettings settings_;
    std::mutex mutex_;
    std::shared_ptr<const reports::StatusPage> page_;
    std::uint64_t incidents_gone_ = 0;  ///< when it was made
};

}  // namespace foreshock::http
