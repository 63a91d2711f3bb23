#include "server/intake/pagerduty_event.hpp"

#include <catch2/catch.hpp>

namespace foreshock::intake {
namespace {

const TimePoint now = from_unix_ms(1'790'000'000'000);

constexpr const char* whole_event = R"({"routing_key":"0123456789abcdef0123456789abcdef",
    "event_action":"trigger","dedup_key":"disk/web-1","client":"Shop monitor",
    "client_url":"https://monitor.example/1","payload":{"summary":"/var is full",
    "source":"web-1.example:22","severity":"error","timestamp":"2026-09-21T14:00:00Z",
    "component":"filesystem /var","group":"web","class":"disk full",
    "custom_details":{"free":"0 B","inodes":12}},"links":[],"images":[]})";

EventFaults faults_of(const char* body) {
    return decode_pagerduty_event(body, now).faults;
}

TEST_CASE("pagerduty_event: a trigger becomes an alert", "[intake][alerts]") {
    const auto [event, faults] = decode_pagerduty_event(whole_event, now);
    CHECK(faults.empty());
    CHECK(event.routing_key == "0123456789abcdef0123456789abcdef");
    CHECK(event.action == EventAction::trigger);
    CHECK(event.dedup_key == "disk/web-1");
    CHECK(event.client == "Shop monitor");
    CHECK(event.word.labels == incidents::AlertTexts{{"alertname", "disk full"},
                                                     {"host", "web-1.example"},
                                                     {"source", "web-1.example:22"},
                                                     {"severity", "error"},
                                                     {"component", "filesystem /var"},
                                                     {"group", "web"},
                                                     {"dedup_key", "disk/web-1"}});
    CHECK(event.word.annotations.at("summary") == "/var is full");
    CHECK(event.word.annotations.at("description") == R"({"free":"0 B","inodes":12})");
    CHECK(event.word.generator_url == "https://monitor.example/1");
    CHECK(event.word.is_said_once);
    CHECK_FALSE(event.word.is_over);
    REQUIRE(event.word.starts_at);
    CHECK(*event.word.starts_at <= now);
}

TEST_CASE("pagerduty_event: acknowledge and resolve need the key of their alert alone",
          "[intake][alerts]") {
    const auto acknowledge = decode_pagerduty_event(
        R"({"routing_key":"k","event_action":"acknowledge","dedup_key":"d"})", now);
    CHECK(acknowledge.faults.empty());
    CHECK(acknowledge.event.action == EventAction::acknowledge);
    const auto resolve = decode_pagerduty_event(
        R"({"routing_key":"k","event_action":"resolve","dedup_key":"d"})", now);
    CHECK(resolve.faults.empty());
    CHECK(resolve.event.word.is_over);
    CHECK(faults_of(R"({"routing_key":"k","event_action":"resolve"})") ==
          EventFaults{"'dedup_key' is missing or blank"});
}

TEST_CASE("pagerduty_event: a trigger without a key gets one of its own", "[intake][alerts]") {
    constexpr const char* body = R"({"routing_key":"k","event_action":"trigger",
        "payload":{"summary":"s","source":"h","severity":"info"}})";
    const auto first = decode_pagerduty_event(body, now);
    const auto later = decode_pagerduty_event(body, now + Duration{1});
    CHECK(first.faults.empty());
    CHECK_FALSE(first.event.dedup_key.empty());
    CHECK(first.event.dedup_key != later.event.dedup_key);
    CHECK(first.event.word.labels.at("alertname") == "PagerDutyEvent");
}

TEST_CASE("pagerduty_event: everything that is wrong is told", "[intake][alerts]") {
    CHECK(faults_of("[]") == EventFaults{"the event must be an object"});
    CHECK(faults_of("{").at(0).find("JSON") == 0);
    CHECK(faults_of("{}") == EventFaults{"'routing_key' is missing or blank",
                                         "'event_action' is missing or blank",
                                         "'payload' is missing or blank"});
    CHECK(faults_of(R"({"routing_key":"k","event_action":"shout","payload":{"severity":"bad",
                    "source":7,"timestamp":"noon"}})") ==
          EventFaults{"'event_action' must be trigger, acknowledge or resolve",
                      "'payload.source' must be a text",
                      "'payload.severity' must be critical, error, warning or info",
                      "'payload.summary' is missing or blank",
                      "'payload.timestamp' must be a time such as 2026-11-23T22:57:00Z"});
}

TEST_CASE("pagerduty_event: a key may have 255 bytes, not one more", "[intake][alerts]") {
    const auto faults_with = [](std::size_t bytes) {
        return decode_pagerduty_event(
                   R"({"routing_key":"k","event_action":"resolve","dedup_key":")" +
                       std::string(bytes, 'x') + "\"}",
                   now)
            .faults;
    };
    CHECK(faults_with(255).empty());
    CHECK(faults_with(256) == EventFaults{"'dedup_key' has more than 255 bytes"});
}

TEST_CASE("pagerduty_event: a change says what was changed, where and when", "[intake][alerts]") {
    const auto [event, faults] = decode_pagerduty_change(
        R"({"routing_key":"k","payload":{"summary":"shop 1.4 rolled out","source":"web-1",
            "timestamp":"2026-09-21T14:00:00Z","custom_details":{}},"links":[]})",
        now);
    CHECK(faults.empty());
    CHECK(event.source == "web-1");
    CHECK(event.summary == "shop 1.4 rolled out");
    CHECK(event.at <= now);
    CHECK(decode_pagerduty_change(R"({"routing_key":"k","payload":{}})", now).faults ==
          EventFaults{"'payload.summary' is missing or blank"});
}

TEST_CASE("pagerduty_event: the same key of another integration is another alert",
          "[intake][alerts]") {
    CHECK(pagerduty_alert_key("a", "k") == pagerduty_alert_key("a", "k"));
    CHECK(pagerduty_alert_key("a", "k") != pagerduty_alert_key("b", "k"));
}

}  // namespace
}  // namespace foreshock::intake
