#pragma once

#include <string>
#include <vector>

#include "core/clock.hpp"
#include "server/http/alert_board.hpp"
#include "server/http/route.hpp"

namespace foreshock::http {

/// What Alertmanager's clients read: /api/v2/alerts, alerts/groups, receivers and status. Groups
/// are incidents. Borrows its collaborators; safe from any thread.
class AlertApi {
public:
    struct Sources {
        const AlertBoard& board;
        const Clock& clock;
        std::string version;
        TimePoint started_at;
    };

    /// Shown as the end of what fires without one, from now on.
    static constexpr Duration shown_for = std::chrono::minutes{5};

    explicit AlertApi(Sources from) : from_(std::move(from)) {}

    std::vector<Route> routes();

private:
    [[nodiscard]] Response list(const Request& request) const;
    [[nodiscard]] Response groups(const Request& request) const;
    [[nodiscard]] Response status() const;

    Sources from_;
};

}  // namespace foreshock::http
