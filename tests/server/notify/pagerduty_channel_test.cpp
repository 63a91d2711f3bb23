#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

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

const std::string key = "0123456789abcdef0123456789abcdef";

struct FakePagerDuty {
    int status = 202;
    HttpReceiver receiver{
        [this](const ReceivedRequest&) { return http_answer(status, R"({"status":"success"})"); }};
    MemoryThreads threads;
    std::unique_ptr<Channel> channel;

    FakePagerDuty() {
        ChannelSpec spec = test::channel_spec("pagerduty", receiver.url("/v2/enqueue"));
        spec.secret = key;
        channel = make_channel(spec, threads).value();
    }

    Outcome deliver(const Notice& notice, const std::string& id = "id") {
        return channel->deliver(notice_entry(notice, id), test::noticed_at, {});
    }

    [[nodiscard]] std::vector<json> events() const {
        std::vector<json> all;
        for (const ReceivedRequest& request : receiver.requests())
            all.push_back(json::parse(request.body));
        return all;
    }

    [[nodiscard]] std::string actions() const {
        std::string words;
        for (const json& event : events())
            words += (words.empty() ? "" : " ") + event["event_action"].get<std::string>();
        return words;
    }
};

Notice acknowledged() {
    Notice notice = test::sample_notice();
    notice.is_acknowledged = true;
    return notice;
}

Notice over() {
    Notice notice = acknowledged();
    notice.is_open = false;
    return notice;
}

}  // namespace

TEST_CASE("pagerduty: a trigger has the fields of the Events API",
          "[notify][integration][threads]") {
    FakePagerDuty duty;
    CHECK(duty.deliver(test::sample_notice()).verdict == Verdict::delivered);
    REQUIRE(duty.events().size() == 1);
    CHECK(duty.receiver.requests().front().target == "/v2/enqueue");
    const json event = duty.events().front();
    CHECK(event["routing_key"] == key);
    CHECK(event["event_action"] == "trigger");
    CHECK(event["dedup_key"] == "inc-00000000000000aa");
    const json& payload = event["payload"];
    CHECK(payload["summary"] == "P2 about to happen: /var on web-1 will be full");
    CHECK(payload["source"] == "web-1");
    CHECK(payload["severity"] == "critical");
    CHECK(payload["timestamp"] == "2026-09-21T14:13:20.500Z");
    CHECK(payload["component"] == "filesystem /var");
    CHECK(payload["group"] == "storage");
    CHECK(payload["class"] == "space");
    CHECK(payload["custom_details"]["priority"] == "P2");
    CHECK(event["links"][0]["href"] == "https://foreshock.test/incidents/42");
    CHECK(event["client"] == "Foreshock");
}

TEST_CASE("pagerduty: trigger, acknowledge, resolve under one key",
          "[notify][integration][threads]") {
    FakePagerDuty duty;
    duty.deliver(test::sample_notice());
    duty.deliver(acknowledged());
    duty.deliver(over());
    CHECK(duty.actions() == "trigger acknowledge resolve");
    for (const json& event : duty.events())
        CHECK(event["dedup_key"] == "inc-00000000000000aa");
    CHECK_FALSE(duty.events().at(2).contains("payload"));
}

TEST_CASE("pagerduty: what was taken before it was told is told and taken",
          "[notify][integration][threads]") {
    FakePagerDuty duty;
    duty.deliver(acknowledged());
    CHECK(duty.actions() == "trigger acknowledge");
}

TEST_CASE("pagerduty: what was over before it was told calls nobody",
          "[notify][integration][threads]") {
    FakePagerDuty duty;
    CHECK(duty.deliver(over()).verdict == Verdict::delivered);
    CHECK(duty.events().empty());
}

TEST_CASE("pagerduty: a return triggers again", "[notify][integration][threads]") {
    FakePagerDuty duty;
    duty.deliver(test::sample_notice());
    duty.deliver(over());
    duty.deliver(test::sample_notice());
    CHECK(duty.actions() == "trigger resolve trigger");
}

TEST_CASE("pagerduty: its bounds are kept", "[notify][integration][threads]") {
    FakePagerDuty duty;
    Notice notice = test::sample_notice();
    notice.summary = std::string(2000, 's');
    notice.text = std::string(600'000, 't');
    duty.deliver(notice);
    const json event = duty.events().at(0);
    CHECK(event["payload"]["summary"].get<std::string>().size() == 1024);
    CHECK(event["payload"]["custom_details"]["message"] == "left out: longer than PagerDuty takes");
}

TEST_CASE("pagerduty: a key of another length is refused at the start", "[notify]") {
    MemoryThreads threads;
    ChannelSpec spec = test::channel_spec("pagerduty", "http://x");
    spec.secret = "short";
    CHECK(make_channel(spec, threads).error().what ==
          "channel ops: a routing key has 32 characters");
}
