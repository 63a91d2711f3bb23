#pragma once

#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

inline constexpr std::string_view uncategorised = "uncategorised";

struct Category {
    std::string category;
    std::string subcategory;
    Reason reason;
};

/// "storage/space", or "storage" without a subcategory.
std::string category_path(std::string_view category, std::string_view subcategory);

/// Lower-case letters, digits and underscores, a letter first, at most 64.
bool is_category_name(std::string_view text);

/// The category of the symptom that began it, which the pack gave; `uncategorised` when no symptom
/// has any. A category once known stays: people route by it. Only a
/// person puts it elsewhere (CorrectCategory).
Category categorise(const Incident& incident);

}  // namespace foreshock::incidents
