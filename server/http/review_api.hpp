#pragma once

#include <vector>

#include "core/clock.hpp"
#include "server/http/route.hpp"
#include "server/incidents/diagnosis_ports.hpp"
#include "server/incidents/near_miss.hpp"
#include "server/incidents/ports.hpp"

namespace foreshock::http {

/// What is looked at afterwards: the review record of an incident, and the ledger of near misses.
/// Borrows its collaborators for the life of its routes; safe from any thread.
class ReviewApi {
public:
    ReviewApi(const incidents::IncidentReader& reader, const incidents::DiagnosisReader& diagnosis,
              const incidents::NearMisses& near_misses, const Clock& clock)
        : reader_(reader), diagnosis_(diagnosis), near_misses_(near_misses), clock_(clock) {}

    std::vector<Route> routes();

private:
    [[nodiscard]] Response review(const Request& request, std::string_view id) const;
    [[nodiscard]] Response near_misses(const Request& request) const;

    const incidents::IncidentReader& reader_;
    const incidents::DiagnosisReader& diagnosis_;
    const incidents::NearMisses& near_misses_;
    const Clock& clock_;
};

}  // namespace foreshock::http
