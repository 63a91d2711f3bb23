#pragma once

#include <optional>
#include <string>
#include <variant>

#include "server/incidents/handling.hpp"

namespace foreshock::incidents {

/// Nobody can go on for now: a part is ordered, a supplier looks at it. Needs an owner.
struct Pend {
    std::string reason;
    std::optional<TimePoint> wake_at;  ///< goes on by itself then; later than now
};

/// The wait is over.
struct Resume {};

/// Resolved, and not over: stays open until a person resolves it.
struct Reopen {
    std::string reason;
};

/// Resolved, and somebody says that it is well: closed without waiting for silence.
struct ConfirmClosed {
    std::string note;
};

/// Whoever declares it is its commander until somebody else is.
struct DeclareMajor {
    std::string reason;
};

struct GiveRole {
    std::string role;
    std::string holder;
};

struct EndMajor {
    std::string reason;
};

/// `kind` as this incident sees it: duplicate_of or child_of the other one.
struct MakeLink {
    LinkKind kind = LinkKind::duplicate_of;
    std::string other_id;
    std::string reason;
};

struct RemoveLink {
    std::string other_id;
    std::string reason;
};

/// How it stands, in a person's own words, for everybody who follows it.
struct GiveUpdate {
    std::string text;
};

/// What a person does to one incident, beyond taking, noting and resolving it.
struct PersonStep {
    TimePoint at;
    std::string incident_id, actor;
    std::variant<Pend, Resume, Reopen, ConfirmClosed, DeclareMajor, GiveRole, EndMajor, MakeLink,
                 RemoveLink, GiveUpdate>
        what;
};

}  // namespace foreshock::incidents
