#include "server/intake/pagerduty_event.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "core/hash.hpp"
#include "server/intake/alert_symptom.hpp"
#include "server/intake/json_reading.hpp"

namespace foreshock::intake {
namespace {

constexpr std::size_t dedup_key_bytes_max = 255;
constexpr std::size_t summary_bytes_max = 1024;
constexpr std::array<std::string_view, 4> severities{"critical", "error", "warning", "info"};

/// Reads one object and gathers what is wrong with it.
class Fields {
public:
    Fields(const Json& object, std::string prefix, EventFaults& faults)
        : object_(object), prefix_(std::move(prefix)), faults_(faults) {}

    std::string text(std::string_view name, std::size_t bytes_max) {
        Result<std::string> read = text_at(object_, name);
        if (!read) complain(name, "must be a text");
        return read ? cut_text(*read, bytes_max) : std::string{};
    }

    std::string needed(std::string_view name, std::size_t bytes_max) {
        const std::size_t before = faults_.size();
        std::string read = text(name, bytes_max);
        if (read.empty() && faults_.size() == before) complain(name, "is missing or blank");
        return read;
    }

    TimePoint time(std::string_view name, TimePoint otherwise) {
        const Result<std::optional<TimePoint>> read = time_at(object_, name);
        if (!read) complain(name, "must be a time such as 2026-11-23T22:57:00Z");
        return read ? std::min(read->value_or(otherwise), otherwise) : otherwise;
    }

    void complain(std::string_view name, std::string_view what) {
        faults_.push_back("'" + prefix_ + std::string{name} + "' " + std::string{what});
    }

private:
    const Json& object_;
    std::string prefix_;
    EventFaults& faults_;
};

void put(incidents::AlertTexts& texts, std::string_view name, std::string value) {
    if (!value.empty()) texts.insert_or_assign(std::string{name}, std::move(value));
}

const Json* object_at(const Json& object, std::string_view name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_object() ? &*found : nullptr;
}

std::string details_of(const Json& payload, const AlertLimits& limits) {
    const auto found = payload.find("custom_details");
    if (found == payload.end() || found->is_null()) return {};
    if (found->is_string()) return cut_text(found->get<std::string>(), limits.words_bytes_max);
    return cut_text(found->dump(-1, ' ', false, Json::error_handler_t::replace),
                    limits.words_bytes_max);
}

EventAction action_of(Fields& event) {
    const std::string action = event.needed("event_action", 32);
    if (action == "acknowledge") return EventAction::acknowledge;
    if (action == "resolve") return EventAction::resolve;
    if (!action.empty() && action != "trigger") {
        event.complain("event_action", "must be trigger, acknowledge or resolve");
    }
    return EventAction::trigger;
}

void read_payload(const Json& payload, TimePoint received_at, const AlertLimits& limits,
                  AlertWord& word, EventFaults& faults) {
    Fields fields{payload, "payload.", faults};
    const std::string group = fields.text("class", limits.name_bytes_max);
    const std::string source = fields.needed("source", limits.label_bytes_max);
    const std::string severity = fields.needed("severity", 32);
    const bool is_known =
        std::find(severities.begin(), severities.end(), severity) != severities.end();
    if (!severity.empty() && !is_known) {
        fields.complain("severity", "must be critical, error, warning or info");
    }
    put(word.labels, "alertname", group.empty() ? "PagerDutyEvent" : group);
    put(word.labels, "host", std::string{host_of_address(source)});
    put(word.labels, "source", source);
    put(word.labels, "severity", severity);
    put(word.labels, "component", fields.text("component", limits.label_bytes_max));
    put(word.labels, "group", fields.text("group", limits.label_bytes_max));
    put(word.annotations, "summary", fields.needed("summary", summary_bytes_max));
    put(word.annotations, "description", details_of(payload, limits));
    word.starts_at = fields.time("timestamp", received_at);
}

std::string made_up_dedup_key(std::string_view body, TimePoint received_at) {
    return stable_id({"dedup key", body, std::to_string(to_unix_ms(received_at))});
}

}  // namespace

ReadEvent<PagerDutyEvent> decode_pagerduty_event(std::string_view body, TimePoint received_at,
                                                 const AlertLimits& limits) {
    ReadEvent<PagerDutyEvent> read;
    const Result<Json> json = parse_body(body, limits);
    if (!json || !json->is_object()) {
        read.faults = {json ? "the event must be an object" : json.error().what};
        return read;
    }
    PagerDutyEvent& event = read.event;
    Fields fields{*json, "", read.faults};
    event.routing_key = fields.needed("routing_key", limits.name_bytes_max);
    event.action = action_of(fields);
    event.client = fields.text("client", limits.name_bytes_max);
    const bool is_trigger = event.action == EventAction::trigger;
    event.dedup_key = is_trigger ? fields.text("dedup_key", limits.label_bytes_max)
                                 : fields.needed("dedup_key", limits.label_bytes_max);
    if (event.dedup_key.size() > dedup_key_bytes_max) {
        fields.complain("dedup_key", "has more than 255 bytes");
    }
    if (event.dedup_key.empty()) event.dedup_key = made_up_dedup_key(body, received_at);
    event.word.sender = "pagerduty";
    event.word.is_said_once = true;
    event.word.is_over = event.action == EventAction::resolve;
    event.word.generator_url = fields.text("client_url", limits.label_bytes_max);
    if (!is_trigger) return read;
    const Json* payload = object_at(*json, "payload");
    if (!payload) {
        fields.complain("payload", "is missing or blank");
        return read;
    }
    put(event.word.labels, "dedup_key", event.dedup_key);
    read_payload(*payload, received_at, limits, event.word, read.faults);
    return read;
}

ReadEvent<PagerDutyChange> decode_pagerduty_change(std::string_view body, TimePoint received_at,
                                                   const AlertLimits& limits) {
    ReadEvent<PagerDutyChange> read;
    const Result<Json> json = parse_body(body, limits);
    if (!json || !json->is_object()) {
        read.faults = {json ? "the event must be an object" : json.error().what};
        return read;
    }
    Fields fields{*json, "", read.faults};
    read.event.routing_key = fields.needed("routing_key", limits.name_bytes_max);
    read.event.client = fields.text("client", limits.name_bytes_max);
    const Json* payload = object_at(*json, "payload");
    if (!payload) {
        fields.complain("payload", "is missing or blank");
        return read;
    }
    Fields inner{*payload, "payload.", read.faults};
    read.event.summary = inner.needed("summary", summary_bytes_max);
    read.event.source = inner.text("source", limits.label_bytes_max);
    read.event.at = inner.time("timestamp", received_at);
    return read;
}

std::string pagerduty_alert_key(std::string_view integration, std::string_view dedup_key) {
    return "pagerduty-" + stable_id({integration, dedup_key});
}

}  // namespace foreshock::intake
