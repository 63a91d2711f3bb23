#include "server/notify/mail_text.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace foreshock::notify {
namespace {

constexpr std::size_t line_bytes_max = 998;
constexpr std::size_t base64_line_bytes = 76;
/// So many bytes give 60 characters of base64, and with "=?UTF-8?B?" and "?=" 72.
constexpr std::size_t word_bytes_max = 45;
constexpr std::size_t fold_at = 76;

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t at) -> std::uint32_t {
            return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
        };
        const std::uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        text += digits[group >> 18 & 63];
        text += digits[group >> 12 & 63];
        text += i + 1 < bytes.size() ? digits[group >> 6 & 63] : '=';
        text += i + 2 < bytes.size() ? digits[group & 63] : '=';
    }
    return text;
}

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](unsigned char c) { return c >= ' ' && c < 0x7F; });
}

/// Does it look like an encoded word, so that a reader would decode it?
bool looks_encoded(std::string_view text) {
    return text.find("=?") != std::string_view::npos;
}

std::size_t whole_characters(std::string_view text, std::size_t bytes_max) {
    std::size_t end = std::min(bytes_max, text.size());
    while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    // Bytes that are no UTF-8 have no such place.
    return end == 0 ? std::min(bytes_max, text.size()) : end;
}

/// Breaks between words; where there is no room for a break the line stays long.
std::string folded(const std::string& name, std::string_view value) {
    std::string line = name + ":";
    std::string header;
    while (!value.empty()) {
        const std::size_t end = std::min(value.find(' '), value.size());
        const bool is_full = line.size() + 1 + end > fold_at && line.find(' ', 1) != line.npos;
        if (is_full) {
            header += line + "\r\n";
            line.clear();
        }
        line += " " + std::string{value.substr(0, end)};
        value.remove_prefix(std::min(end + 1, value.size()));
    }
    return header + line + "\r\n";
}

bool fits_seven_bits(std::string_view text) {
    std::size_t length = 0;
    for (const unsigned char c : text) {
        if (c == '\n') {
            length = 0;
            continue;
        }
        if ((c < ' ' && c != '\t') || c >= 0x7F || ++length > line_bytes_max) return false;
    }
    return true;
}

std::string with_crlf(std::string_view text) {
    std::string lines;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (text[i] == '\n') lines += '\r';
        lines += text[i];
    }
    if (!lines.ends_with("\r\n")) lines += "\r\n";
    return lines;
}

std::string in_lines(std::string_view text) {
    std::string lines;
    for (; !text.empty(); text.remove_prefix(std::min(base64_line_bytes, text.size())))
        lines += std::string{text.substr(0, base64_line_bytes)} + "\r\n";
    return lines;
}

std::string joined(const std::vector<std::string>& ids) {
    std::string list;
    for (const std::string& id : ids)
        list += (list.empty() ? "" : " ") + id;
    return list;
}

std::string mailbox(const MailSender& sender) {
    if (sender.name.empty()) return sender.address;
    if (!is_plain(sender.name) || looks_encoded(sender.name)) {
        return encoded_words(sender.name) + " <" + sender.address + ">";
    }
    std::string quoted = "\"";
    for (const char c : sender.name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\" <" + sender.address + ">";
}

}  // namespace

Result<MailSender> parse_mail_sender(std::string_view text) {
    MailSender sender;
    const std::size_t open = text.find('<');
    sender.address = text;
    if (open != std::string_view::npos && text.ends_with('>')) {
        sender.address = text.substr(open + 1, text.size() - open - 2);
        std::string_view name = text.substr(0, open);
        while (name.ends_with(' '))
            name.remove_suffix(1);
        sender.name = name;
    }
    const bool is_one_line = sender.name.find_first_of("\r\n") == std::string::npos;
    if (!is_mail_address(sender.address) || !is_one_line) {
        return fail(Errc::invalid,
                    "must be a mail address, \"desk@example.org\" or \"Desk <desk@example.org>\"");
    }
    sender.domain = sender.address.substr(sender.address.rfind('@') + 1);
    return sender;
}

std::string encoded_words(std::string_view text) {
    if (is_plain(text) && !looks_encoded(text)) return std::string{text};
    std::string words;
    while (!text.empty()) {
        const std::size_t count = whole_characters(text, word_bytes_max);
        words += (words.empty() ? "" : " ");
        words += "=?UTF-8?B?" + base64(text.substr(0, count)) + "?=";
        text.remove_prefix(count);
    }
    return words;
}

std::string mail_date(TimePoint at) {
    constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> rest{};
    std::strftime(rest.data(), rest.size(), " %Y %H:%M:%S +0000", &utc);
    return std::string{days.at(static_cast<std::size_t>(utc.tm_wday))} + ", " +
           std::to_string(utc.tm_mday) + " " + months.at(static_cast<std::size_t>(utc.tm_mon)) +
           rest.data();
}

std::string mail_text(const MailMessage& message, const MailSender& sender, TimePoint now) {
    std::string mail = folded("Date", mail_date(now));
    mail += folded("From", mailbox(sender));
    mail += folded("To", message.to);
    mail += folded("Subject", encoded_words(message.subject));
    mail += folded("Message-ID", message.message_id);
    if (!message.in_reply_to.empty()) mail += folded("In-Reply-To", message.in_reply_to);
    if (!message.references.empty()) mail += folded("References", joined(message.references));
    if (!message.headers.contains("Auto-Submitted")) {
        mail += folded("Auto-Submitted", "auto-generated");
    }
    for (const auto& [name, value] : message.headers)
        mail += folded(name, encoded_words(value));
    mail += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
    if (fits_seven_bits(message.text)) {
        return mail + "Content-Transfer-Encoding: 7bit\r\n\r\n" + with_crlf(message.text);
    }
    return mail + "Content-Transfer-Encoding: base64\r\n\r\n" +
           in_lines(base64(with_crlf(message.text)));
}

}  // namespace foreshock::notify
