#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.hpp"
#include "server/http/ports.hpp"
#include "server/http/route.hpp"
#include "server/http/server_counters.hpp"
#include "server/intake/alertmanager_alert.hpp"
#include "server/intake/pagerduty_event.hpp"

namespace foreshock::http {

/// A sender of PagerDuty events that is known here.
struct PagerDutyIntegration {
    std::string name;
    std::string routing_key_sha256;  ///< 64 hex digits
};

/// How other systems say that something is wrong: POST /api/v2/alerts as to an Alertmanager, the
/// webhook of an Alertmanager, and PagerDuty's events. Each is answered once what it says is
/// durable. Borrows its collaborators; safe from any thread.
class AlertIntakeApi {
public:
    struct Collaborators {
        AlertSink& sink;
        const Clock& clock;
        ServerCounters& counters;
    };

    AlertIntakeApi(Collaborators with, intake::AlertLimits limits,
                   std::vector<PagerDutyIntegration> integrations)
        : with_(with), limits_(limits), integrations_(std::move(integrations)) {}

    std::vector<Route> routes();

private:
    using Take = void (AlertIntakeApi::*)(const Request&, const Responder&) const;

    Route route(std::string_view pattern, Audience audience, Take take);
    void take_alerts(const Request& request, const Responder& respond) const;
    void take_webhook(const Request& request, const Responder& respond) const;
    void take_event(const Request& request, const Responder& respond) const;
    void take_change(const Request& request, const Responder& respond) const;
    /// `refuse` puts an error into the form that the sender knows.
    void take_words(Result<intake::AlertWords> read, Response (*refuse)(const Error&),
                    const Responder& respond) const;
    void offer(ReceivedAlerts received, AlertsDone done) const;
    /// Null for a key that nobody was given.
    [[nodiscard]] const PagerDutyIntegration* integration_of(std::string_view routing_key) const;
    /// Null, and answered, for an event that is not taken.
    const PagerDutyIntegration* sender_of(const std::string& routing_key,
                                          intake::EventFaults faults,
                                          const Responder& respond) const;

    Collaborators with_;
    intake::AlertLimits limits_;
    std::vector<PagerDutyIntegration> integrations_;
};

}  // namespace foreshock::http
