#pragma once

#include <vector>

#include "core/clock.hpp"
#include "server/http/route.hpp"
#include "server/incidents/diagnosis_ports.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// /api/v1/known-errors: fixes bound to what incidents look like, and how they did. Borrows its
/// collaborators for the life of its routes; safe from any thread.
class KnownErrorApi {
public:
    KnownErrorApi(incidents::KnownErrors& known_errors, const incidents::IncidentReader& reader,
                  const Clock& clock)
        : known_errors_(known_errors), reader_(reader), clock_(clock) {}

    static constexpr std::size_t body_bytes_max = 64 << 10;

    std::vector<Route> routes();

private:
    [[nodiscard]] Response list() const;
    Response put(const Request& request);
    Response remove(const Request& request, const std::string& id);
    Response record(const Request& request, const std::string& id);
    [[nodiscard]] Response show(std::string_view id) const;

    incidents::KnownErrors& known_errors_;
    const incidents::IncidentReader& reader_;
    const Clock& clock_;
};

}  // namespace foreshock::http
