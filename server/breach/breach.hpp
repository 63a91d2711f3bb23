#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::breach {

/// The supervisory authority is told within 72 hours after having become aware of a breach of
/// personal data, or it is on record why not (GDPR Article 33(1)).
constexpr Duration authority_within = std::chrono::hours{72};
/// So long before the end of that time its responders are reminded, each once.
constexpr Duration reminders_before[] = {std::chrono::hours{48}, std::chrono::hours{24},
                                         std::chrono::hours{6}};

constexpr std::size_t evidence_max = 500;
constexpr std::size_t signs_max = 200;
constexpr std::size_t named_max = 100;
constexpr std::size_t lines_max = 5000;
constexpr std::size_t origin_lines_max = 3000;  ///< of an incident that became one
constexpr std::size_t words_bytes_max = 10'000;
constexpr std::size_t name_bytes_max = 300;

enum class State : std::uint8_t { open, contained, closed };

/// What has to be done, from Article 33 and 34 and common practice.
struct Item {
    std::string code;  ///< never changes: "contain"
    std::string text;
    std::optional<TimePoint> done_at = std::nullopt;
    std::string done_by = {};
    std::string note = {};

    bool operator==(const Item&) const = default;
};

/// Something that is kept, elsewhere, and must not change: its SHA-256 says whether it did.
struct Evidence {
    std::string id;  ///< "ev-1", "ev-2" …
    std::string name;
    std::string sha256;  ///< 64 hex digits
    std::uint64_t bytes = 0;
    std::string location;  ///< where it is kept
    std::string added_by;
    TimePoint added_at;

    bool operator==(const Evidence&) const = default;
};

/// A symptom that belongs to it.
struct Sign {
    std::string fingerprint;  ///< of host, kind and component
    std::string kind;
    std::string host;
    std::string component;
    std::string sentence;
    TimePoint first_at;
    TimePoint last_at;

    bool operator==(const Sign&) const = default;
};

/// How the duty to tell the authority was met: told, or why not.
struct Notice {
    TimePoint at;
    std::string by;
    bool told = false;      ///< false: it was decided that there is no duty
    std::string words;      ///< the authority and its reference, or the reason
    bool is_whole = false;  ///< false: more follows in phases (Article 33(4))

    bool operator==(const Notice&) const = default;
};

/// What Article 33(3) and (5) want on record.
struct Record {
    std::string facts;
    std::string effects;
    std::string measures;
    std::uint64_t people_affected = 0;  ///< approximately; 0: unknown

    bool operator==(const Record&) const = default;
};

struct Line {
    TimePoint at;
    std::string actor;
    std::string kind;  ///< "raised", "noted", "evidence_added" …
    std::string text;

    bool operator==(const Line&) const = default;
};

/// A breach of security: seen by its responders and nobody else, and never over by itself.
struct Breach {
    std::string id;            ///< "br-" and 16 hex digits
    std::uint64_t number = 0;  ///< 1, 2 … for people: BR-000001
    std::uint64_t revision = 0;
    std::string title;
    std::string words;
    State state = State::open;
    std::string raised_by;  ///< a person, or "engine" for the rule
    TimePoint raised_at;
    TimePoint aware_at;              ///< when the clock of the authority began
    std::string incident_id;         ///< that it was before; empty: none
    std::string incident_reference;  ///< "INC-000042"
    std::string owner;
    std::vector<std::string> named;  ///< people who see it besides the configured responders
    std::vector<Sign> signs;
    std::uint64_t signs_beyond = 0;  ///< those that signs_max left out
    std::vector<Item> checklist;
    std::vector<Evidence> evidence;
    std::vector<Notice> notices;
    Record record;
    std::vector<Line> timeline;
    std::size_t reminders_sent = 0;
    bool overdue_told = false;
    std::optional<TimePoint> closed_at;

    bool operator==(const Breach&) const = default;

    [[nodiscard]] TimePoint authority_due_at() const { return aware_at + authority_within; }

    /// The authority was told, or it is on record why not.
    [[nodiscard]] bool is_notice_settled() const { return !notices.empty(); }
};

/// "BR-000001"
std::string reference_of(const Breach& breach);

std::string_view to_string(State state);
Result<State> parse_state(std::string_view text);

/// The checklist that every breach begins with.
std::vector<Item> standard_checklist();

}  // namespace foreshock::breach
