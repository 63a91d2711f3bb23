#pragma once

#include "server/desk/matcher.hpp"
#include "server/incidents/ports.hpp"
#include "server/render/suppression_json.hpp"

namespace foreshock::http {

/// Open incidents that a preview looks at; the most urgent ones when there are more.
constexpr std::size_t preview_incidents_max = 2000;

/// What these would hide of what is open now, with these services (null: none); occurrences are
/// the caller's. An incident that is
/// not told because of others counts like any. Errors are the reader's.
Result<render::SuppressionPreview> preview_hidden(const incidents::IncidentReader& reader,
                                                  const desk::MatcherSet& matchers,
                                                  const incidents::ServiceMap* services);

}  // namespace foreshock::http
