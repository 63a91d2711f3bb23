#pragma once

#include <vector>

#include "core/clock.hpp"
#include "server/http/route.hpp"
#include "server/http/status_board.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// /api/v1/services: the catalogue, how each service fares, and who depends on whom. Borrows its
/// collaborators for the life of its routes; safe from any thread.
class ServiceApi {
public:
    /// Open incidents that states are made of, the gravest first.
    static constexpr std::size_t incidents_max = 2000;

    ServiceApi(const incidents::IncidentReader& reader, const StatusBoard& board,
               const Clock& clock)
        : reader_(reader), board_(board), clock_(clock) {}

    std::vector<Route> routes();

private:
    [[nodiscard]] Response list() const;
    [[nodiscard]] Response show(std::string_view name) const;
    [[nodiscard]] Result<std::vector<incidents::Incident>> open_incidents() const;

    const incidents::IncidentReader& reader_;
    const StatusBoard& board_;
    const Clock& clock_;
};

}  // namespace foreshock::http
