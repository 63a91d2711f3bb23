#pragma once

#include <vector>

#include "core/clock.hpp"
#include "server/http/ports.hpp"
#include "server/http/route.hpp"
#include "server/http/server_counters.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// POST /api/v1/agent/reports: knows the agent by its token, decodes, hands over, and answers once
/// the report is durable. Borrows its collaborators; safe from any thread.
class ReportRoute {
public:
    struct Collaborators {
        const incidents::AgentRegistry& registry;
        ReportSink& sink;
        const Clock& clock;
        ServerCounters& counters;
    };

    explicit ReportRoute(Collaborators with, wire::ReportLimits limits = {})
        : with_(with), limits_(limits) {}

    static constexpr std::string_view content_type = "application/x-foreshock-report";

    std::vector<Route> routes();

private:
    void take(const Request& request, const Responder& respond) const;
    [[nodiscard]] Response refused(const Error& error) const;

    Collaborators with_;
    wire::ReportLimits limits_;
};

}  // namespace foreshock::http
