#include "server/notify/webhook_channel.hpp"

#include <catch2/catch.hpp>

#include "server/notify/signature.hpp"
#include "tests/support/http_receiver.hpp"

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::ReceivedRequest;

namespace {

const TimePoint now = from_unix_ms(1'790'000'000'500);
const std::string secret = "tell-nobody";

incidents::OutboxEntry entry() {
    incidents::OutboxEntry made;
    made.id = "0123456789abcdef0123456789abcdef";
    made.body = "{\"title\":\"caf\xc3\xa9\"}";
    return made;
}

WebhookSettings settings(const std::string& url) {
    WebhookSettings made{"chat", url, secret};
    made.times.connect_within = std::chrono::seconds{2};
    made.times.answer_within = std::chrono::seconds{2};
    return made;
}

Outcome sent(const WebhookSettings& to) {
    return make_webhook_channel(to).value()->deliver(entry(), now, {});
}

/// The outcome when the receiver answers these bytes.
Outcome outcome_of(const std::string& answer) {
    HttpReceiver receiver{[&](const ReceivedRequest&) { return answer; }};
    return sent(settings(receiver.url("/hook?key=hidden")));
}

}  // namespace

TEST_CASE("webhook: the request carries body, id and signature, byte for byte",
          "[notify][integration][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) { return http_answer(200); }};
    CHECK(sent(settings(receiver.url("/hook?a=1"))).verdict == Verdict::delivered);
    REQUIRE(receiver.requests().size() == 1);
    const ReceivedRequest got = receiver.requests().front();
    CHECK(got.method == "POST");
    CHECK(got.target == "/hook?a=1");
    CHECK(got.body == entry().body);
    CHECK(got.headers.at("content-type") == "application/json");
    CHECK(got.headers.at("idempotency-key") == "0123456789abcdef0123456789abcdef");
    CHECK(got.headers.at("x-foreshock-signature") == sign(secret, now, got.body));
    CHECK(got.headers.at("user-agent") == "foreshock");
    CHECK(got.headers.count("expect") == 0);
    CHECK(got.headers.count("authorization") == 0);
}

TEST_CASE("webhook: without a secret there is no signature", "[notify][integration][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) { return http_answer(200); }};
    WebhookSettings unsigned_settings = settings(receiver.url());
    unsigned_settings.secret.clear();
    sent(unsigned_settings);
    REQUIRE(receiver.requests().size() == 1);
    CHECK(receiver.requests().front().headers.count("x-foreshock-signature") == 0);
}

TEST_CASE("webhook: the status decides", "[notify][integration][threads]") {
    const std::vector<std::pair<int, Verdict>> cases{
        {200, Verdict::delivered}, {202, Verdict::delivered}, {204, Verdict::delivered},
        {301, Verdict::rejected},  {307, Verdict::rejected},  {400, Verdict::rejected},
        {401, Verdict::rejected},  {404, Verdict::rejected},  {410, Verdict::rejected},
        {408, Verdict::retry},     {425, Verdict::retry},     {429, Verdict::retry},
        {500, Verdict::retry},     {502, Verdict::retry},     {503, Verdict::retry}};
    for (const auto& [status, verdict] : cases) {
        INFO(status);
        const Outcome outcome = outcome_of(http_answer(status));
        CHECK(outcome.verdict == verdict);
        CHECK(outcome.detail.starts_with("answered " + std::to_string(status)));
        CHECK_FALSE(outcome.retry_after);
    }
}

TEST_CASE("webhook: Retry-After in seconds is handed on", "[notify][integration][threads]") {
    const Outcome outcome = outcome_of(http_answer(429, "", "Retry-After: 120\r\n"));
    CHECK(outcome.verdict == Verdict::retry);
    CHECK(outcome.retry_after == Duration{std::chrono::seconds{120}});
}

TEST_CASE("webhook: a Retry-After that is none is passed over", "[notify][integration][threads]") {
    CHECK_FALSE(outcome_of(http_answer(503, "", "Retry-After: soon\r\n")).retry_after);
}

TEST_CASE("webhook: a redirect is not followed", "[notify][integration][threads]") {
    HttpReceiver receiver{
        [&](const ReceivedRequest&) { return http_answer(302, "", "Location: /elsewhere\r\n"); }};
    CHECK(sent(settings(receiver.url("/hook"))).verdict == Verdict::rejected);
    CHECK(receiver.requests().size() == 1);
}

TEST_CASE("webhook: garbage, nothing and half an answer are tried again",
          "[notify][integration][threads]") {
    for (const std::string& answer :
         {std::string{"\x16\x03\x01 garbage\r\n\r\n"}, std::string{},
          std::string{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"},
          std::string{"HTTP/1.1 2"}}) {
        INFO(answer);
        const Outcome outcome = outcome_of(answer);
        CHECK(outcome.verdict == Verdict::retry);
        CHECK_FALSE(outcome.detail.empty());
    }
}

TEST_CASE("webhook: an endless body is not read, its status counts",
          "[notify][integration][threads]") {
    const std::string endless(1 << 20, 'x');
    CHECK(outcome_of(http_answer(200, endless)).verdict == Verdict::delivered);
    CHECK(outcome_of(http_answer(400, endless)).verdict == Verdict::rejected);
}

TEST_CASE("webhook: an endless head is not read", "[notify][integration][threads]") {
    std::string head;
    for (int i = 0; i < 2000; ++i)
        head += "X-Filler: " + std::string(50, 'x') + "\r\n";
    CHECK(outcome_of(http_answer(200, "", head)).verdict == Verdict::retry);
}

TEST_CASE("webhook: silence ends after its bound", "[notify][integration][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) { return HttpReceiver::silence; }};
    WebhookSettings hasty = settings(receiver.url());
    hasty.times.answer_within = Duration{60};
    CHECK(sent(hasty).verdict == Verdict::retry);
}

TEST_CASE("webhook: nobody listening is tried again, and words hide the URL and the secret",
          "[notify][integration][threads]") {
    int port = 0;
    {
        HttpReceiver receiver{[](const ReceivedRequest&) { return http_answer(200); }};
        port = receiver.port();
    }
    const std::string url = "http://user:pass@127.0.0.1:" + std::to_string(port) + "/hidden";
    const Outcome outcome = sent(settings(url));
    CHECK(outcome.verdict == Verdict::retry);
    CHECK_FALSE(outcome.detail.empty());
    for (const std::string& word : {secret, std::string{"hidden"}, std::string{"pass"}}) {
        CHECK(outcome.detail.find(word) == std::string::npos);
    }
}

TEST_CASE("webhook: one channel serves many entries", "[notify][integration][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) { return http_answer(200); }};
    const auto channel = make_webhook_channel(settings(receiver.url())).value();
    incidents::OutboxEntry second = entry();
    second.body = "{}";
    CHECK(channel->deliver(entry(), now, {}).verdict == Verdict::delivered);
    CHECK(channel->deliver(second, now, {}).verdict == Verdict::delivered);
    CHECK(receiver.requests().at(1).body == "{}");
}

TEST_CASE("webhook: only HTTP URLs are taken, and the complaint hides them", "[notify]") {
    for (const char* url : {"", "file:///etc/passwd", "ftp://h/secret", "hooks.test/secret",
                            "http://h/a b", "http://h/\r\nX: y"}) {
        INFO(url);
        const auto made = make_webhook_channel(settings(url));
        REQUIRE_FALSE(made);
        CHECK(made.error().code == Errc::invalid);
        CHECK(made.error().what == "webhook chat: its url must begin with http:// or https://");
    }
}

TEST_CASE("webhook: the body of an answer decides where somebody takes it",
          "[notify][integration][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) {
        return http_answer(200, R"({"url":"https://meet.example/1"})");
    }};
    WebhookSettings asking = settings(receiver.url("/rooms"));
    std::string taken;
    asking.take_answer = [&](const incidents::OutboxEntry&, const std::string& body,
                             const std::stop_token&) {
        taken = body;
        return Outcome{Verdict::retry, "not now", {}};
    };
    CHECK(sent(asking).verdict == Verdict::retry);
    CHECK(taken == R"({"url":"https://meet.example/1"})");
}

TEST_CASE("webhook: a refusal is never taken for an answer", "[notify][integration][threads]") {
    HttpReceiver receiver{[](const ReceivedRequest&) { return http_answer(403, "no"); }};
    WebhookSettings asking = settings(receiver.url("/rooms"));
    asking.take_answer = [](const incidents::OutboxEntry&, const std::string&,
                            const std::stop_token&) {
        return Outcome{Verdict::delivered, "wrongly", {}};
    };
    CHECK(sent(asking).verdict == Verdict::rejected);
}
