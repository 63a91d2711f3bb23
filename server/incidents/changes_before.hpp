#pragma once

#include <string>
#include <vector>

#include "server/incidents/host.hpp"
#include "server/incidents/incident.hpp"

namespace foreshock::incidents {

/// A fact that changed on hosts of an incident before it began.
struct HostChange {
    TimePoint at;  ///< where it was first
    std::string fact;
    std::string from;
    std::string to;
    std::vector<std::string> hosts;  ///< by name, each once

    bool operator==(const HostChange&) const = default;
};

/// How far before the first sign a change counts, and how long after it one may still be noticed
/// that came before: facts are asked once a minute, and clocks differ.
constexpr Duration changes_span = std::chrono::hours{24};
constexpr Duration changes_noticed_late = std::chrono::minutes{2};
constexpr std::size_t changes_shown_max = 50;

/// Of those hosts that the incident touches; the same change on many is one. Nearest to the first
/// sign first, at most `changes_shown_max`.
std::vector<HostChange> changes_before(const Incident& incident, const std::vector<Host>& hosts);

/// "package.nginx: 1.22 → 1.24".
std::string describe_change(const HostChange& change);

/// Do the words of a change name what a symptom is about? Such as "package.postgresql-15" and
/// "process postgres". Words of four letters or more; general ones ("process") do not count.
bool names(const HostChange& change, const Symptom& symptom);

}  // namespace foreshock::incidents
