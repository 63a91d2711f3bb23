#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/http/alert_board.hpp"
#include "server/http/ports.hpp"
#include "server/http/server_counters.hpp"
#include "server/incidents/ports.hpp"
#include "server/intake/foreign_alerts.hpp"

namespace foreshock::app {

/// The alerts of other systems, on their way from what is said of them to the store and to those
/// who read them. For one thread, but for its board.
class AlertBook {
public:
    /// Is what an alert says kept apart from incidents? Then nobody is shown the alert either.
    using IsApart = std::function<bool(const Subject& subject, const std::string& kind)>;

    explicit AlertBook(intake::ForeignAlertSettings settings, IsApart is_apart = {})
        : alerts_(std::move(settings)), is_apart_(std::move(is_apart)) {}

    /// Begins anew from the store.
    Result<void> load(incidents::Ledger& ledger, TimePoint now);

    [[nodiscard]] intake::ForeignAlerts& alerts() { return alerts_; }

    /// What is said is heard at a moment, by an engine, on top of what a batch has made so far.
    struct Hearing {
        TimePoint now;
        /// Gives the engine one input; an error is the engine's, and has changed nothing.
        std::function<Result<void>(incidents::Input&&)> tell;
        const std::vector<incidents::Incident>& draft;
    };

    /// Takes in alerts and acknowledgements. An error when some alert was not taken, at its bound
    /// or the engine's: all others were, and saying everything again is right.
    Result<void> hear(http::ReceivedAlerts said, const Hearing& hearing,
                      http::ServerCounters& counters);

    /// Adds to the commit what has changed since the last call.
    void write_changes(incidents::Commit& commit);

    /// Durable now: shows it.
    void committed(const incidents::Commit& commit);

    void note(const incidents::Incident& incident) { board_.note(incident); }

    /// It is kept elsewhere from now on, and so are the alerts that it spoke of.
    void forget(const incidents::Incident& incident);

    [[nodiscard]] const http::AlertBoard& board() const { return board_; }

private:
    Result<void> hear(intake::AlertWord&& word, const Hearing& hearing,
                      http::ServerCounters& counters);
    [[nodiscard]] std::string incident_of(const std::string& key,
                                          const std::vector<incidents::Incident>& draft) const;
    void show(const intake::ForeignAlerts::Shared& alert);

    intake::ForeignAlerts alerts_;
    IsApart is_apart_;
    intake::ForeignAlerts::Changed changed_;
    http::AlertBoard board_;
};

}  // namespace foreshock::app
