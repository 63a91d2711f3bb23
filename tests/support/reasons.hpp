#pragma once

#include <catch2/catch.hpp>

#include "server/incidents/engine.hpp"

namespace foreshock::incidents::test {

inline void require_reasons(const std::vector<Reason>& reasons) {
    REQUIRE_FALSE(reasons.empty());
    for (const Reason& reason : reasons) {
        REQUIRE_FALSE(reason.code.empty());
        // Enumerated: it is read by programs.
        REQUIRE(reason.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") ==
                std::string::npos);
        REQUIRE_FALSE(reason.text.empty());
    }
}

/// What an incident decides says why: priority (impact, urgency and the matrix), category, and
/// each symptom's place in it.
inline void require_reasons(const Incident& incident) {
    require_reasons(incident.priority.reasons);
    const auto count = [&](std::string_view beginning) {
        return std::count_if(
            incident.priority.reasons.begin(), incident.priority.reasons.end(),
            [&](const Reason& reason) { return reason.code.starts_with(beginning); });
    };
    REQUIRE(count("impact.") >= 1);
    REQUIRE(count("urgency.") >= 1);
    REQUIRE(count("matrix") == 1);
    require_reasons(incident.category_reasons);
    for (const IncidentSymptom& known : incident.symptoms)
        require_reasons(known.joined_because);
}

inline void require_reasons(const Changes& changes) {
    for (const Incident& incident : changes.incidents)
        require_reasons(incident);
    for (const Event& event : changes.events)
        require_reasons(std::vector{event.reason});
}

}  // namespace foreshock::incidents::test
