#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/http_receiver.hpp"
#include "tests/support/memory_threads.hpp"
#include "tests/support/notices.hpp"

// What Slack's hooks, Teams, Mattermost, ntfy and Telegram get, byte for byte.

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::test::channel_spec;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::MemoryThreads;
using foreshock::test::notice_entry;
using foreshock::test::ReceivedRequest;
using nlohmann::json;

namespace {

struct Sent {
    Outcome outcome;
    ReceivedRequest request;
    json body;
};

Sent send(ChannelSpec spec, const Notice& notice, const std::string& answer,
          const std::string& recipient = "") {
    HttpReceiver receiver{[&](const ReceivedRequest&) { return http_answer(200, answer); }};
    spec.url = receiver.url("/hook");
    MemoryThreads threads;
    const auto channel = make_channel(spec, threads);
    REQUIRE(channel);
    Sent sent;
    sent.outcome =
        (*channel)->deliver(notice_entry(notice, "id-1", recipient), test::noticed_at, {});
    REQUIRE(receiver.requests().size() == 1);
    sent.request = receiver.requests().front();
    sent.body = json::parse(sent.request.body);
    return sent;
}

}  // namespace

TEST_CASE("slack webhook: text and a section, with Slack's control characters escaped",
          "[notify][integration][threads]") {
    const Sent sent = send(channel_spec("slack", ""), test::sample_notice(), "ok");
    CHECK(sent.outcome.verdict == Verdict::delivered);
    CHECK(sent.request.method == "POST");
    CHECK(sent.request.headers.at("content-type") == "application/json; charset=utf-8");
    CHECK(
        sent.body["text"] ==
        "[INC-000042] /var on web-1 will be full: P2 about to happen: /var on web-1 will be full");
    CHECK(sent.body["blocks"].size() == 1);
    CHECK(sent.body["blocks"][0]["text"]["text"] ==
          "*<https://foreshock.test/incidents/42|[INC-000042] /var on web-1 will be full>*\n"
          "P2 about to happen: /var on web-1 will be full\n\nNow: 97 % &lt;of&gt; 1 GiB &amp; "
          "more\n");
}

TEST_CASE("slack webhook: Slack's own word for a refusal is told",
          "[notify][integration][threads]") {
    for (const auto& [status, word] : std::vector<std::pair<int, std::string>>{
             {404, "channel_not_found"}, {410, "channel_is_archived"}, {400, "invalid_payload"}}) {
        HttpReceiver receiver{[&](const ReceivedRequest&) { return http_answer(status, word); }};
        MemoryThreads threads;
        const auto channel = make_channel(channel_spec("slack", receiver.url()), threads);
        const Outcome outcome =
            (*channel)->deliver(notice_entry(test::sample_notice(), "id"), test::noticed_at, {});
        CHECK(outcome.verdict == Verdict::rejected);
        CHECK(outcome.detail == "answered " + std::to_string(status) + " (" + word + ")");
    }
}

TEST_CASE("slack webhook: a section never passes Slack's bound", "[notify][integration][threads]") {
    Notice notice = test::sample_notice();
    notice.text = std::string(20'000, '&');
    notice.title = std::string(3'000, '<');
    const Sent sent = send(channel_spec("slack", ""), notice, "ok");
    CHECK(sent.body["blocks"][0]["text"]["text"].get<std::string>().size() <= 3000);
    CHECK(sent.body["text"].get<std::string>().size() <= 1000);
}

TEST_CASE("teams: a card with a link", "[notify][integration][threads]") {
    const Sent sent = send(channel_spec("teams", ""), test::sample_notice(), "");
    CHECK(sent.outcome.verdict == Verdict::delivered);
    CHECK(sent.body["type"] == "message");
    const json& attachment = sent.body["attachments"][0];
    CHECK(attachment["contentType"] == "application/vnd.microsoft.card.adaptive");
    const json& card = attachment["content"];
    CHECK(card["type"] == "AdaptiveCard");
    CHECK(card["body"][0]["text"] == "[INC-000042] /var on web-1 will be full");
    CHECK(card["body"][1]["text"] == test::sample_notice().text);
    CHECK(card["actions"][0]["url"] == "https://foreshock.test/incidents/42");
}

TEST_CASE("mattermost: Markdown, in the channel that is named", "[notify][integration][threads]") {
    const Sent sent =
        send(channel_spec("mattermost", ""), test::sample_notice(), "ok", "operations");
    CHECK(sent.outcome.verdict == Verdict::delivered);
    CHECK(sent.body["channel"] == "operations");
    CHECK_THAT(sent.body["text"].get<std::string>(),
               Catch::StartsWith("**[INC-000042](https://foreshock.test/incidents/42) /var on "
                                 "web-1 will be full**\n\nP2 about to happen"));
}

TEST_CASE("ntfy: topic, title, urgency and a token", "[notify][integration][threads]") {
    ChannelSpec spec = channel_spec("ntfy", "");
    spec.secret = "tk_secret";
    Notice notice = test::sample_notice();
    const Sent sent = send(spec, notice, "{}", "operations");
    CHECK(sent.request.headers.at("authorization") == "Bearer tk_secret");
    CHECK(sent.body["topic"] == "operations");
    CHECK(sent.body["title"] == "[INC-000042] /var on web-1 will be full");
    CHECK(sent.body["message"] == notice.text);
    CHECK(sent.body["priority"] == 4);
    CHECK(sent.body["click"] == notice.url);
    notice.priority = 1;
    CHECK(send(spec, notice, "{}", "operations").body["priority"] == 5);
    notice.is_open = false;
    CHECK(send(spec, notice, "{}", "operations").body["priority"] == 3);
}

TEST_CASE("alertmanager: its webhook of version 4", "[notify][integration][threads]") {
    ChannelSpec spec = channel_spec("alertmanager", "");
    spec.secret = "token";
    Notice notice = test::sample_notice();
    const Sent sent = send(spec, notice, "");
    CHECK(sent.outcome.verdict == Verdict::delivered);
    CHECK(sent.request.headers.at("authorization") == "Bearer token");
    CHECK(sent.body["version"] == "4");
    CHECK(sent.body["status"] == "firing");
    CHECK(sent.body["groupKey"] == "foreshock/inc-00000000000000aa");
    const json& alert = sent.body["alerts"][0];
    CHECK(alert["fingerprint"] == "00000000000000aa");
    CHECK(alert["labels"]["alertname"] == "storage.space");
    CHECK(alert["labels"]["host"] == "web-1");
    CHECK(alert["labels"]["severity"] == "critical");
    CHECK(alert["labels"]["incident"] == "INC-000042");
    CHECK(alert["annotations"]["summary"] == notice.summary);
    CHECK(alert["startsAt"] == "2026-09-21T14:00:00.000Z");
    CHECK(alert["endsAt"] == "0001-01-01T00:00:00Z");
    CHECK(alert["generatorURL"] == notice.url);
    notice.is_open = false;
    const Sent end = send(spec, notice, "");
    CHECK(end.body["status"] == "resolved");
    CHECK(end.body["alerts"][0]["endsAt"] == "2026-09-21T14:13:20.500Z");
    CHECK(end.body["alerts"][0]["labels"] == alert["labels"]);
}

TEST_CASE("telegram: later words answer the first message", "[notify][integration][threads]") {
    HttpReceiver receiver{[&](const ReceivedRequest&) {
        return http_answer(200, R"({"ok":true,"result":{"message_id":77}})");
    }};
    ChannelSpec spec = channel_spec("telegram", receiver.url());
    spec.secret = "12345:token";
    MemoryThreads threads;
    const auto channel = make_channel(spec, threads);
    REQUIRE(channel);
    for (const char* id : {"id-1", "id-2"}) {
        CHECK((*channel)
                  ->deliver(notice_entry(test::sample_notice(), id, "-100"), test::noticed_at, {})
                  .verdict == Verdict::delivered);
    }
    REQUIRE(receiver.requests().size() == 2);
    CHECK(receiver.requests()[0].target == "/bot12345:token/sendMessage");
    const json first = json::parse(receiver.requests()[0].body);
    CHECK(first["chat_id"] == "-100");
    CHECK_FALSE(first.contains("reply_parameters"));
    CHECK_THAT(first["text"].get<std::string>(), Catch::StartsWith("[INC-000042] /var on web-1"));
    const json second = json::parse(receiver.requests()[1].body);
    CHECK(second["reply_parameters"]["message_id"] == 77);
    CHECK(second["reply_parameters"]["allow_sending_without_reply"] == true);
}

TEST_CASE("telegram: how long to wait stands in the body", "[notify][integration][threads]") {
    HttpReceiver receiver{[&](const ReceivedRequest&) {
        return http_answer(429, R"({"ok":false,"parameters":{"retry_after":12}})");
    }};
    ChannelSpec spec = channel_spec("telegram", receiver.url());
    spec.secret = "12345:token";
    MemoryThreads threads;
    const auto channel = make_channel(spec, threads);
    const Outcome outcome =
        (*channel)->deliver(notice_entry(test::sample_notice(), "id", "1"), test::noticed_at, {});
    CHECK(outcome.verdict == Verdict::retry);
    CHECK(outcome.retry_after == Duration{std::chrono::seconds{12}});
}

TEST_CASE("notices: a channel that steps in for a mail says the mail's words", "[notify]") {
    incidents::OutboxEntry entry;
    entry.id = "id";
    entry.incident_id = "inc-1";
    entry.body = R"({"to":"a@b","subject":"It works again","text":"Please confirm.\n"})";
    const Notice notice = notice_of(entry).value();
    CHECK(notice.subject() == "It works again");
    CHECK(notice.text == "Please confirm.\n");
    CHECK(notice.incident_id == "inc-1");
}

TEST_CASE("notices: a page in a webhook's form is words to people too", "[notify]") {
    incidents::OutboxEntry entry;
    entry.incident_id = "inc-1";
    entry.body = R"({"event":"incident.paged","at":"2026-09-21T14:13:20Z",)"
                 R"("page":{"words":"Please take it."},)"
                 R"("incident":{"reference":"INC-000042","title":"/var is full","priority":"P1",)"
                 R"("severity":"critical","host":"web-1","open":true}})";
    const Notice notice = notice_of(entry).value();
    CHECK(notice.subject() == "[INC-000042] /var is full");
    CHECK(notice.text == "Please take it.\n");
    CHECK(notice.priority == 1);
    CHECK(notice.host == "web-1");
    entry.body = R"({"incident":3})";
    CHECK_FALSE(notice_of(entry));
}

TEST_CASE("cut: between characters, never longer than asked", "[notify]") {
    CHECK(cut("short", 5) == "short");
    CHECK(cut("longer", 5) == "lo\xe2\x80\xa6");
    CHECK(cut("\xe0\xb8\x81\xe0\xb8\x82\xe0\xb8\x83", 8) == "\xe0\xb8\x81\xe2\x80\xa6");
    for (std::size_t most = 0; most < 12; ++most)
        CHECK(cut("\xe0\xb8\x81\xe0\xb8\x82\xe0\xb8\x83\xe0\xb8\x84", most).size() <= most);
}
