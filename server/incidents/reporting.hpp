#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"
#include "server/incidents/reason.hpp"

namespace foreshock::incidents {

/// What came of asking the reporter whether it is well again.
enum class Confirmation : std::uint8_t { not_asked, asked, confirmed, not_fixed };

/// What a user told the desk, as the incident knows it. The verbatim original is the store's.
struct IncidentReport {
    static constexpr std::size_t words_bytes_max = 1000;

    std::string id;  ///< "rep-" and 16 hex digits
    TimePoint received_at;
    std::string reporter;         ///< name; may be empty
    std::string contact;          ///< a mail address, or how else to reach them; may be empty
    std::string channel;          ///< by which it came: "form", "api", "mail", "phone" …
    std::string language = "en";  ///< of what is written to them
    std::string host;             ///< what it is about; may be empty, as `service`
    std::string service;
    std::string category;  ///< by its words; may be empty
    std::string words;     ///< the first words_bytes_max bytes
    std::vector<Reason> joined_because = {};
    Confirmation confirmation = Confirmation::not_asked;
    int satisfaction = 0;  ///< 1 to 5; 0: not said

    bool operator==(const IncidentReport&) const = default;
};

/// A question of the first line, answered.
struct QuestionAnswer {
    std::string question;
    std::string answer;
    std::string answered_by;
    TimePoint answered_at;

    bool operator==(const QuestionAnswer&) const = default;
};

/// How it ended, in the words of whoever closed the case.
struct Closure {
    std::string code;  ///< one of closure_codes
    std::string cause;
    std::string fix;
    std::string recorded_by;
    TimePoint recorded_at;
    std::string hypothesis = {};  ///< id of the accepted one that is the cause; may be empty

    bool operator==(const Closure&) const = default;
};

inline constexpr std::array<std::string_view, 8> closure_codes{
    "fixed",      "workaround", "recovered_by_itself", "no_fault_found",
    "user_error", "duplicate",  "not_reproducible",    "wont_fix"};

/// What passed between the desk and those who reported an incident.
struct Reporting {
    static constexpr std::size_t reports_max = 200;
    static constexpr std::size_t answers_max = 50;

    std::vector<IncidentReport> reports;         ///< in the order in which they joined
    std::uint64_t reports_beyond = 0;            ///< joined beyond reports_max: counted
    bool began_it = false;                       ///< a user knew before any detector
    std::optional<TimePoint> first_answered_at;  ///< by a person, with words
    std::vector<QuestionAnswer> answers;         ///< each question once
    std::optional<Closure> closure;
    std::string public_words;  ///< what the status page says of it; may be empty

    [[nodiscard]] IncidentReport* find(std::string_view report_id);
    [[nodiscard]] const IncidentReport* find(std::string_view report_id) const;
    /// Everybody who was asked whether it is well said so; false when nobody was asked.
    [[nodiscard]] bool is_confirmed_by_all() const;
};

std::string_view to_string(Confirmation confirmation);
Result<Confirmation> parse_confirmation(std::string_view text);

}  // namespace foreshock::incidents
