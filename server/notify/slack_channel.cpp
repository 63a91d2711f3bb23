#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "server/notify/post_channel.hpp"
#include "server/notify/slack_api.hpp"
#include "server/notify/slack_words.hpp"
#include "server/notify/thread_record.hpp"

namespace foreshock::notify {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

/// Where a doubtful message is looked for: among so many of the newest.
constexpr int looked_at_max = 100;
constexpr const char* metadata_type = "foreshock_notice";

/// Errors of Slack that pass by themselves.
constexpr std::array<std::string_view, 6> passing{"ratelimited",     "internal_error",
                                                  "fatal_error",     "service_unavailable",
                                                  "request_timeout", "team_added_to_org"};

/// The root can no longer be changed, or is gone; the thread may still be told.
constexpr std::array<std::string_view, 4> unchangeable{"message_not_found", "cant_update_message",
                                                       "edit_window_closed", "update_failed"};

template <std::size_t Count>
bool names(const std::array<std::string_view, Count>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string text_at(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::string id_in(const json& message) {
    const auto metadata = message.find("metadata");
    if (metadata == message.end() || !metadata->is_object()) return {};
    const auto payload = metadata->find("event_payload");
    return payload != metadata->end() && payload->is_object() ? text_at(*payload, "id")
                                                              : std::string{};
}

const Outcome done{Verdict::delivered, "answered ok", std::nullopt};

class SlackChannel final : public Channel {
public:
    SlackChannel(SlackApi api, desk::ExternalThreads& threads)
        : api_(std::move(api)), threads_(threads) {}

    Outcome deliver(const incidents::OutboxEntry& entry, TimePoint,
                    const std::stop_token& stop) override;

private:
    /// One delivery under way.
    struct Turn {
        const incidents::OutboxEntry& entry;
        const Notice& notice;
        ThreadMemory memory;
        ThreadRecord record;
        const std::stop_token& stop;
    };

    Outcome begin_thread(Turn& turn);
    Outcome go_on(Turn& turn);
    Outcome update_root(Turn& turn);
    /// Says it, unless it is there already.
    Outcome say(Turn& turn, const ordered_json& message, json& body);
    /// The `ts` of a message that carries the entry's id; empty when there is none.
    std::string find_said(Turn& turn);

    SlackApi api_;
    desk::ExternalThreads& threads_;
};

Outcome store_failed(const Error& error) {
    return {Verdict::retry, "the store: " + error.what, std::nullopt};
}

Outcome SlackChannel::deliver(const incidents::OutboxEntry& entry, TimePoint,
                              const std::stop_token& stop) {
    const Result<Notice> notice = notice_of(entry);
    if (!notice) return rejected_entry(notice.error());
    Turn turn{entry, *notice, ThreadMemory{threads_, entry}, {}, stop};
    Result<ThreadRecord> record = turn.memory.load();
    if (!record) return store_failed(record.error());
    turn.record = std::move(*record);
    if (turn.record.said == entry.id) return done;
    return turn.record.root.empty() ? begin_thread(turn) : go_on(turn);
}

Outcome SlackChannel::begin_thread(Turn& turn) {
    json body;
    Outcome outcome = say(turn, slack_message(turn.notice), body);
    if (outcome.verdict != Verdict::delivered) return outcome;
    turn.record.root = text_at(body, "ts");
    const std::string place = text_at(body, "channel");
    if (!place.empty()) turn.record.place = place;
    turn.record.said = turn.entry.id;
    const Result<void> kept = turn.memory.keep(turn.record);
    return kept ? outcome : store_failed(kept.error());
}

Outcome SlackChannel::go_on(Turn& turn) {
    Outcome updated = update_root(turn);
    if (updated.verdict != Verdict::delivered) return updated;
    ordered_json reply = slack_message(turn.notice);
    reply["thread_ts"] = turn.record.root;
    json body;
    Outcome outcome = say(turn, reply, body);
    if (outcome.verdict != Verdict::delivered) return outcome;
    turn.record.said = turn.entry.id;
    const Result<void> kept = turn.memory.keep(turn.record);
    return kept ? outcome : store_failed(kept.error());
}

Outcome SlackChannel::update_root(Turn& turn) {
    ordered_json message = slack_message(turn.notice);
    message["channel"] = turn.record.place.empty() ? turn.entry.recipient : turn.record.place;
    message["ts"] = turn.record.root;
    json body;
    Outcome outcome = api_.call("chat.update", message, body, turn.stop);
    const bool is_settled =
        outcome.verdict == Verdict::rejected && names(unchangeable, text_at(body, "error"));
    return is_settled ? done : outcome;
}

Outcome SlackChannel::say(Turn& turn, const ordered_json& message, json& body) {
    if (turn.record.doing == turn.entry.id) {
        const std::string found = find_said(turn);
        body = json{{"ts", found}};
        if (!found.empty()) return done;
    }
    turn.record.doing = turn.entry.id;
    if (Result<void> kept = turn.memory.keep(turn.record); !kept) return store_failed(kept.error());
    ordered_json whole = message;
    whole["channel"] = turn.record.place.empty() ? turn.entry.recipient : turn.record.place;
    whole["unfurl_links"] = false;
    whole["metadata"] = {
        {"event_type", metadata_type},
        {"event_payload", {{"id", turn.entry.id}, {"incident", turn.entry.incident_id}}}};
    return api_.call("chat.postMessage", whole, body, turn.stop);
}

std::string SlackChannel::find_said(Turn& turn) {
    const bool in_thread = !turn.record.root.empty();
    SlackApi::Form where{
        {"channel", turn.record.place.empty() ? turn.entry.recipient : turn.record.place},
        {"limit", std::to_string(looked_at_max)},
        {"include_all_metadata", "true"}};
    if (in_thread) where.emplace_back("ts", turn.record.root);
    json body;
    const Outcome looked = api_.look_up(
        in_thread ? "conversations.replies" : "conversations.history", where, body, turn.stop);
    if (looked.verdict != Verdict::delivered) return {};
    const auto messages = body.is_object() ? body.find("messages") : body.end();
    if (!body.is_object() || messages == body.end() || !messages->is_array()) return {};
    for (const json& message : *messages) {
        if (message.is_object() && id_in(message) == turn.entry.id) return text_at(message, "ts");
    }
    return {};
}

}  // namespace

HttpRequest SlackApi::request_to(std::string_view method, std::string_view type) const {
    HttpRequest request;
    request.url = spec_.url + "/" + std::string{method};
    request.headers = {"Content-Type: " + std::string{type} + "; charset=utf-8",
                       "Authorization: Bearer " + spec_.secret};
    return request;
}

Outcome SlackApi::call(std::string_view method, const ordered_json& arguments, json& body,
                       const std::stop_token& stop) {
    HttpRequest request = request_to(method, "application/json");
    request.body = arguments.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    return send(request, body, stop);
}

Outcome SlackApi::look_up(std::string_view method, const Form& arguments, json& body,
                          const std::stop_token& stop) {
    HttpRequest request = request_to(method, "application/x-www-form-urlencoded");
    for (const auto& [name, value] : arguments) {
        if (!request.body.empty()) request.body += '&';
        request.body += std::string{name} + "=" + percent_encoded(value);
    }
    return send(request, body, stop);
}

Outcome SlackApi::send(const HttpRequest& request, json& body, const std::stop_token& stop) {
    const HttpAnswer answer = caller_.call(request, stop);
    Outcome outcome = judge(answer);
    if (outcome.verdict != Verdict::delivered) return outcome;
    body = json::parse(answer.body, nullptr, false);
    if (!body.is_object() || !body.contains("ok")) {
        return {Verdict::retry, outcome.detail + ", but not as Slack does", std::nullopt};
    }
    if (body["ok"] == true) return done;
    const std::string word = harmless_word(text_at(body, "error"));
    return {names(passing, word) ? Verdict::retry : Verdict::rejected, "answered " + word,
            answer.retry_after};
}

Result<std::unique_ptr<Channel>> make_slack_channel(ChannelSpec spec,
                                                    desk::ExternalThreads& threads) {
    if (spec.url.empty()) spec.url = "https://slack.com/api";
    if (!is_http_url(spec.url)) {
        return bad_channel(spec, "its url must begin with http:// or https://");
    }
    Result<HttpCaller> caller = HttpCaller::make(spec.times, spec.ca_file);
    if (!caller) return fail(std::move(caller).error().with("channel " + spec.name));
    return std::unique_ptr<Channel>{
        std::make_unique<SlackChannel>(SlackApi{std::move(spec), std::move(*caller)}, threads)};
}

}  // namespace foreshock::notify
