#include "server/intake/alertmanager_alert.hpp"

#include <nlohmann/json.hpp>
#include <simdjson.h>

#include "server/intake/json_reading.hpp"

namespace foreshock::intake {
namespace {

using incidents::AlertTexts;
using Element = simdjson::dom::element;
using Object = simdjson::dom::object;

tl::unexpected<Error> bad(std::string what) {
    return fail(Errc::invalid, std::move(what));
}

std::string shown(std::string_view name) {
    return "'" + cut_text(name, 64) + "'";
}

/// What stands there, unless it is absent or null.
std::optional<Element> find(const Object& object, std::string_view name) {
    Element found;
    if (object.at_key(name).get(found) != simdjson::SUCCESS || found.is_null()) return std::nullopt;
    return found;
}

/// The text of that name, as long as the message lives; empty when absent or null.
Result<std::string_view> text_at(const Object& object, std::string_view name) {
    const auto found = find(object, name);
    if (!found) return std::string_view{};
    std::string_view text;
    if (found->get(text) != simdjson::SUCCESS) return bad(std::string{name} + " must be a text");
    return text;
}

Result<std::optional<TimePoint>> time_at(const Object& object, std::string_view name) {
    const Result<std::string_view> text = text_at(object, name);
    if (!text) return fail(text.error());
    return time_of(*text, name);
}

/// "labels: 'host'"
std::string place_of(std::string_view name, std::string_view key) {
    return std::string{name} + ": " + shown(key);
}

/// The texts of `name`, without empty ones; none when it is absent.
Result<AlertTexts> texts_at(const Object& object, std::string_view name,
                            const AlertLimits& limits) {
    AlertTexts texts;
    const auto found = find(object, name);
    if (!found) return texts;
    Object members;
    if (found->get(members) != simdjson::SUCCESS) {
        return bad(std::string{name} + " must be an object of texts");
    }
    for (const auto [key, value] : members) {
        if (key.empty()) return bad(std::string{name} + ": one has no name");
        if (key.size() > limits.name_bytes_max) {
            return bad(place_of(name, key) + " has a name of more than " +
                       std::to_string(limits.name_bytes_max) + " bytes");
        }
        std::string_view text;
        if (value.get(text) != simdjson::SUCCESS) {
            return bad(place_of(name, key) + " must be a text");
        }
        // In most messages names come in order.
        if (!text.empty()) texts.emplace_hint(texts.end(), key, text)->second = text;
    }
    if (texts.size() > limits.texts_max) {
        return bad(std::string{name} + ": there are " + std::to_string(texts.size()) +
                   ", at most " + std::to_string(limits.texts_max) + " are taken");
    }
    return texts;
}

Result<AlertTexts> labels_of(const Object& alert, const AlertLimits& limits) {
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

Result<AlertTexts> annotations_of(const Object& alert, const AlertLimits& limits) {
    Result<AlertTexts> annotations = texts_at(alert, "annotations", limits);
    if (!annotations) return annotations;
    for (auto& [name, value] : *annotations) {
        if (value.size() > limits.words_bytes_max) value = cut_text(value, limits.words_bytes_max);
    }
    return annotations;
}

Result<AlertWord> decode_alert(const Element& element, const AlertLimits& limits) {
    Object alert;
    if (element.get(alert) != simdjson::SUCCESS) return bad("it must be an object");
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
    const Result<std::string_view> url = text_at(alert, "generatorURL");
    if (!url) return fail(url.error());
    word.key = incidents::label_fingerprint(*labels);
    word.sender = "alertmanager";
    word.labels = std::move(*labels);
    word.annotations = std::move(*annotations);
    word.starts_at = *starts_at ? *starts_at : *ends_at;
    word.ends_at = *ends_at;
    if (url->size() <= limits.label_bytes_max) word.generator_url = *url;
    return word;
}

/// "alert 3 (HighLoad): label 'host' must be a text"
std::string complaint(std::size_t place, const Element& element, const Error& error) {
    std::string which = "alert " + std::to_string(place);
    std::string_view name;
    if (element["labels"]["alertname"].get(name) == simdjson::SUCCESS && !name.empty()) {
        which += " (" + cut_text(name, 64) + ")";
    }
    return which + ": " + error.what;
}

Result<AlertWords> decode_list(const Element& element, const AlertLimits& limits) {
    simdjson::dom::array list;
    if (element.get(list) != simdjson::SUCCESS) return bad("the alerts must be a list");
    if (list.size() > limits.alerts_max) {
        return fail(Errc::too_large, "there are " + std::to_string(list.size()) +
                                         " alerts, at most " + std::to_string(limits.alerts_max) +
                                         " are taken at once");
    }
    AlertWords read;
    read.words.reserve(list.size());
    std::size_t place = 0;
    for (const Element alert : list) {
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

/// The quick library does not say where a message is broken: the other one does.
Error words_of_fault(std::string_view body, const AlertLimits& limits, simdjson::error_code fault) {
    const Result<Json> read = parse_body(body, limits);
    if (!read) return read.error();
    return {Errc::malformed, std::string{"JSON "} + simdjson::error_message(fault)};
}

/// Lives as long as the parser.
Result<Element> parse(std::string_view body, const AlertLimits& limits,
                      simdjson::dom::parser& parser) {
    if (auto good = check_bounds(body, limits); !good) return fail(std::move(good).error());
    Element read;
    const simdjson::error_code fault = parser.parse(body.data(), body.size()).get(read);
    if (fault != simdjson::SUCCESS) return tl::unexpected{words_of_fault(body, limits, fault)};
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
    simdjson::dom::parser parser;
    const Result<Element> list = parse(body, limits, parser);
    if (!list) return fail(list.error());
    return decode_list(*list, limits);
}

Result<AlertWords> decode_alertmanager_webhook(std::string_view body, const AlertLimits& limits) {
    simdjson::dom::parser parser;
    const Result<Element> read_body = parse(body, limits, parser);
    if (!read_body) return fail(read_body.error());
    Object message;
    if (read_body->get(message) != simdjson::SUCCESS) return bad("the message must be an object");
    const Result<std::string_view> version = text_at(message, "version");
    if (!version) return fail(version.error());
    if (*version != "4") return bad("version must be \"4\", not \"" + cut_text(*version, 16) + '"');
    Element alerts;
    if (message.at_key("alerts").get(alerts) != simdjson::SUCCESS) return bad("alerts are missing");
    Result<AlertWords> read = decode_list(alerts, limits);
    if (!read) return read;
    for (AlertWord& word : read->words)
        word.is_said_once = true;
    return read;
}

}  // namespace foreshock::intake
