#pragma once

#include <vector>

#include "server/http/event_api.hpp"
#include "server/http/forecast_api.hpp"
#include "server/http/handling_api.hpp"
#include "server/http/host_api.hpp"
#include "server/http/incident_api.hpp"
#include "server/http/metrics_route.hpp"
#include "server/http/page_route.hpp"
#include "server/http/report_route.hpp"

namespace foreshock::app {

/// What the resources work on; all must outlive them.
struct ApiSources {
    const incidents::IncidentReader& reader;
    const incidents::AgentRegistry& agents;
    const history::History& history;
    http::ReportSink& reports;
    http::CommandSink& commands;
    const http::StatusBoard& board;
    const http::RequestCounters& requests;
    http::ServerCounters& counters;
    http::EventHub& hub;
    const Clock& clock;
};

/// Every resource of the server. Its routes borrow it.
class Api {
public:
    Api(ApiSources from, wire::ReportLimits limits, http::PageRoute page,
        http::MetricsRoute metrics);

    [[nodiscard]] std::vector<http::Route> routes();

private:
    http::IncidentApi incidents_;
    http::HandlingApi handling_;
    http::HostApi hosts_;
    http::ForecastApi forecasts_;
    http::EventApi events_;
    http::ReportRoute reports_;
    http::MetricsRoute metrics_;
    http::PageRoute page_;
    const http::StatusBoard& board_;
};

}  // namespace foreshock::app
