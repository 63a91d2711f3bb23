#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/http/alert_board.hpp"
#include "server/incidents/ports.hpp"
#include "server/intake/foreign_alerts.hpp"

namespace foreshock::app {

/// The alerts of other systems, on their way from what is said of them to the store and to those
/// who read them. For one thread, but for its board.
class AlertBook {
public:
    explicit AlertBook(intake::ForeignAlertSettings settings) : alerts_(std::move(settings)) {}

    /// Begins anew from the store.
    Result<void> load(incidents::Ledger& ledger, TimePoint now);

    [[nodiscard]] intake::ForeignAlerts& alerts() { return alerts_; }

    /// The incident that has this alert, as far as is committed or in `draft`; empty when none.
    [[nodiscard]] std::string incident_of(const std::string& key,
                                          const std::vector<incidents::Incident>& draft) const;

    /// Adds to the commit what has changed since the last call.
    void write_changes(incidents::Commit& commit);

    /// Durable now: shows it.
    void committed(const incidents::Commit& commit);

    void note(const incidents::Incident& incident) { board_.note(incident); }

    [[nodiscard]] const http::AlertBoard& board() const { return board_; }

private:
    void show(const intake::ForeignAlerts::Shared& alert);

    intake::ForeignAlerts alerts_;
    intake::ForeignAlerts::Changed changed_;
    http::AlertBoard board_;
};

}  // namespace foreshock::app
