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

/// Words to those who reported it; empty `report_id`: to all of them.
struct AnswerReporter {
    std::string text;
    std::string report_id = {};
};

/// Words of one who reported it.
struct HearReporter {
    std::string report_id;
    std::string text;
};

struct ReporterConfirms {
    std::string report_id;
    int satisfaction = 0;  ///< 1 to 5; 0: not said
    std::string text = {};
};

struct ReporterRejects {
    std::string report_id;
    std::string text;
};

/// What was said to a question of the first line.
struct NoteAnswer {
    std::string question;
    std::string answer;
};

/// How it ended, for the record.
struct RecordClosure {
    std::string code;
    std::string cause;
    std::string fix;
};

/// What the status page may say of it.
struct PublishWords {
    std::string text;
};

/// What a person does to one incident, beyond taking, noting and resolving it.
struct PersonStep {
    TimePoint at;
    std::string incident_id, actor;
    std::variant<Pend, Resume, Reopen, ConfirmClosed, DeclareMajor, GiveRole, EndMajor, MakeLink,
                 RemoveLink, AnswerReporter, HearReporter, ReporterConfirms, ReporterRejects,
                 NoteAnswer, RecordClosure, PublishWords>
        what;
};

}  // namespace foreshock::incidents
