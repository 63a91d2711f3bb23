#pragma once

#include <vector>

#include "core/clock.hpp"
#include "server/http/agent_certificates.hpp"
#include "server/http/impostor_log.hpp"
#include "server/http/ports.hpp"
#include "server/http/route.hpp"
#include "server/http/server_counters.hpp"
#include "server/http/witness_board.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// POST /api/v1/agent/reports: knows the agent by its certificate or token, decodes, hands over,
/// and answers once the report is durable: {"acked":7}, and in "look_at" the hosts that the agent
/// is asked to look at: [{"host":"ID","addresses":["10.0.0.5"]}]. Borrows its collaborators; safe
/// from any thread.
class ReportRoute {
public:
    struct Collaborators {
        const incidents::AgentRegistry& registry;
        ReportSink& sink;
        const Clock& clock;
        ServerCounters& counters;
        const AgentCertificates* certificates = nullptr;  ///< null: tokens only
        ImpostorLog* impostors = nullptr;                 ///< null: they are only counted
        const WitnessBoard* witnesses = nullptr;          ///< null: no agent is asked anything
    };

    explicit ReportRoute(Collaborators with, wire::ReportLimits limits = {})
        : with_(with), limits_(limits) {}

    static constexpr std::string_view content_type = "application/x-foreshock-report";

    std::vector<Route> routes();

private:
    void take(const Request& request, const Responder& respond) const;
    [[nodiscard]] std::string questions_for(const std::string& agent) const;
    [[nodiscard]] Result<std::string> agent_of(const Request& request) const;
    [[nodiscard]] Response refused(const Error& error) const;
    [[nodiscard]] Response impersonated(const Request& request, const std::string& agent,
                                        const wire::Report& report) const;

    Collaborators with_;
    wire::ReportLimits limits_;
};

}  // namespace foreshock::http
