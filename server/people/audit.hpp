#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"

namespace foreshock::people {

/// One act of a person, or of a program that acts for people: done or refused. Never changed.
struct AuditEntry {
    std::uint64_t sequence = 0;  ///< given by the log
    TimePoint at = {};
    std::string actor;    ///< who; "nobody" for a stranger
    std::string proof;    ///< how that was proven: an Identity::Proof, or "command_line"
    std::string address;  ///< from where; empty for a program on the server itself
    std::string action;   ///< "person.add", "session.open", "POST /api/v1/incidents/{id}/notes"
    std::string object;   ///< what it was done to: a name, a path
    std::string outcome;  ///< "done", or why not: "refused", "invalid" …
    std::string detail;   ///< one line; never a secret

    bool operator==(const AuditEntry&) const = default;
};

struct AuditQuery {
    std::string actor;   ///< empty: anybody
    std::string action;  ///< begins so; empty: any
    std::string object;  ///< exactly; empty: any
    std::optional<TimePoint> since;
    std::optional<TimePoint> until;
    /// Not empty: acts on these breaches only, each by one of its names. Empty: all acts but those
    /// on breaches, which only their own responders see.
    std::vector<std::string> breach = {};
    std::uint64_t before = 0;  ///< a sequence: only older ones; 0: from the newest
    std::size_t limit = 100;   ///< 1 to 1000
};

}  // namespace foreshock::people
