#include "server/intake/mail_reader.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

#include <gmime/gmime.h>

#include "server/reports/plain_text.hpp"

namespace foreshock::intake {
namespace {

using reports::IncomingMail;

constexpr int depth_max = 20;
constexpr std::size_t header_bytes_max = 2000;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};

template <class T>
using Owned = std::unique_ptr<T, Unref>;

struct FreeText {
    void operator()(char* text) const { g_free(text); }
};

using OwnedText = std::unique_ptr<char, FreeText>;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), lower);
    return text;
}

std::string clean(const char* text) {
    if (!text) return {};
    return reports::clipped(reports::clean_utf8(std::string_view{text}), header_bytes_max);
}

std::string one_line(const char* text) {
    std::string line = clean(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

/// The value before its parameters, lower case, without blanks: "auto-replied".
std::string keyword(const char* text) {
    std::string word = lowered(one_line(text));
    word = word.substr(0, word.find(';'));
    std::erase_if(word, [](char c) { return c == ' ' || c == '\t'; });
    return word;
}

const char* header(GMimeMessage* message, const char* name) {
    return g_mime_object_get_header(GMIME_OBJECT(message), name);
}

/// How deep the library would have to go, at most: what nests names its boundary.
std::size_t count_nesting(std::string_view bytes) {
    std::size_t count = 0;
    for (const std::string_view word :
         {std::string_view{"boundary"}, std::string_view{"message/"}}) {
        auto at = bytes.begin();
        while (true) {
            at = std::search(at, bytes.end(), word.begin(), word.end(),
                             [](char a, char b) { return lower(a) == b; });
            if (at == bytes.end()) break;
            ++count;
            ++at;
        }
    }
    return count;
}

void add_addresses(InternetAddressList* list, std::vector<std::string>& into) {
    for (int i = 0; list && i < internet_address_list_length(list); ++i) {
        if (into.size() >= IncomingMail::recipients_max) return;
        InternetAddress* one = internet_address_list_get_address(list, i);
        if (!INTERNET_ADDRESS_IS_MAILBOX(one)) continue;
        const char* address = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one));
        if (address) into.push_back(reports::plain_address(one_line(address)));
    }
}

void read_sender(GMimeMessage* message, IncomingMail& mail) {
    InternetAddressList* from = g_mime_message_get_from(message);
    std::vector<std::string> addresses;
    add_addresses(from, addresses);
    if (addresses.empty()) return;
    mail.from = addresses.front();
    const char* name = internet_address_get_name(internet_address_list_get_address(from, 0));
    mail.from_name = one_line(name);
}

void read_recipients(GMimeMessage* message, IncomingMail& mail) {
    add_addresses(g_mime_message_get_to(message), mail.recipients);
    add_addresses(g_mime_message_get_cc(message), mail.recipients);
    for (const char* name : {"Delivered-To", "X-Original-To", "Envelope-To"}) {
        const char* value = header(message, name);
        if (value && mail.recipients.size() < IncomingMail::recipients_max)
            mail.recipients.push_back(reports::plain_address(one_line(value)));
    }
}

std::vector<std::string> ids_of(const char* text) {
    std::vector<std::string> ids;
    if (!text) return ids;
    GMimeReferences* references = g_mime_references_parse(nullptr, text);
    const int count = g_mime_references_length(references);
    // The newest stand last, and are the ones that matter.
    const int first = std::max(0, count - static_cast<int>(IncomingMail::ids_max));
    for (int i = first; i < count; ++i)
        ids.push_back(one_line(g_mime_references_get_message_id(references, i)));
    g_mime_references_free(references);
    return ids;
}

void read_thread(GMimeMessage* message, IncomingMail& mail) {
    mail.message_id = one_line(g_mime_message_get_message_id(message));
    const std::vector<std::string> answered = ids_of(header(message, "In-Reply-To"));
    if (!answered.empty()) mail.in_reply_to = answered.front();
    mail.references = ids_of(header(message, "References"));
}

bool is_multipart_report(GMimeMessage* message) {
    GMimeObject* body = g_mime_message_get_mime_part(message);
    GMimeContentType* type = body ? g_mime_object_get_content_type(body) : nullptr;
    return type && g_mime_content_type_is_type(type, "multipart", "report");
}

void read_signs_of_machines(GMimeMessage* message, IncomingMail& mail) {
    mail.auto_submitted = keyword(header(message, "Auto-Submitted"));
    mail.precedence = keyword(header(message, "Precedence"));
    mail.is_from_list = header(message, "List-Id") || header(message, "List-Unsubscribe");
    mail.is_ours = header(message, "X-Foreshock") != nullptr;
    mail.suppresses_answers = header(message, "X-Auto-Response-Suppress") != nullptr;
    mail.is_report = is_multipart_report(message);
    const std::string path = keyword(header(message, "Return-Path"));
    mail.has_null_sender = path == "<>";
}

/// What the parts hold, while they are gone through.
struct Parts {
    std::string plain;
    std::string html;
    std::vector<std::string> attachments;
    std::size_t seen = 0;
};

std::size_t content_bytes(GMimePart* part) {
    GMimeDataWrapper* content = g_mime_part_get_content(part);
    if (!content) return 0;
    const gint64 bytes = g_mime_stream_length(g_mime_data_wrapper_get_stream(content));
    return bytes < 0 ? 0 : static_cast<std::size_t>(bytes);
}

void note_attachment(GMimePart* part, Parts& parts) {
    if (parts.attachments.size() >= IncomingMail::attachments_max) return;
    const OwnedText type{
        g_mime_content_type_get_mime_type(g_mime_object_get_content_type(GMIME_OBJECT(part)))};
    std::string name = one_line(g_mime_part_get_filename(part));
    parts.attachments.push_back((name.empty() ? "unnamed" : name) + ", " + one_line(type.get()) +
                                ", " + std::to_string(content_bytes(part)) + " bytes encoded");
}

void take_text(GMimeObject* object, Parts& parts) {
    GMimeContentType* type = g_mime_object_get_content_type(object);
    std::string& into =
        g_mime_content_type_is_type(type, "text", "html") ? parts.html : parts.plain;
    const OwnedText text{g_mime_text_part_get_text(GMIME_TEXT_PART(object))};
    if (text && into.empty()) into = reports::clean_utf8(text.get());
}

void go_through(GMimeObject* object, int depth, Parts& parts) {
    if (!object || depth > depth_max || ++parts.seen > mail_parts_max) return;
    if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart* multipart = GMIME_MULTIPART(object);
        for (int i = 0; i < g_mime_multipart_get_count(multipart); ++i)
            go_through(g_mime_multipart_get_part(multipart, i), depth + 1, parts);
        return;
    }
    const char* disposition = g_mime_object_get_disposition(object);
    const bool is_attached = disposition && lowered(disposition) == "attachment";
    if (GMIME_IS_TEXT_PART(object) && !is_attached) return take_text(object, parts);
    if (GMIME_IS_PART(object)) note_attachment(GMIME_PART(object), parts);
}

Owned<GMimeMessage> parse(std::string_view bytes) {
    static std::once_flag once;
    std::call_once(once, [] { g_mime_init(); });
    const Owned<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size())};
    const Owned<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
    g_mime_parser_set_format(parser.get(), GMIME_FORMAT_MESSAGE);
    return Owned<GMimeMessage>{g_mime_parser_construct_message(parser.get(), nullptr)};
}

}  // namespace

Result<IncomingMail> read_mail(std::string_view bytes) {
    if (bytes.size() > mail_bytes_max) {
        return fail(Errc::too_large, "the mail has " + std::to_string(bytes.size()) +
                                         " bytes, more than " + std::to_string(mail_bytes_max));
    }
    if (count_nesting(bytes) > mail_parts_max) {
        return fail(Errc::too_large, "the mail has more than " + std::to_string(mail_parts_max) +
                                         " parts within parts");
    }
    const Owned<GMimeMessage> message = parse(bytes);
    if (!message) return fail(Errc::malformed, "this is no mail: it has no header");
    IncomingMail mail;
    read_sender(message.get(), mail);
    read_recipients(message.get(), mail);
    read_thread(message.get(), mail);
    read_signs_of_machines(message.get(), mail);
    mail.subject = one_line(g_mime_message_get_subject(message.get()));
    if (mail.from.empty() && mail.subject.empty() && mail.message_id.empty())
        return fail(Errc::malformed, "this is no mail: it has neither sender, subject nor id");
    Parts parts;
    go_through(g_mime_message_get_mime_part(message.get()), 0, parts);
    const std::string words =
        parts.plain.empty() ? reports::text_of_html(parts.html) : std::move(parts.plain);
    mail.text = reports::clipped(words, IncomingMail::text_bytes_max);
    mail.attachments = std::move(parts.attachments);
    return mail;
}

}  // namespace foreshock::intake
