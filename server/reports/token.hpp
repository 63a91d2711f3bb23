#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "core/time.hpp"

namespace foreshock::reports {

/// What the holder of a token may do.
enum class Purpose : std::uint8_t {
    follow,       ///< a reporter sees what became of the report and writes to the desk
    confirm,      ///< a reporter says that it is well, or not
    acknowledge,  ///< a responder takes the incident
    resolve,      ///< a responder says that it is over
};

/// Who may do what to what, until when. `subject` is the id of a report (follow, confirm) or of an
/// incident (of a responder); `holder` a person's name, or empty: the reporter.
struct Grant {
    Purpose purpose = Purpose::follow;
    std::string subject;
    std::string holder;
    TimePoint good_until;
    std::string occasion = {};  ///< tells grants apart that allow the same: each is used once

    bool operator==(const Grant&) const = default;
};

/// The grant with HMAC-SHA256 (RFC 2104) under `key`, of letters, digits, '-' and '_' alone, so
/// that it stands in a path. `key` has 32 bytes or more.
std::string seal(const Grant& grant, std::string_view key);

/// refused for what is no token of this key or is good no more; says which. Takes the same time
/// wherever a wrong one differs.
Result<Grant> unseal(std::string_view token, std::string_view key, TimePoint now);

/// What a mail address carries after the '+', so that an answer finds its thread: of lower-case
/// letters and digits, 33 of them, as a mail server may change the case and a local part has 64 at
/// most (RFC 5321 4.5.3.1.1). `subject` is a report's id (the answer of its reporter, `holder`
/// empty) or an incident's (of the responder `holder`); its mark has 80 bits.
std::string reply_token(std::string_view subject, std::string_view holder, std::string_view key);

/// The subject, if the token was made for this holder; refused otherwise.
Result<std::string> check_reply_token(std::string_view token, std::string_view holder,
                                      std::string_view key);

/// SHA-256 of the token in hex: under which the store remembers that it was used.
std::string digest_of(std::string_view token);

constexpr std::size_t token_bytes_max = 400;

}  // namespace foreshock::reports
