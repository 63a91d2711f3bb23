#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace foreshock::notify {

/// A mail as it waits in the outbox: the body of an entry for a channel of kind mail. Whoever
/// writes such an entry writes `to_json(message)`; the channel puts sender, date, encoding and
/// "Auto-Submitted: auto-generated" (RFC 3834) around it.
///
/// Threads (RFC 5322, 3.6.4): either the writer names the mail itself, with `message_id` and, for
/// what is no first mail, `in_reply_to` and `references`; or it leaves all three empty. Then the
/// channel makes the first mail to a recipient about an incident the root, `<INC.0@DOMAIN>`, and
/// every later one an answer to that root. Names stay the same over attempts and restarts.
struct MailMessage {
    static constexpr std::size_t text_bytes_max = 256 << 10;
    static constexpr std::size_t line_bytes_max = 998;  ///< of a header, RFC 5322, 2.1.1
    static constexpr std::size_t references_max = 50;
    static constexpr std::size_t headers_max = 20;

    std::string to;                                   ///< one address, "ann@example.org"
    std::string subject;                              ///< UTF-8, one line
    std::string text;                                 ///< UTF-8, plain; lines end with \n
    std::string message_id = {};                      ///< with its angle brackets: "<a@b>"
    std::string in_reply_to = {};                     ///< likewise
    std::vector<std::string> references = {};         ///< likewise, oldest first
    std::map<std::string, std::string> headers = {};  ///< more of them: "List-Id", "Reply-To"

    bool operator==(const MailMessage&) const = default;
};

/// {"to","subject","text","message_id","in_reply_to","references"[],"headers"{}}. Bytes that are no
/// UTF-8 become U+FFFD.
std::string to_json(const MailMessage& message);

/// malformed for what is no such object; unknown keys are passed over, absent ones are empty.
Result<MailMessage> mail_message_from_json(std::string_view json);

/// invalid, naming the field: no single address in `to`, line breaks or NUL where one line is
/// meant, ids without brackets, headers that the channel writes itself, a bound above that is
/// passed. What passes cannot smuggle a header or a recipient.
Result<void> check(const MailMessage& message);

/// One mailbox of RFC 5321 (`local@domain`, without display name, comment or route).
bool is_mail_address(std::string_view text);

}  // namespace foreshock::notify
