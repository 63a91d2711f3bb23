#include <nlohmann/json.hpp>

#include "server/notify/post_channel.hpp"

// Publishing as JSON, docs.ntfy.sh/publish.

namespace foreshock::notify {
namespace {

/// ntfy turns longer messages into attachments.
constexpr std::size_t message_bytes_max = 4000;

/// 5 breaks through a phone's silence; P1 does, nothing else.
int urgency_of(const Notice& notice) {
    if (!notice.is_open) return 3;
    return notice.priority <= 3 ? 6 - notice.priority : 2;
}

HttpRequest request_of(const ChannelSpec& to, const Notice& notice, const std::string& recipient) {
    nlohmann::ordered_json message;
    message["topic"] = recipient;
    message["title"] = cut(notice.subject(), 250);
    message["message"] = cut(notice.text, message_bytes_max);
    message["priority"] = urgency_of(notice);
    message["tags"] = {notice.is_open ? "warning" : "white_check_mark"};
    if (!notice.url.empty()) message["click"] = notice.url;
    HttpRequest request;
    request.url = to.url;
    request.headers = {"Content-Type: application/json"};
    if (!to.secret.empty()) request.headers.push_back("Authorization: Bearer " + to.secret);
    request.body = message.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return request;
}

}  // namespace

Result<std::unique_ptr<Channel>> make_ntfy_channel(ChannelSpec spec) {
    if (spec.url.empty()) spec.url = "https://ntfy.sh";
    return make_post_channel(std::move(spec), {request_of});
}

}  // namespace foreshock::notify
