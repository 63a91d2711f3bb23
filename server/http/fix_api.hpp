#pragma once

#include <vector>

#include "core/clock.hpp"
#include "server/http/idempotency.hpp"
#include "server/http/ports.hpp"
#include "server/http/route.hpp"
#include "server/incidents/diagnosis_ports.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// /api/v1/incidents/{id}/fixes: the steps of a known error that the incident's card offers are
/// written into its work log. not_found for an unknown known error, conflict for one that is not
/// offered there. Borrows its collaborators for the life of its routes; safe from any thread.
class FixApi {
public:
    FixApi(const incidents::IncidentReader& reader, const incidents::DiagnosisReader& diagnosis,
           CommandSink& commands, const Clock& clock)
        : reader_(reader), diagnosis_(diagnosis), commands_(commands), clock_(clock) {}

    static constexpr std::size_t body_bytes_max = 4 << 10;

    std::vector<Route> routes();

private:
    void apply(const Request& request, const std::string& id, const Responder& respond);
    [[nodiscard]] Result<incidents::KnownError> offered(const incidents::Incident& incident,
                                                        std::string_view id) const;

    const incidents::IncidentReader& reader_;
    const incidents::DiagnosisReader& diagnosis_;
    CommandSink& commands_;
    const Clock& clock_;
    IdempotencyMemory idempotency_;
};

}  // namespace foreshock::http
