#pragma once

#include <string>
#include <vector>

#include "server/desk/standing.hpp"
#include "server/incidents/incident.hpp"

namespace foreshock::render {

/// Silences and windows as the API shows them. Pure; never fails, as incident_json.hpp says.
std::string silence_json(const desk::Silence& silence, TimePoint now);

/// With the open or next occurrences, at most `occurrences` of them.
std::string window_json(const desk::ReadyWindow& ready, TimePoint now, std::size_t occurrences);

/// What a silence or window would hide, as it was looked up.
struct SuppressionPreview {
    static constexpr std::size_t shown_max = 100;

    std::vector<incidents::Incident> whole;   ///< would not be told at all
    std::vector<incidents::Incident> partly;  ///< some symptoms would be hidden, not all
    std::size_t symptom_count = 0;            ///< that would be hidden
    std::size_t looked_at = 0;                ///< open incidents that were tried
    bool is_complete = true;                  ///< false: there were more open ones
    std::vector<desk::WindowSpan> occurrences;
};

std::string preview_json(const std::vector<desk::Matcher>& matchers,
                         const SuppressionPreview& preview);

}  // namespace foreshock::render
