#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

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

/// It gets another owner. What is left empty follows from the rest: the team from the person or
/// the tier, the tier from the team; without a person the team has it.
struct Transfer {
    enum class Kind : std::uint8_t {
        assign,     ///< somebody is to take it, within the tier
        escalate,   ///< to a higher tier
        hand_over,  ///< to somebody else, of the same tier or a lower one
    };

    Kind kind = Kind::assign;
    std::string reason;  ///< one of `transfer_reasons`
    std::string note;    ///< what the next one must know; needed but for an assignment
    std::optional<people::Tier> tier;
    std::string team;
    std::string person;
};

/// A conference is opened. Without an address the configured way makes one.
struct OpenBridge {
    std::string reason;
    std::string url;                        ///< https:// or http://; may be empty
    std::vector<std::string> invited = {};  ///< filled in by server/oncall
    bool invites_reporters = false;         ///< by a letter to each
};

/// The conference that was asked for is there.
struct BridgeReady {
    std::string url;
};

struct JoinBridge {};

struct EndBridge {};

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

/// What somebody did about it, for the work log.
struct RecordStep {
    std::string type;  ///< one of `step_types`
    std::string text;
    std::string outcome = {};
};

inline constexpr std::array<std::string_view, 4> step_types{"checked", "changed", "communicated",
                                                            "escalated"};

/// The fix of a known error is followed: its steps go into the work log, marked as its own. Whether
/// it worked is settled when the incident is resolved.
struct ApplyFix {
    std::string known_error;  ///< its id
    std::string title;
    std::vector<FixStep> steps;  ///< not empty
};

/// How it ended, for the record.
struct RecordClosure {
    std::string code;
    std::string cause;  ///< may be empty: then it is what the hypothesis says
    std::string fix;
    std::string hypothesis = {};  ///< id of the accepted one; may be empty
};

/// It belongs elsewhere than the pack, or the words of a report, put it.
struct CorrectCategory {
    std::string category;
    std::string subcategory;  ///< may be empty
    std::string reason;
};

/// What the status page may say of it.
struct PublishWords {
    std::string text;
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
                 RemoveLink, AnswerReporter, HearReporter, ReporterConfirms, ReporterRejects,
                 NoteAnswer, RecordStep, ApplyFix, RecordClosure, CorrectCategory, PublishWords,
                 GiveUpdate, Transfer, OpenBridge, BridgeReady, JoinBridge, EndBridge>
        what;
};

}  // namespace foreshock::incidents
