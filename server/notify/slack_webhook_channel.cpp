#include <nlohmann/json.hpp>

#include "server/notify/post_channel.hpp"
#include "server/notify/slack_words.hpp"

namespace foreshock::notify {
namespace {

/// Success is 200 with the two letters "ok"; anything else under 200 is no Slack.
Outcome judge_hook(const HttpAnswer& answer) {
    Outcome outcome = judge(answer);
    if (outcome.verdict == Verdict::delivered && answer.body != "ok") {
        return {Verdict::retry, outcome.detail + ", but not as Slack does", std::nullopt};
    }
    const std::string word = harmless_word(answer.body);
    if (outcome.verdict == Verdict::rejected && !word.empty()) outcome.detail += " (" + word + ")";
    return outcome;
}

}  // namespace

std::string slack_escaped(std::string_view text, std::size_t bytes_max) {
    std::string escaped;
    std::size_t whole = 0;  // up to here it may be cut
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) whole = escaped.size();
        if (c == '&') {
            escaped += "&amp;";
        } else if (c == '<') {
            escaped += "&lt;";
        } else if (c == '>') {
            escaped += "&gt;";
        } else {
            escaped += c;
        }
        if (escaped.size() > bytes_max) return escaped.substr(0, whole);
    }
    return escaped;
}

nlohmann::ordered_json slack_message(const Notice& notice) {
    const std::string title = slack_escaped(notice.subject(), 200);
    std::string section =
        notice.url.empty() ? "*" + title + "*" : "*<" + notice.url + "|" + title + ">*";
    section += "\n" + slack_escaped(notice.text, slack_section_bytes_max - section.size() - 1);
    nlohmann::ordered_json message;
    message["text"] = title + ": " + slack_escaped(notice.summary, 500);
    message["blocks"] = nlohmann::ordered_json::array();
    message["blocks"].push_back(
        {{"type", "section"}, {"text", {{"type", "mrkdwn"}, {"text", section}}}});
    return message;
}

Result<std::unique_ptr<Channel>> make_slack_webhook_channel(ChannelSpec spec) {
    PostForm form;
    form.request = [](const ChannelSpec& to, const Notice& notice, const std::string&) {
        HttpRequest request;
        request.url = to.url;
        request.headers = {"Content-Type: application/json; charset=utf-8"};
        request.body = slack_message(notice).dump(-1, ' ', false,
                                                  nlohmann::ordered_json::error_handler_t::replace);
        return request;
    };
    form.judge = judge_hook;
    return make_post_channel(std::move(spec), std::move(form));
}

}  // namespace foreshock::notify
