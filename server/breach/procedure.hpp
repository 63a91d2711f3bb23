#pragma once

#include <variant>

#include "server/breach/breach.hpp"

namespace foreshock::breach {

// What people do. Each leaves one line on the timeline.

struct Note {
    std::string text;
};

/// Becomes the one who leads it.
struct TakeOver {};

/// `person` sees it from now on.
struct NamePerson {
    std::string person;
};

/// … no longer, unless the configuration says so.
struct UnnamePerson {
    std::string person;
};

struct TickItem {
    std::string code;
    std::string note;
};

struct AddEvidence {
    std::string name;
    std::string sha256;
    std::uint64_t bytes = 0;
    std::string location;
};

struct GiveNotice {
    bool told = true;
    std::string words;
    bool is_whole = false;
};

struct PutOnRecord {
    Record record;
};

struct Contain {
    std::string text;
};

struct Reopen {
    std::string reason;
};

struct Close {
    std::string text;
};

using Act = std::variant<Note, TakeOver, NamePerson, UnnamePerson, TickItem, AddEvidence,
                         GiveNotice, PutOnRecord, Contain, Reopen, Close>;

/// The incident that a breach was, as it is taken over.
struct Origin {
    std::string incident_id;
    std::string reference;    ///< "INC-000042"
    std::vector<Sign> signs;  ///< beyond signs_max they are counted
    std::vector<Line>
        lines;           ///< of its timeline; of more than origin_lines_max the newest are kept
    std::string told;    ///< what the world was told of it, in words; empty: nothing
    std::string record;  ///< the whole of it, as it was; its digest becomes evidence
    std::string record_sha256;
};

/// Somebody says that there is one.
struct Raising {
    std::string title;
    std::string words;
    std::string actor;
    TimePoint at;
    std::optional<TimePoint> aware_at = std::nullopt;  ///< not said: now; never later than that
    std::optional<Origin> origin = std::nullopt;
};

/// invalid for words that are missing or too long, and for an awareness in the future.
Result<Breach> raise(const Raising& raising, std::uint64_t number);

/// A security symptom that no open breach explains raises one by itself.
Breach raise_by_rule(const Sign& sign, std::uint64_t number);

/// Does the sign belong to it? The same host or the same kind, while it is not closed.
bool belongs_to(const Sign& sign, const Breach& breach);

/// Again or new; beyond signs_max it is counted. True when the timeline has a line of it.
bool take_sign(Breach& breach, const Sign& sign);

/// invalid for what is said wrongly, conflict for what its state does not allow, not_found for an
/// item that the checklist has not, too_large at a bound. An error changes nothing. To close it,
/// the checklist must be done and the duty to tell the authority settled: time closes nothing.
Result<void> apply(Breach& breach, const Act& act, const std::string& actor, TimePoint now);

/// What the clock of the authority has to say at `now`: the words, which are on the timeline then
/// and are said once each; nothing when there is nothing to say.
std::optional<std::string> advance(Breach& breach, TimePoint now);

/// Who may know of it: the configured responders, and those whom it names.
bool may_see(const Breach& breach, std::string_view person,
             const std::vector<std::string>& responders);

}  // namespace foreshock::breach
