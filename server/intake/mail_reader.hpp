#pragma once

#include <string_view>

#include "core/result.hpp"
#include "server/reports/incoming_mail.hpp"

namespace foreshock::intake {

constexpr std::size_t mail_bytes_max = 10 << 20;
constexpr std::size_t mail_parts_max = 100;  ///< boundaries and messages within messages

/// Reads an Internet message (RFC 5322, MIME) in any charset and encoding. The words are those of
/// the first plain part, else of the first HTML part; attachments are noted, not kept. malformed
/// for what has no header; too_large beyond the bounds. From any thread.
Result<reports::IncomingMail> read_mail(std::string_view bytes);

}  // namespace foreshock::intake
