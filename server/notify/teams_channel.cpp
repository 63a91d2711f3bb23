#include <nlohmann/json.hpp>

#include "server/notify/post_channel.hpp"

// A card for the "Post to a channel when a webhook request is received" workflow of Microsoft
// Teams.

namespace foreshock::notify {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t text_bytes_max = 20'000;

ordered_json card_of(const Notice& notice) {
    ordered_json card;
    card["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json";
    card["type"] = "AdaptiveCard";
    card["version"] = "1.4";
    card["body"] = ordered_json::array();
    card["body"].push_back({{"type", "TextBlock"},
                            {"text", notice.subject()},
                            {"weight", "Bolder"},
                            {"size", "Medium"},
                            {"wrap", true}});
    card["body"].push_back(
        {{"type", "TextBlock"}, {"text", cut(notice.text, text_bytes_max)}, {"wrap", true}});
    if (!notice.url.empty()) {
        card["actions"] = ordered_json::array();
        card["actions"].push_back(
            {{"type", "Action.OpenUrl"}, {"title", notice.reference}, {"url", notice.url}});
    }
    return card;
}

HttpRequest request_of(const ChannelSpec& to, const Notice& notice, const std::string&) {
    ordered_json attachment;
    attachment["contentType"] = "application/vnd.microsoft.card.adaptive";
    attachment["contentUrl"] = nullptr;
    attachment["content"] = card_of(notice);
    ordered_json message;
    message["type"] = "message";
    message["attachments"] = ordered_json::array({std::move(attachment)});
    HttpRequest request;
    request.url = to.url;
    request.headers = {"Content-Type: application/json"};
    request.body = message.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    return request;
}

}  // namespace

Result<std::unique_ptr<Channel>> make_teams_channel(ChannelSpec spec) {
    return make_post_channel(std::move(spec), {request_of});
}

}  // namespace foreshock::notify
