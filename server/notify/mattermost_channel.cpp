#include <nlohmann/json.hpp>

#include "server/notify/post_channel.hpp"

namespace foreshock::notify {
namespace {

/// Mattermost cuts a post at 16383 characters.
constexpr std::size_t text_bytes_max = 16'000;

/// Markdown: a line of text stays a line.
std::string with_line_breaks(std::string_view text) {
    std::string lines;
    for (const char c : text) {
        if (c == '\n') lines += "  ";
        lines += c;
    }
    return lines;
}

HttpRequest request_of(const ChannelSpec& to, const Notice& notice, const std::string& recipient) {
    nlohmann::ordered_json message;
    const std::string title = notice.url.empty() ? "**" + notice.subject() + "**"
                                                 : "**[" + notice.reference + "](" + notice.url +
                                                       ") " + notice.title + "**";
    message["text"] = title + "\n\n" + with_line_breaks(cut(notice.text, text_bytes_max));
    if (!recipient.empty()) message["channel"] = recipient;
    HttpRequest request;
    request.url = to.url;
    request.headers = {"Content-Type: application/json"};
    request.body = message.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return request;
}

}  // namespace

Result<std::unique_ptr<Channel>> make_mattermost_channel(ChannelSpec spec) {
    return make_post_channel(std::move(spec), {request_of});
}

}  // namespace foreshock::notify
