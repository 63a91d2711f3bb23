#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "server/incidents/care.hpp"

namespace foreshock::incidents {

/// How one incident stands to another. Each link is known on both sides.
enum class LinkKind : std::uint8_t { duplicate_of, duplicated_by, child_of, parent_of };

struct IncidentLink {
    LinkKind kind = LinkKind::duplicate_of;
    std::string incident_id;
    std::uint64_t number = 0;
    std::string linked_by;
    TimePoint linked_at;
};

/// Why nobody works on it for now, and when that ends by itself.
struct Waiting {
    std::string reason;
    TimePoint since;
    std::optional<TimePoint> wake_at;
};

struct MajorRole {
    std::string name;  ///< one of `major_roles`
    std::string holder;
    TimePoint given_at;
};

/// A major incident is led: by people in roles. One that ended stays on record.
struct Major {
    TimePoint declared_at;
    std::string declared_by;  ///< "engine" for the policy
    std::string reason;
    std::optional<TimePoint> ended_at;
    std::vector<MajorRole> roles;  ///< each at most once
};

/// One step of a known fix.
struct FixStep {
    std::string type;  ///< one of `step_types`
    std::string text;

    bool operator==(const FixStep&) const = default;
};

/// The fix of a known error whose steps were written into the work log.
struct AppliedFix {
    std::string known_error;  ///< its id
    std::string title;
    std::string applied_by;
    TimePoint applied_at;
    std::optional<bool> worked;  ///< none until the incident is resolved
};

/// What people arranged around an incident, and what keeps words about it few.
struct Handling {
    static constexpr std::size_t links_max = 50;
    static constexpr std::size_t returns_max = 8;
    static constexpr std::size_t fixes_max = 20;

    std::optional<Waiting> waiting;  ///< while it is pending
    std::optional<Major> major;
    std::vector<IncidentLink> links;  ///< at most links_max
    std::string held_open_by;         ///< who reopened it by hand: it does not resolve by itself
    std::vector<TimePoint> returns;   ///< when it was reopened, oldest first, the newest 8
    std::vector<AppliedFix> fixes;    ///< in the order of their application, at most fixes_max
    Care care;
    TimeSpent spent;
    std::optional<TimePoint> first_response_at;  ///< the first words of a person about it
    std::string first_response_by;
    std::optional<TimePoint> occurred_at;      ///< when the disruption itself was first seen
    std::optional<TimePoint> owner_active_at;  ///< when its owner last did anything to it
};

std::string_view to_string(LinkKind kind);
Result<LinkKind> parse_link_kind(std::string_view text);
/// The same link as the other side sees it.
LinkKind other_side(LinkKind kind);

}  // namespace foreshock::incidents
