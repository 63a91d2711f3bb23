#include <atomic>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/notify/thread_record.hpp"
#include "tests/support/http_receiver.hpp"
#include "tests/support/memory_threads.hpp"
#include "tests/support/notices.hpp"

using namespace foreshock;
using namespace foreshock::notify;
using foreshock::test::http_answer;
using foreshock::test::HttpReceiver;
using foreshock::test::MemoryThreads;
using foreshock::test::notice_entry;
using foreshock::test::ReceivedRequest;
using nlohmann::json;

namespace {

/// A Slack of one channel: it keeps what was posted, and can lose its answers.
struct FakeSlack {
    std::vector<json> posted;
    std::vector<json> updated;
    std::atomic<bool> loses_answers = false;
    std::string update_error;
    HttpReceiver receiver{[this](const ReceivedRequest& request) { return answer(request); }};
    MemoryThreads threads;
    std::unique_ptr<Channel> channel;

    FakeSlack() { restart(); }

    /// As after a crash: nothing is known but what the store kept.
    void restart() {
        ChannelSpec spec = test::channel_spec("slack", receiver.url("/api"));
        spec.secret = "xoxb-token";
        channel = make_channel(spec, threads).value();
    }

    Outcome deliver(const Notice& notice, const std::string& id) {
        return channel->deliver(notice_entry(notice, id, "C1"), test::noticed_at, {});
    }

    [[nodiscard]] json all_messages() const {
        json messages = json::array();
        for (const json& one : posted)
            messages.push_back({{"ts", one["ts"]}, {"metadata", one["metadata"]}});
        return messages;
    }

private:
    std::string answer(const ReceivedRequest& request) {
        if (request.headers.at("authorization") != "Bearer xoxb-token") {
            return http_answer(200, R"({"ok":false,"error":"invalid_auth"})");
        }
        if (request.target == "/api/chat.postMessage") {
            json message = json::parse(request.body);
            message["ts"] = "100." + std::to_string(posted.size() + 1);
            posted.push_back(message);
            if (loses_answers) return "";
            return http_answer(200,
                               json{{"ok", true}, {"ts", message["ts"]}, {"channel", "C1"}}.dump());
        }
        if (request.target == "/api/chat.update") {
            updated.push_back(json::parse(request.body));
            if (!update_error.empty()) {
                return http_answer(200, json{{"ok", false}, {"error", update_error}}.dump());
            }
            return http_answer(200, R"({"ok":true})");
        }
        return http_answer(200, json{{"ok", true}, {"messages", all_messages()}}.dump());
    }
};

Notice resolved() {
    Notice notice = test::sample_notice();
    notice.event = "resolved";
    notice.is_open = false;
    return notice;
}

}  // namespace

TEST_CASE("slack: one thread for each incident, its first message tells the newest",
          "[notify][integration][threads]") {
    FakeSlack slack;
    CHECK(slack.deliver(test::sample_notice(), "id-1").verdict == Verdict::delivered);
    CHECK(slack.deliver(resolved(), "id-2").verdict == Verdict::delivered);
    REQUIRE(slack.posted.size() == 2);
    CHECK(slack.posted[0]["channel"] == "C1");
    CHECK_FALSE(slack.posted[0].contains("thread_ts"));
    CHECK(slack.posted[0]["metadata"]["event_payload"]["id"] == "id-1");
    CHECK(slack.posted[1]["thread_ts"] == "100.1");
    REQUIRE(slack.updated.size() == 1);
    CHECK(slack.updated[0]["ts"] == "100.1");
    CHECK(slack.updated[0]["channel"] == "C1");
}

TEST_CASE("slack: the thread goes on after a restart", "[notify][integration][threads]") {
    FakeSlack slack;
    slack.deliver(test::sample_notice(), "id-1");
    slack.restart();
    slack.deliver(resolved(), "id-2");
    CHECK(slack.posted.at(1)["thread_ts"] == "100.1");
}

TEST_CASE("slack: what was posted while the answer was lost is found, not posted again",
          "[notify][integration][threads]") {
    FakeSlack slack;
    slack.loses_answers = true;
    CHECK(slack.deliver(test::sample_notice(), "id-1").verdict == Verdict::retry);
    slack.loses_answers = false;
    slack.restart();
    CHECK(slack.deliver(test::sample_notice(), "id-1").verdict == Verdict::delivered);
    CHECK(slack.posted.size() == 1);
    slack.loses_answers = true;
    CHECK(slack.deliver(resolved(), "id-2").verdict == Verdict::retry);
    slack.loses_answers = false;
    slack.restart();
    CHECK(slack.deliver(resolved(), "id-2").verdict == Verdict::delivered);
    CHECK(slack.posted.size() == 2);
    CHECK(slack.posted[1]["thread_ts"] == "100.1");
}

TEST_CASE("slack: a crash between the answer and the store repeats nothing",
          "[notify][integration][threads]") {
    FakeSlack slack;
    slack.threads.fail_after(1);
    CHECK(slack.deliver(test::sample_notice(), "id-1").verdict == Verdict::retry);
    slack.restart();
    CHECK(slack.deliver(test::sample_notice(), "id-1").verdict == Verdict::delivered);
    CHECK(slack.deliver(test::sample_notice(), "id-1").verdict == Verdict::delivered);
    CHECK(slack.posted.size() == 1);
}

TEST_CASE("slack: without its memory nothing is posted", "[notify][integration][threads]") {
    FakeSlack slack;
    slack.threads.set_broken(true);
    const Outcome outcome = slack.deliver(test::sample_notice(), "id-1");
    CHECK(outcome.verdict == Verdict::retry);
    CHECK(outcome.detail == "the store: disk full");
    CHECK(slack.posted.empty());
}

TEST_CASE("slack: a first message that is gone does not stop the thread",
          "[notify][integration][threads]") {
    FakeSlack slack;
    slack.deliver(test::sample_notice(), "id-1");
    slack.update_error = "message_not_found";
    CHECK(slack.deliver(resolved(), "id-2").verdict == Verdict::delivered);
    slack.update_error = "account_inactive";
    const Outcome refused = slack.deliver(resolved(), "id-3");
    CHECK(refused.verdict == Verdict::rejected);
    CHECK(refused.detail == "answered account_inactive");
}

TEST_CASE("slack: errors that pass are tried again, the others are told",
          "[notify][integration][threads]") {
    for (const auto& [word, verdict] :
         std::vector<std::pair<std::string, Verdict>>{{"internal_error", Verdict::retry},
                                                      {"ratelimited", Verdict::retry},
                                                      {"channel_not_found", Verdict::rejected},
                                                      {"not_in_channel", Verdict::rejected}}) {
        HttpReceiver receiver{[&](const ReceivedRequest&) {
            return http_answer(200, json{{"ok", false}, {"error", word}}.dump());
        }};
        MemoryThreads threads;
        ChannelSpec spec = test::channel_spec("slack", receiver.url());
        spec.secret = "x";
        const Outcome outcome =
            make_channel(spec, threads)
                .value()
                ->deliver(notice_entry(test::sample_notice(), "id", "C1"), test::noticed_at, {});
        CHECK(outcome.verdict == verdict);
        CHECK(outcome.detail == "answered " + word);
    }
}

TEST_CASE("thread record: what is kept is read back, what is none is empty", "[notify]") {
    const ThreadRecord record{"100.1", "C1", "id-2", "id-1", "done", "2026-01-01T00:00:00Z", 3};
    CHECK(thread_record_from_json(to_json(record)) == record);
    CHECK(to_json(ThreadRecord{}) == "{}");
    for (const char* text : {"", "[]", "{", "{\"root\":1,\"generation\":\"x\"}"})
        CHECK(thread_record_from_json(text) == ThreadRecord{});
}
