#include <set>

#include <catch2/catch.hpp>

#include "tests/support/http_receiver.hpp"
#include "tests/support/memory_threads.hpp"
#include "tests/support/notices.hpp"

// What every channel over HTTP keeps, whatever its receiver is called.

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::test::channel_spec;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::MemoryThreads;
using foreshock::test::ReceivedRequest;

namespace {

const std::string secret = "0123456789abcdef0123456789SECRET";

struct Kind {
    std::string kind;
    bool has_secret;
};

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all{
        {"webhook", true}, {"slack", false},      {"slack", true},        {"pagerduty", true},
        {"teams", false},  {"mattermost", false}, {"alertmanager", true}, {"telegram", true},
        {"ntfy", true},    {"jira", true},        {"servicenow", true}};
    return all;
}

ChannelSpec spec_of(const Kind& kind, const std::string& url) {
    ChannelSpec spec = channel_spec(kind.kind, url);
    if (kind.has_secret) spec.secret = secret;
    if (kind.kind == "jira") spec.project = "OPS";
    return spec;
}

Outcome sent(const ChannelSpec& spec, MemoryThreads& threads) {
    const auto channel = make_channel(spec, threads);
    REQUIRE(channel);
    return (*channel)->deliver(test::notice_entry(test::sample_notice(), "id-1", "there"),
                               test::noticed_at, {});
}

Outcome outcome_of(const Kind& kind, const std::string& answer) {
    HttpReceiver receiver{[&](const ReceivedRequest&) { return answer; }};
    MemoryThreads threads;
    return sent(spec_of(kind, receiver.url("/hidden-path")), threads);
}

}  // namespace

TEST_CASE("channels: the catalogue and this table know the same kinds", "[notify]") {
    std::set<std::string> here{"mail"};
    for (const Kind& kind : kinds())
        here.insert(kind.kind);
    std::set<std::string> there;
    for (const ChannelKind& kind : channel_kinds())
        there.emplace(kind.name);
    CHECK(here == there);
}

TEST_CASE("channels: busy and broken receivers are asked again, others refuse",
          "[notify][integration][threads]") {
    for (const Kind& kind : kinds()) {
        for (const int status : {408, 425, 429, 500, 502, 503, 504}) {
            INFO(kind.kind << " " << status);
            const Outcome outcome = outcome_of(kind, http_answer(status, "<p>nope</p>"));
            CHECK(outcome.verdict == Verdict::retry);
            CHECK(outcome.detail == "answered " + std::to_string(status));
        }
        for (const int status : {301, 400, 401, 403, 405, 410, 422}) {
            INFO(kind.kind << " " << status);
            CHECK(outcome_of(kind, http_answer(status, "<p>nope</p>")).verdict ==
                  Verdict::rejected);
        }
    }
}

TEST_CASE("channels: Retry-After is handed on", "[notify][integration][threads]") {
    for (const Kind& kind : kinds()) {
        if (kind.kind == "telegram") continue;  // says it in its body
        INFO(kind.kind);
        const Outcome outcome = outcome_of(kind, http_answer(429, "", "Retry-After: 33\r\n"));
        CHECK(outcome.retry_after == Duration{std::chrono::seconds{33}});
    }
}

TEST_CASE("channels: garbage, silence and half an answer are tried again",
          "[notify][integration][threads]") {
    for (const Kind& kind : kinds()) {
        INFO(kind.kind);
        for (const std::string& answer :
             {std::string{"\x16\x03\x01 garbage\r\n\r\n"}, std::string{},
              std::string{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"}}) {
            CHECK(outcome_of(kind, answer).verdict == Verdict::retry);
        }
        HttpReceiver receiver{[](const ReceivedRequest&) { return HttpReceiver::silence; }};
        MemoryThreads threads;
        ChannelSpec hasty = spec_of(kind, receiver.url());
        hasty.times.answer_within = Duration{60};
        CHECK(sent(hasty, threads).verdict == Verdict::retry);
    }
}

TEST_CASE("channels: a 200 from something else is no delivery where the receiver answers in words",
          "[notify][integration][threads]") {
    for (const Kind& kind : kinds()) {
        const bool is_silent = kind.kind == "webhook" || kind.kind == "teams" ||
                               kind.kind == "mattermost" || kind.kind == "ntfy" ||
                               kind.kind == "alertmanager" || kind.kind == "pagerduty";
        if (is_silent) continue;
        INFO(kind.kind);
        for (const char* body : {"<html>Please log in</html>", "[]", "{}", "null", "\"ok\""})
            CHECK(outcome_of(kind, http_answer(200, body)).verdict == Verdict::retry);
    }
}

TEST_CASE("channels: no word of an outcome holds a secret or a URL",
          "[notify][integration][threads]") {
    int port = 0;
    {
        HttpReceiver receiver{[](const ReceivedRequest&) { return http_answer(200); }};
        port = receiver.port();
    }
    for (const Kind& kind : kinds()) {
        INFO(kind.kind);
        MemoryThreads threads;
        const std::string url = "http://127.0.0.1:" + std::to_string(port) + "/hidden-path";
        std::vector<Outcome> outcomes{sent(spec_of(kind, url), threads)};
        for (const int status : {200, 400, 401, 500}) {
            outcomes.push_back(
                outcome_of(kind, http_answer(status, "hidden-path " + secret + " hidden-path")));
        }
        for (const Outcome& outcome : outcomes) {
            CHECK(outcome.detail.find(secret) == std::string::npos);
            CHECK(outcome.detail.find("hidden") == std::string::npos);
        }
    }
}

TEST_CASE("channels: an entry that holds no words is refused for good", "[notify]") {
    for (const Kind& kind : kinds()) {
        if (kind.kind == "webhook") continue;  // sends any body
        INFO(kind.kind);
        MemoryThreads threads;
        const auto channel = make_channel(spec_of(kind, "http://127.0.0.1:9"), threads);
        REQUIRE(channel);
        incidents::OutboxEntry entry = test::notice_entry(test::sample_notice(), "id-1");
        entry.body = "{}";
        const Outcome outcome = (*channel)->deliver(entry, test::noticed_at, {});
        CHECK(outcome.verdict == Verdict::rejected);
        CHECK(outcome.detail == "the entry holds neither a notice nor a mail");
    }
}

TEST_CASE("channels: a stop ends an attempt", "[notify][integration][threads]") {
    for (const Kind& kind : kinds()) {
        INFO(kind.kind);
        std::stop_source source;
        HttpReceiver receiver{[&](const ReceivedRequest&) {
            source.request_stop();
            return HttpReceiver::silence;
        }};
        MemoryThreads threads;
        ChannelSpec patient = spec_of(kind, receiver.url());
        patient.times.answer_within = std::chrono::seconds{30};
        const auto channel = make_channel(patient, threads);
        REQUIRE(channel);
        const auto entry = test::notice_entry(test::sample_notice(), "id-1", "there");
        CHECK((*channel)->deliver(entry, test::noticed_at, source.get_token()).verdict ==
              Verdict::retry);
    }
}

TEST_CASE("channels: what is configured wrong is told by name, without the secret", "[notify]") {
    MemoryThreads threads;
    for (const Kind& kind : kinds()) {
        INFO(kind.kind);
        const auto made = make_channel(spec_of(kind, "ftp://hidden/path"), threads);
        REQUIRE_FALSE(made);
        CHECK(made.error().code == Errc::invalid);
        CHECK_THAT(made.error().what, Catch::Contains("ops"));
        CHECK_THAT(made.error().what, !Catch::Contains("hidden") && !Catch::Contains(secret));
    }
    CHECK(make_channel(channel_spec("fax", "http://x"), threads).error().what ==
          "channel ops: its kind 'fax' is unknown");
    CHECK(make_channel(channel_spec("jira", "http://x"), threads).error().what ==
          "channel ops: needs a secret_file");
}
