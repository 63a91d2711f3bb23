#include "server/notify/mail_message.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <nlohmann/json.hpp>

namespace foreshock::notify {
namespace {

using nlohmann::json;

/// RFC 5321, 4.5.3.1: the longest local part and domain.
constexpr std::size_t local_bytes_max = 64;
constexpr std::size_t domain_bytes_max = 255;

/// The channel writes these; nobody else may.
constexpr std::array<std::string_view, 13> own_headers{"from",
                                                       "to",
                                                       "cc",
                                                       "bcc",
                                                       "subject",
                                                       "date",
                                                       "message-id",
                                                       "in-reply-to",
                                                       "references",
                                                       "sender",
                                                       "mime-version",
                                                       "content-type",
                                                       "content-transfer-encoding"};

tl::unexpected<Error> wrong(std::string_view field, std::string_view what) {
    return fail(Errc::invalid, "mail message: " + std::string{field} + " " + std::string{what});
}

bool is_one_line(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](unsigned char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool is_id(std::string_view id) {
    if (id.size() < 5 || id.size() > 250 || id.front() != '<' || id.back() != '>') return false;
    const std::string_view inside = id.substr(1, id.size() - 2);
    return std::count(inside.begin(), inside.end(), '@') == 1 &&
           std::all_of(inside.begin(), inside.end(),
                       [](unsigned char c) { return c > ' ' && c < 0x7F && c != '<' && c != '>'; });
}

/// The printable ASCII without the colon, RFC 5322, 2.2.
bool is_header_name(std::string_view name) {
    return !name.empty() && name.size() <= 76 &&
           std::all_of(name.begin(), name.end(),
                       [](unsigned char c) { return c > ' ' && c < 0x7F && c != ':'; });
}

bool is_own(std::string_view name) {
    std::string lower{name};
    for (char& c : lower)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return std::find(own_headers.begin(), own_headers.end(), lower) != own_headers.end();
}

Result<void> check_ids(const MailMessage& message) {
    if (!message.message_id.empty() && !is_id(message.message_id)) {
        return wrong("message_id", "must look like <name@domain>");
    }
    if (!message.in_reply_to.empty() && !is_id(message.in_reply_to)) {
        return wrong("in_reply_to", "must look like <name@domain>");
    }
    if (message.references.size() > MailMessage::references_max) {
        return wrong("references", "are too many");
    }
    if (!std::all_of(message.references.begin(), message.references.end(),
                     [](const std::string& id) { return is_id(id); })) {
        return wrong("references", "must each look like <name@domain>");
    }
    return {};
}

Result<void> check_headers(const MailMessage& message) {
    if (message.headers.size() > MailMessage::headers_max) return wrong("headers", "are too many");
    for (const auto& [name, value] : message.headers) {
        if (!is_header_name(name)) return wrong("headers", "have a name that is none");
        if (is_own(name)) return wrong("headers", "may not hold " + name);
        if (!is_one_line(value) || name.size() + 2 + value.size() > MailMessage::line_bytes_max) {
            return wrong("headers", "must each be one line of at most 998 bytes: " + name);
        }
    }
    return {};
}

std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    return found == object.end() || !found->is_string() ? std::string{} : found->get<std::string>();
}

}  // namespace

std::string to_json(const MailMessage& message) {
    nlohmann::ordered_json object;
    object["to"] = message.to;
    object["subject"] = message.subject;
    object["text"] = message.text;
    object["message_id"] = message.message_id;
    object["in_reply_to"] = message.in_reply_to;
    object["references"] = message.references;
    object["headers"] = message.headers;
    return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<MailMessage> mail_message_from_json(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object() || !object.contains("to")) {
        return fail(Errc::malformed, "mail message: is no JSON object with \"to\"");
    }
    MailMessage message;
    message.to = text_of(object, "to");
    message.subject = text_of(object, "subject");
    message.text = text_of(object, "text");
    message.message_id = text_of(object, "message_id");
    message.in_reply_to = text_of(object, "in_reply_to");
    if (const auto list = object.find("references"); list != object.end() && list->is_array()) {
        for (const json& one : *list)
            message.references.push_back(one.is_string() ? one.get<std::string>() : std::string{});
    }
    if (const auto map = object.find("headers"); map != object.end() && map->is_object()) {
        for (const auto& [name, value] : map->items())
            message.headers[name] = value.is_string() ? value.get<std::string>() : std::string{};
    }
    return message;
}

Result<void> check(const MailMessage& message) {
    if (!is_mail_address(message.to)) return wrong("to", "must be one mail address");
    if (!is_one_line(message.subject)) return wrong("subject", "must be one line");
    if (message.subject.size() > MailMessage::line_bytes_max) {
        return wrong("subject", "is longer than 998 bytes");
    }
    if (message.text.size() > MailMessage::text_bytes_max) {
        return wrong("text", "is longer than 256 KiB");
    }
    if (Result<void> ids = check_ids(message); !ids) return ids;
    return check_headers(message);
}

bool is_mail_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > local_bytes_max) return false;
    const std::string_view local = text.substr(0, at);
    const std::string_view domain = text.substr(at + 1);
    const auto is_local = [](unsigned char c) {
        return c > ' ' && c < 0x7F &&
               std::string_view{"<>()[],;:\\\"@"}.find(char(c)) == std::string_view::npos;
    };
    const auto is_domain = [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '.';
    };
    return std::all_of(local.begin(), local.end(), is_local) && !domain.empty() &&
           domain.size() <= domain_bytes_max &&
           std::all_of(domain.begin(), domain.end(), is_domain) && domain.front() != '.' &&
           domain.front() != '-' && domain.back() != '.' && domain.back() != '-';
}

}  // namespace foreshock::notify
