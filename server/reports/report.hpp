#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

/// What users tell the desk: pure values and rules, no clock, no I/O, no lock.
namespace foreshock::reports {

/// `unsure` waits for the first line to decide.
enum class Intent : std::uint8_t { incident, request, unsure };

/// Where a request stands. `none` for what is no request.
enum class RequestState : std::uint8_t { none, open, assigned, done, forwarded };

struct Reporter {
    std::string name;
    std::string contact;          ///< a mail address, or how else to reach them
    std::string language = "en";  ///< "en" or "th"

    bool operator==(const Reporter&) const = default;
};

/// What the text model said, and what a person said of that.
struct TriageRecord {
    Intent intent = Intent::unsure;
    double confidence = 0;
    std::string category;  ///< may be "uncategorised"
    double category_confidence = 0;
    std::vector<std::string> clues;  ///< the words that spoke loudest, for either
    std::string decided_by;          ///< a person; empty while only the model spoke
    std::optional<TimePoint> decided_at;

    bool operator==(const TriageRecord&) const = default;
};

struct RequestRecord {
    RequestState state = RequestState::none;
    std::string assignee;
    std::string note;  ///< of whoever did it
    std::optional<TimePoint> done_at;

    bool operator==(const RequestRecord&) const = default;
};

/// What a user told the desk: the whole of it, as it is kept.
struct Report {
    static constexpr std::size_t text_bytes_max = 64 << 10;
    static constexpr std::size_t original_bytes_max = 256 << 10;

    std::string id;  ///< "rep-" and 16 hex digits
    TimePoint received_at;
    std::string channel;  ///< "form", "api", "mail", "phone", "chat", "walk_in"
    Reporter reporter;
    std::string logged_by;  ///< who wrote it down on the reporter's behalf; empty: they did
    std::string host;       ///< what it is about; may be empty, as `service`
    std::string service;
    std::string subject;                        ///< may be empty
    std::string text;                           ///< in plain words, without what a mail quotes
    std::string original;                       ///< verbatim, as it came
    std::vector<std::string> attachments = {};  ///< "screen.png, image/png, 12345 bytes": not kept
    TriageRecord triage = {};
    RequestRecord request = {};
    bool is_answerable = true;     ///< by a machine: not what came through a list
    std::string incident_id = {};  ///< that it joined; empty: none yet
    bool is_kept_apart = false;    ///< that became a breach: no list of reports has it any more
    std::string once = {};  ///< the same text is the same report: a Message-ID, a client's key

    bool operator==(const Report&) const = default;
};

/// The subject and the text, as the text model and people read it.
std::string words_of(const Report& report);

/// At most `bytes_max` of the text, no letter of UTF-8 cut in two.
std::string clipped(std::string_view text, std::size_t bytes_max);

/// "th" when Thai letters are in the text, else "en".
std::string language_of(std::string_view text);

std::string_view to_string(Intent intent);
std::string_view to_string(RequestState state);
Result<Intent> parse_intent(std::string_view text);
Result<RequestState> parse_request_state(std::string_view text);

}  // namespace foreshock::reports
