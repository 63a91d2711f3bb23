#include <nlohmann/json.hpp>

#include "core/number.hpp"
#include "server/notify/post_channel.hpp"
#include "server/notify/thread_record.hpp"

// Telegram's Bot API, sendMessage.

namespace foreshock::notify {
namespace {

using nlohmann::json;

/// Telegram's bound is 4096 characters.
constexpr std::size_t text_bytes_max = 4000;

/// Telegram says in the body how long to wait.
std::optional<Duration> wait_of(const json& body) {
    const auto parameters = body.is_object() ? body.find("parameters") : body.end();
    if (!body.is_object() || parameters == body.end() || !parameters->is_object()) return {};
    const auto seconds = parameters->find("retry_after");
    if (seconds == parameters->end() || !seconds->is_number_integer()) return {};
    return std::chrono::seconds{std::clamp<std::int64_t>(seconds->get<std::int64_t>(), 0, 86'400)};
}

std::string message_id_of(const json& body) {
    const auto result = body.find("result");
    if (result == body.end() || !result->is_object()) return {};
    const auto id = result->find("message_id");
    return id != result->end() && id->is_number_integer() ? std::to_string(id->get<std::int64_t>())
                                                          : std::string{};
}

class TelegramChannel final : public Channel {
public:
    TelegramChannel(ChannelSpec spec, HttpCaller caller, desk::ExternalThreads& threads)
        : spec_(std::move(spec)), caller_(std::move(caller)), threads_(threads) {}

    Outcome deliver(const incidents::OutboxEntry& entry, TimePoint,
                    const std::stop_token& stop) override {
        const Result<Notice> notice = notice_of(entry);
        if (!notice) return rejected_entry(notice.error());
        ThreadMemory memory{threads_, entry};
        Result<ThreadRecord> record = memory.load();
        if (!record) return {Verdict::retry, "the store: " + record.error().what, std::nullopt};
        const HttpAnswer answer =
            caller_.call(request_of(*notice, entry.recipient, record->root), stop);
        const json body = json::parse(answer.body, nullptr, false);
        Outcome outcome = judge(answer);
        if (outcome.verdict == Verdict::retry) outcome.retry_after = wait_of(body);
        if (outcome.verdict != Verdict::delivered) return outcome;
        if (!body.is_object() || body.value("ok", json{}) != true) {
            return {Verdict::retry, outcome.detail + ", but not as Telegram does", std::nullopt};
        }
        if (record->root.empty()) {
            record->root = message_id_of(body);
            // The words are there: a store that fails now costs the thread, not the message.
            static_cast<void>(memory.keep(*record).has_value());
        }
        return outcome;
    }

private:
    [[nodiscard]] HttpRequest request_of(const Notice& notice, const std::string& recipient,
                                         const std::string& root) const {
        nlohmann::ordered_json message;
        message["chat_id"] = recipient;
        message["text"] = cut(notice.subject() + "\n\n" + notice.text, text_bytes_max);
        message["link_preview_options"] = {{"is_disabled", true}};
        if (!root.empty()) {
            message["reply_parameters"] = {{"message_id", parse_int(root).value_or(0)},
                                           {"allow_sending_without_reply", true}};
        }
        HttpRequest request;
        request.url = spec_.url + "/bot" + spec_.secret + "/sendMessage";
        request.headers = {"Content-Type: application/json"};
        request.body =
            message.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
        return request;
    }

    ChannelSpec spec_;
    HttpCaller caller_;
    desk::ExternalThreads& threads_;
};

bool is_token(std::string_view text) {
    return !text.empty() && text.find_first_not_of(
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstu"
                                "vwxyz0123456789:_-") == std::string_view::npos;
}

}  // namespace

Result<std::unique_ptr<Channel>> make_telegram_channel(ChannelSpec spec,
                                                       desk::ExternalThreads& threads) {
    if (spec.url.empty()) spec.url = "https://api.telegram.org";
    if (!is_http_url(spec.url)) {
        return bad_channel(spec, "its url must begin with http:// or https://");
    }
    if (!is_token(spec.secret)) return bad_channel(spec, "its secret_file holds no bot token");
    Result<HttpCaller> caller = HttpCaller::make(spec.times, spec.ca_file);
    if (!caller) return fail(std::move(caller).error().with("channel " + spec.name));
    return std::unique_ptr<Channel>{
        std::make_unique<TelegramChannel>(std::move(spec), std::move(*caller), threads)};
}

}  // namespace foreshock::notify
