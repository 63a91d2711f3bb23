#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/reports/report.hpp"

namespace foreshock::reports {

/// A mail as the desk reads it: decoded, in UTF-8, bounded.
struct IncomingMail {
    static constexpr std::size_t text_bytes_max = Report::text_bytes_max;
    static constexpr std::size_t ids_max = 50;          ///< of References
    static constexpr std::size_t attachments_max = 50;  ///< noted by name
    static constexpr std::size_t recipients_max = 50;

    std::string from;                     ///< address, lower case; empty: none
    std::string from_name;                ///< as the sender writes it; may be empty
    std::vector<std::string> recipients;  ///< To, Cc, Delivered-To, X-Original-To
    std::string subject;
    std::string message_id;  ///< without brackets; empty: none
    std::string in_reply_to;
    std::vector<std::string> references;
    std::string text;  ///< of the plain part, else of the HTML one in plain words
    std::vector<std::string> attachments;
    bool has_null_sender = false;     ///< Return-Path: <>
    std::string auto_submitted;       ///< lower case, without parameters; empty: no such header
    std::string precedence;           ///< lower case
    bool is_from_list = false;        ///< List-Id, or List-Unsubscribe
    bool suppresses_answers = false;  ///< X-Auto-Response-Suppress: All, AutoReply …
    bool is_report = false;           ///< multipart/report: a bounce, a receipt
    bool is_ours = false;             ///< X-Foreshock: of a server of ours
};

/// Why a mail is not taken as a person's words; none: it is.
struct MailRefusal {
    std::string code;  ///< "auto_submitted"
    std::string text;
};

/// Machines are not answered and make no reports: a loop would have no end. RFC 3834 2: an
/// Auto-Submitted other than "no", an empty envelope sender; bounces; our own mail that came back;
/// what came from `own_addresses`.
std::optional<MailRefusal> refusal_of(const IncomingMail& mail,
                                      const std::vector<std::string>& own_addresses);

/// May the mail be answered by a machine? Beyond what is refused: not what came through a list, was
/// sent in bulk or asks for no answers (RFC 3834 2, RFC 2919, RFC 5230 4.6).
bool may_be_answered(const IncomingMail& mail);

/// The token after the '+' of an address of the desk ("desk+TOKEN@example.org" for the base
/// "desk@example.org"), of the first recipient that has one; empty for none.
std::string reply_token_in(const IncomingMail& mail, std::string_view base_address);

/// The number in "[INC-000123]" within the subject; nothing for none.
std::optional<std::uint64_t> number_in_subject(std::string_view subject);

/// What the sender wrote anew: without quoted lines, the line that introduces them, and the
/// signature below "-- ". Nothing left: the whole text.
std::string fresh_words(std::string_view text);

/// What the first line of a reply asks for.
enum class Verb : std::uint8_t { none, acknowledge, resolve, not_fixed, confirmed };

struct ReplyVerb {
    Verb verb = Verb::none;
    std::string rest;  ///< of the first line and what follows
};

/// "ack", "resolve the disk was full", "not fixed", "confirmed" at the start of the words, in any
/// case, also in Thai ("ยังไม่หาย", "ใช้ได้แล้ว"); a word that only begins so is none.
ReplyVerb verb_of(std::string_view words);

/// Upper case of ASCII to lower, brackets and blanks around it off.
std::string plain_address(std::string_view address);

}  // namespace foreshock::reports
