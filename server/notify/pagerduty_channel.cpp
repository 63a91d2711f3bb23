#include <nlohmann/json.hpp>

#include "server/notify/post_channel.hpp"
#include "server/notify/thread_record.hpp"

// PagerDuty Events API v2, the receiver's limits as Alertmanager keeps them.

namespace foreshock::notify {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t summary_bytes_max = 1024;
constexpr std::size_t details_bytes_max = 512'000;
constexpr const char* triggered = "triggered";

std::string text_of(const ordered_json& json) {
    return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json details_of(const Notice& notice) {
    ordered_json details;
    details["reference"] = notice.reference;
    details["priority"] = "P" + std::to_string(notice.priority);
    details["message"] = notice.text;
    if (text_of(details).size() > details_bytes_max) {
        details["message"] = "left out: longer than PagerDuty takes";
    }
    return details;
}

ordered_json payload_of(const Notice& notice) {
    ordered_json payload;
    payload["summary"] =
        cut(notice.summary.empty() ? notice.subject() : notice.summary, summary_bytes_max);
    payload["source"] = notice.host.empty() ? "foreshock" : notice.host;
    payload["severity"] = notice.severity.empty() ? "warning" : notice.severity;
    payload["timestamp"] = format_rfc3339(notice.at);
    if (!notice.component.empty()) payload["component"] = notice.component;
    if (!notice.category.empty()) payload["group"] = notice.category;
    if (!notice.subcategory.empty()) payload["class"] = notice.subcategory;
    payload["custom_details"] = details_of(notice);
    return payload;
}

class PagerDutyChannel final : public Channel {
public:
    PagerDutyChannel(ChannelSpec spec, HttpCaller caller, desk::ExternalThreads& threads)
        : spec_(std::move(spec)), caller_(std::move(caller)), threads_(threads) {}

    Outcome deliver(const incidents::OutboxEntry& entry, TimePoint,
                    const std::stop_token& stop) override {
        const Result<Notice> notice = notice_of(entry);
        if (!notice) return rejected_entry(notice.error());
        ThreadMemory memory{threads_, entry};
        Result<ThreadRecord> record = memory.load();
        if (!record) return {Verdict::retry, "the store: " + record.error().what, std::nullopt};
        const bool is_known = record->root == triggered;
        if (!notice->is_open) {
            if (is_known) return leave(*notice, *record, memory, stop);
            return {Verdict::delivered, "over before PagerDuty was told; nothing was sent",
                    std::nullopt};
        }
        Outcome outcome{Verdict::delivered, {}, std::nullopt};
        if (!is_known || !notice->is_acknowledged) {
            outcome = send("trigger", *notice, stop);
            if (outcome.verdict != Verdict::delivered) return outcome;
            record->root = triggered;
            if (Result<void> kept = memory.keep(*record); !kept) {
                return {Verdict::retry, "the store: " + kept.error().what, std::nullopt};
            }
        }
        return notice->is_acknowledged ? send("acknowledge", *notice, stop) : outcome;
    }

private:
    /// A return is told with a trigger again: PagerDuty opens a new one under the same key.
    Outcome leave(const Notice& notice, ThreadRecord& record, ThreadMemory& memory,
                  const std::stop_token& stop) {
        Outcome outcome = send("resolve", notice, stop);
        if (outcome.verdict != Verdict::delivered) return outcome;
        record.root.clear();
        const Result<void> kept = memory.keep(record);
        return kept ? outcome
                    : Outcome{Verdict::retry, "the store: " + kept.error().what, std::nullopt};
    }

    Outcome send(std::string_view action, const Notice& notice, const std::stop_token& stop) {
        ordered_json event;
        event["routing_key"] = spec_.secret;
        event["event_action"] = action;
        event["dedup_key"] = notice.incident_id.empty() ? notice.id : notice.incident_id;
        if (action == "trigger") {
            event["payload"] = payload_of(notice);
            event["client"] = "Foreshock";
            if (!notice.url.empty()) {
                event["client_url"] = notice.url;
                event["links"] = ordered_json::array();
                event["links"].push_back({{"href", notice.url}, {"text", notice.reference}});
            }
        }
        HttpRequest request;
        request.url = spec_.url;
        request.headers = {"Content-Type: application/json"};
        request.body = text_of(event);
        return judge(caller_.call(request, stop));
    }

    ChannelSpec spec_;
    HttpCaller caller_;
    desk::ExternalThreads& threads_;
};

}  // namespace

Result<std::unique_ptr<Channel>> make_pagerduty_channel(ChannelSpec spec,
                                                        desk::ExternalThreads& threads) {
    if (spec.url.empty()) spec.url = "https://events.pagerduty.com/v2/enqueue";
    if (!is_http_url(spec.url)) {
        return bad_channel(spec, "its url must begin with http:// or https://");
    }
    if (spec.secret.size() != 32) return bad_channel(spec, "a routing key has 32 characters");
    Result<HttpCaller> caller = HttpCaller::make(spec.times, spec.ca_file);
    if (!caller) return fail(std::move(caller).error().with("channel " + spec.name));
    return std::unique_ptr<Channel>{
        std::make_unique<PagerDutyChannel>(std::move(spec), std::move(*caller), threads)};
}

}  // namespace foreshock::notify
