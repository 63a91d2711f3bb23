#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

/// What the desk writes to those who reported something, in their language.
namespace foreshock::reports {

enum class Occasion : std::uint8_t {
    opened,            ///< the report opened an incident
    joined,            ///< it is known already: the report joined it
    waits,             ///< a person will look what it is
    request_received,  ///< it is a request
    answered,          ///< words of a person at the desk
    resolved,          ///< and the question whether it is well
    reopened,
    closed,
    request_done,
    conference,  ///< they may join one
};

struct LetterFacts {
    std::string reference;  ///< "INC-000042" or "REP-0123456789abcdef"
    std::string title;      ///< of the incident or the report
    std::string reporter;   ///< name; may be empty
    std::string words;      ///< of the desk: an answer, what was done; may be empty
    std::vector<std::string> questions = {};
    std::string follow_link;   ///< empty: there is none
    std::string confirm_link;  ///< likewise
    Duration consent_after{0};
};

struct Letter {
    std::string subject;  ///< "[INC-000042] The shop does not open"
    std::string text;
};

/// In "th" or, for any other language, "en". Titles are cut to one line of 120 bytes.
Letter write_letter(Occasion occasion, std::string_view language, const LetterFacts& facts);

/// "REP-0123456789ABCDEF" of a report's id, for people.
std::string report_reference(std::string_view report_id);

}  // namespace foreshock::reports
