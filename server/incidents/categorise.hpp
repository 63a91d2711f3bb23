#pragma once

#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

inline constexpr std::string_view uncategorised = "uncategorised";

struct Category {
    std::string category;
    std::string subcategory;
    Reason reason;
};

/// The category of the symptom that began it, which the pack gave; `uncategorised` when no symptom
/// has any. A category once known stays: people route by it.
Category categorise(const Incident& incident);

}  // namespace foreshock::incidents
