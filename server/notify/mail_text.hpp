#pragma once

#include <string>

#include "core/time.hpp"
#include "server/notify/mail_message.hpp"

namespace foreshock::notify {

/// Who mails are from.
struct MailSender {
    std::string name;     ///< UTF-8, for people; may be empty
    std::string address;  ///< also the envelope's
    std::string domain;   ///< right of the @ in Message-IDs
};

/// Reads "Foreshock <desk@example.org>" or "desk@example.org"; the domain is the address's.
/// invalid for anything else.
Result<MailSender> parse_mail_sender(std::string_view text);

/// The bytes of a mail (RFC 5322, 2047, 2045): lines end with CRLF and have at most 998 bytes,
/// words that are no ASCII are encoded, long headers are folded. `message` has passed `check` and
/// has a message_id. Not dot-stuffed: that is the transport's.
std::string mail_text(const MailMessage& message, const MailSender& sender, TimePoint now);

/// A header's words by RFC 2047 where they are no plain ASCII; encoded words have at most 75
/// characters and no broken character of UTF-8.
std::string encoded_words(std::string_view text);

/// "Thu, 26 Nov 2026 09:07:37 +0000"
std::string mail_date(TimePoint at);

}  // namespace foreshock::notify
