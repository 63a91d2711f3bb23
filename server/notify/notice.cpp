#include "server/notify/notice.hpp"

#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "server/notify/mail_message.hpp"

namespace foreshock::notify {
namespace {

using nlohmann::json;

constexpr std::size_t request_title_bytes_max = 200;
constexpr std::string_view ellipsis = "\xe2\x80\xa6";
constexpr std::size_t word_bytes_max = 60;

std::string text_at(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

int number_at(const json& object, const char* key, int otherwise) {
    const auto found = object.find(key);
    return found != object.end() && found->is_number_integer() ? found->get<int>() : otherwise;
}

bool flag_at(const json& object, const char* key, bool otherwise) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

Notice notice_from(const json& object) {
    Notice notice;
    notice.reference = text_at(object, "reference");
    notice.event = text_at(object, "event");
    notice.title = text_at(object, "title");
    notice.summary = text_at(object, "summary");
    notice.text = text_at(object, "text");
    notice.url = text_at(object, "url");
    notice.priority = number_at(object, "priority", notice.priority);
    notice.impact = number_at(object, "impact", notice.impact);
    notice.urgency = number_at(object, "urgency", notice.urgency);
    notice.severity = text_at(object, "severity");
    notice.category = text_at(object, "category");
    notice.subcategory = text_at(object, "subcategory");
    notice.host = text_at(object, "host");
    notice.component = text_at(object, "component");
    notice.is_open = flag_at(object, "open", true);
    notice.is_acknowledged = flag_at(object, "acknowledged", false);
    notice.times_reopened = number_at(object, "times_reopened", 0);
    notice.since = parse_rfc3339(text_at(object, "since")).value_or(TimePoint{});
    notice.at = parse_rfc3339(text_at(object, "at")).value_or(TimePoint{});
    return notice;
}

/// What a webhook gets, or a page: the incident's summary, and the words of a page.
Notice notice_from_event(const json& object) {
    const json& incident = object["incident"];
    const auto page = object.find("page");
    Notice notice;
    notice.reference = text_at(incident, "reference");
    notice.event = text_at(object, "event");
    notice.title = text_at(incident, "title");
    notice.summary = text_at(incident, "sentence");
    if (page != object.end() && page->is_object()) notice.summary = text_at(*page, "words");
    notice.text = notice.summary + "\n";
    const std::string priority = text_at(incident, "priority");
    if (priority.size() == 2 && priority[1] >= '1' && priority[1] <= '5') {
        notice.priority = priority[1] - '0';
    }
    notice.impact = number_at(incident, "impact", notice.impact);
    notice.urgency = number_at(incident, "urgency", notice.urgency);
    notice.severity = text_at(incident, "severity");
    notice.category = text_at(incident, "category");
    notice.host = text_at(incident, "host");
    notice.is_open = flag_at(incident, "open", true);
    notice.since = parse_rfc3339(text_at(incident, "first_sign_at")).value_or(TimePoint{});
    notice.at = parse_rfc3339(text_at(object, "at")).value_or(TimePoint{});
    return notice;
}

/// Few words, for nobody else may know: the rest is on the page of those who may.
Notice notice_from_breach(const json& object) {
    Notice notice;
    notice.reference = text_at(object, "reference");
    notice.event = "breach";
    notice.title = "data breach, " + text_at(object, "state");
    notice.summary = text_at(object, "words");
    notice.text = notice.summary + "\n";
    const std::string due = text_at(object, "authority_due_at");
    if (!flag_at(object, "authority_settled", false))
        notice.text += "The authority is to be told by " + due + ".\n";
    notice.priority = 1;
    notice.severity = "critical";
    notice.category = "security";
    notice.is_open = text_at(object, "state") != "closed";
    return notice;
}

/// What a user asks for, passed on to where requests are worked on.
Notice notice_from_request(const json& object) {
    const json& request = object["request"];
    const auto reporter = request.find("reporter");
    Notice notice;
    notice.event = "request";
    notice.summary = text_at(request, "subject");
    const std::string words = text_at(request, "text");
    if (notice.summary.empty()) notice.summary = words.substr(0, words.find('\n'));
    notice.title = "Request: " + cut(notice.summary, request_title_bytes_max);
    notice.text = words + "\n";
    if (reporter != request.end() && reporter->is_object()) {
        notice.text +=
            "\nFrom: " + text_at(*reporter, "name") + " " + text_at(*reporter, "contact") + "\n";
    }
    notice.severity = "info";
    notice.host = text_at(request, "host");
    notice.since = notice.at = parse_rfc3339(text_at(request, "received_at")).value_or(TimePoint{});
    return notice;
}

Notice notice_from(const MailMessage& mail) {
    Notice notice;
    notice.event = "mail";
    notice.title = mail.subject;
    notice.summary = mail.subject;
    notice.text = mail.text;
    return notice;
}

}  // namespace

std::string Notice::subject() const {
    return reference.empty() ? title : "[" + reference + "] " + title;
}

std::string to_json(const Notice& notice) {
    nlohmann::ordered_json object;
    object["notice"] = 1;
    object["reference"] = notice.reference;
    object["event"] = notice.event;
    object["title"] = notice.title;
    object["summary"] = notice.summary;
    object["text"] = notice.text;
    object["url"] = notice.url;
    object["priority"] = notice.priority;
    object["impact"] = notice.impact;
    object["urgency"] = notice.urgency;
    object["severity"] = notice.severity;
    object["category"] = notice.category;
    object["subcategory"] = notice.subcategory;
    object["host"] = notice.host;
    object["component"] = notice.component;
    object["open"] = notice.is_open;
    object["acknowledged"] = notice.is_acknowledged;
    object["times_reopened"] = notice.times_reopened;
    object["since"] = format_rfc3339(notice.since);
    object["at"] = format_rfc3339(notice.at);
    return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<Notice> notice_of(const incidents::OutboxEntry& entry) {
    const json object = json::parse(entry.body, nullptr, false);
    Notice notice;
    if (object.is_object() && object.contains("notice")) {
        notice = notice_from(object);
    } else if (object.is_object() && object.contains("incident") &&
               object["incident"].is_object()) {
        notice = notice_from_event(object);
    } else if (object.is_object() && object.contains("request") && object["request"].is_object()) {
        notice = notice_from_request(object);
    } else if (object.is_object() && text_at(object, "type") == "breach") {
        notice = notice_from_breach(object);
        notice.at = entry.created_at;
    } else {
        Result<MailMessage> mail = mail_message_from_json(entry.body);
        if (!mail) return fail(Errc::malformed, "the entry holds neither a notice nor a mail");
        notice = notice_from(*mail);
        notice.at = entry.created_at;
    }
    notice.id = entry.id;
    notice.incident_id = entry.incident_id;
    return notice;
}

std::string cut(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return std::string{text};
    if (bytes_max < ellipsis.size()) return {};
    std::size_t end = bytes_max - ellipsis.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return std::string{text.substr(0, end)} + std::string{ellipsis};
}

std::string harmless_word(std::string_view text) {
    const bool is_word =
        text.size() <= word_bytes_max && std::all_of(text.begin(), text.end(), [](unsigned char c) {
            return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
        });
    return is_word ? std::string{text} : std::string{};
}

}  // namespace foreshock::notify
