#include "server/intake/alertmanager_alert.hpp"

#include <nlohmann/json.hpp>

#include "server/intake/json_reading.hpp"

namespace foreshock::intake {
namespace {

using incidents::AlertTexts;

tl::unexpected<Error> bad(std::string what) {
    return fail(Errc::invalid, std::move(what));
}

std::string shown(std::string_view name) {
    return "'" + cut_text(name, 64) + "'";
}

/// The texts of `name`, without empty ones; none when it is absent.
Result<AlertTexts> texts_at(const Json& object, std::string_view name, const AlertLimits& limits) {
    AlertTexts texts;
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) return texts;
    if (!found->is_object()) return bad(std::string{name} + " must be an object of texts");
    for (const auto& [key, value] : found->items()) {
        const std::string what = std::string{name} + ": " + shown(key);
        if (key.empty()) return bad(std::string{name} + ": one has no name");
        if (key.size() > limits.name_bytes_max) {
            return bad(what + " has a name of more than " + std::to_string(limits.name_bytes_max) +
                       " bytes");
        }
        if (!value.is_string()) return bad(what + " must be a text");
        const auto& text = value.get_ref<const std::string&>();
        if (!text.empty()) texts.emplace(key, text);
    }
    if (texts.size() > limits.texts_max) {
        return bad(std::string{name} + ": there are " + std::to_string(texts.size()) +
                   ", at most " + std::to_string(limits.texts_max) + " are taken");
    }
    return texts;
}

Result<AlertTexts> labels_of(const Json& alert, const AlertLimits& limits) {
    Result<AlertTexts> labels = texts_at(alert, "labels", limits);
    if (!labels) return labels;
    if (labels->empty()) return bad("labels are missing");
    if (!labels->contains("alertname")) return bad("label 'alertname' is missing");
    for (const auto& [name, value] : *labels) {
        if (value.size() > limits.label_bytes_max) {
            return bad("label " + shown(name) + " has more than " +
                       std::to_string(limits.label_bytes_max) + " bytes");
        }
    }
    return labels;
}

Result<AlertTexts> annotations_of(const Json& alert, const AlertLimits& limits) {
    Result<AlertTexts> annotations = texts_at(alert, "annotations", limits);
    if (!annotations) return annotations;
    for (auto& [name, value] : *annotations)
        value = cut_text(value, limits.words_bytes_max);
    return annotations;
}

Result<AlertWord> decode_alert(const Json& alert, const AlertLimits& limits) {
    if (!alert.is_object()) return bad("it must be an object");
    AlertWord word;
    Result<AlertTexts> labels = labels_of(alert, limits);
    if (!labels) return fail(std::move(labels).error());
    Result<AlertTexts> annotations = annotations_of(alert, limits);
    if (!annotations) return fail(std::move(annotations).error());
    const auto starts_at = time_at(alert, "startsAt");
    if (!starts_at) return fail(starts_at.error());
    const auto ends_at = time_at(alert, "endsAt");
    if (!ends_at) return fail(ends_at.error());
    if (*starts_at && *ends_at && **ends_at < **starts_at) {
        return bad("startsAt must not be after endsAt");
    }
    Result<std::string> url = text_at(alert, "generatorURL");
    if (!url) return fail(std::move(url).error());
    word.key = incidents::label_fingerprint(*labels);
    word.sender = "alertmanager";
    word.labels = std::move(*labels);
    word.annotations = std::move(*annotations);
    word.starts_at = *starts_at ? *starts_at : *ends_at;
    word.ends_at = *ends_at;
    if (url->size() <= limits.label_bytes_max) word.generator_url = std::move(*url);
    return word;
}

/// "alert 3 (HighLoad): label 'host' must be a text"
std::string complaint(std::size_t place, const Json& alert, const Error& error) {
    std::string which = "alert " + std::to_string(place);
    const Json* labels = alert.is_object() && alert.contains("labels") ? &alert["labels"] : nullptr;
    if (labels && labels->is_object()) {
        const Result<std::string> name = text_at(*labels, "alertname");
        if (name && !name->empty()) which += " (" + cut_text(*name, 64) + ")";
    }
    return which + ": " + error.what;
}

Result<AlertWords> decode_list(const Json& list, const AlertLimits& limits) {
    if (!list.is_array()) return bad("the alerts must be a list");
    if (list.size() > limits.alerts_max) {
        return fail(Errc::too_large, "there are " + std::to_string(list.size()) +
                                         " alerts, at most " + std::to_string(limits.alerts_max) +
                                         " are taken at once");
    }
    AlertWords read;
    std::size_t place = 0;
    for (const Json& alert : list) {
        ++place;
        Result<AlertWord> word = decode_alert(alert, limits);
        if (word) {
            read.words.push_back(std::move(*word));
        } else if (read.refused++ < limits.complaints_max) {
            read.complaints.push_back(complaint(place, alert, word.error()));
        }
    }
    if (read.refused > limits.complaints_max) {
        read.complaints.push_back(std::to_string(read.refused - limits.complaints_max) +
                                  " more are not taken either");
    }
    return read;
}

}  // namespace

std::string cut_text(std::string_view text, std::size_t bytes_max) {
    constexpr std::string_view ellipsis = "…";
    if (text.size() <= bytes_max) return std::string{text};
    std::size_t end = bytes_max < ellipsis.size() ? 0 : bytes_max - ellipsis.size();
    const auto goes_on = [&] { return (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; };
    while (end > 0 && goes_on())
        --end;
    return std::string{text.substr(0, end)} + std::string{ellipsis};
}

Result<AlertWords> decode_alerts(std::string_view body, const AlertLimits& limits) {
    const Result<Json> list = parse_body(body, limits);
    if (!list) return fail(list.error());
    return decode_list(*list, limits);
}

Result<AlertWords> decode_alertmanager_webhook(std::string_view body, const AlertLimits& limits) {
    const Result<Json> message = parse_body(body, limits);
    if (!message) return fail(message.error());
    if (!message->is_object()) return bad("the message must be an object");
    const Result<std::string> version = text_at(*message, "version");
    if (!version) return fail(version.error());
    if (*version != "4") return bad("version must be \"4\", not \"" + cut_text(*version, 16) + '"');
    const auto alerts = message->find("alerts");
    if (alerts == message->end()) return bad("alerts are missing");
    Result<AlertWords> read = decode_list(*alerts, limits);
    if (!read) return read;
    for (AlertWord& word : read->words)
        word.is_said_once = true;
    return read;
}

}  // namespace foreshock::intake
