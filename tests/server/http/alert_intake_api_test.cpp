#include "server/http/alert_intake_api.hpp"

#include "people_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/http/token.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct FakeAlerts final : AlertSink {
    Result<void> offer(ReceivedAlerts received, AlertsDone done) override {
        if (full) return fail(Errc::unavailable, "512 already wait");
        taken.push_back(std::move(received));
        if (held) {
            waiting = std::move(done);
        } else {
            done(answer);
        }
        return {};
    }

    bool full = false;
    bool held = false;
    Result<void> answer;
    AlertsDone waiting;
    std::vector<ReceivedAlerts> taken;
};

struct Fixture {
    FakeAlerts sink;
    test::ManualClock clock;
    ServerCounters counters;
    AlertIntakeApi api{{sink, clock, counters}, {}, {{"shop", sha256_hex("key-1")}}};
    RequestCounters requests;
    Front front;

    explicit Fixture(FrontSettings settings = {}) : front(settings, api.routes(), requests) {}

    Response send(std::string path, std::string body) {
        return ask(front, post(std::move(path), std::move(body)));
    }
};

constexpr const char* one_alert = R"([{"labels":{"alertname":"A"}}])";

TEST_CASE("alert_intake_api: alerts are handed over and answered with nothing", "[http][alerts]") {
    Fixture f;
    const Response response = f.send("/api/v2/alerts", one_alert);
    CHECK(response.status == 200);
    CHECK(response.body.empty());
    REQUIRE(f.sink.taken.size() == 1);
    CHECK(f.sink.taken[0].words.at(0).labels.at("alertname") == "A");
    CHECK(f.sink.taken[0].received_at == f.clock.now());
}

TEST_CASE("alert_intake_api: nobody is answered before the sink is done", "[http][alerts]") {
    Fixture f;
    f.sink.held = true;
    std::optional<Response> answer;
    f.front.serve(post("/api/v2/alerts", one_alert),
                  [&](Response response) { answer = std::move(response); });
    CHECK_FALSE(answer);
    f.sink.waiting({});
    REQUIRE(answer);
    CHECK(answer->status == 200);
}

TEST_CASE("alert_intake_api: a bad body is 400 with a text", "[http][alerts]") {
    Fixture f;
    const Response response = f.send("/api/v2/alerts", "{}");
    CHECK(response.status == 400);
    CHECK(json::parse(response.body) == "the alerts must be a list");
    CHECK(f.sink.taken.empty());
}

TEST_CASE("alert_intake_api: bad alerts are told when the good ones are durable",
          "[http][alerts]") {
    Fixture f;
    const Response response =
        f.send("/api/v2/alerts", R"([{"labels":{"alertname":"A"}},{"labels":{}}])");
    CHECK(response.status == 400);
    CHECK(json::parse(response.body) == "alert 2: labels are missing");
    REQUIRE(f.sink.taken.size() == 1);
    CHECK(f.sink.taken[0].words.size() == 1);
    CHECK(f.counters.alerts_malformed == 1);
}

TEST_CASE("alert_intake_api: what cannot be stored now is 503, to be sent again",
          "[http][alerts]") {
    Fixture f;
    f.sink.answer = fail(Errc::unavailable, "disk full");
    Response response = f.send("/api/v2/alerts", one_alert);
    CHECK(response.status == 503);
    CHECK(response.field("Retry-After") == "5");
    CHECK(json::parse(response.body) == "disk full");
    f.sink.full = true;
    response = f.send("/api/v2/alerts", one_alert);
    CHECK(response.status == 503);
    CHECK(f.send("/api/v1/intake/alertmanager", R"({"version":"4","alerts":[]})").status == 503);
}

TEST_CASE("alert_intake_api: an Alertmanager's webhook is taken", "[http][alerts]") {
    Fixture f;
    const Response response =
        f.send("/api/v1/intake/alertmanager",
               R"({"version":"4","alerts":[{"labels":{"alertname":"A"},"status":"firing"}]})");
    CHECK(response.status == 200);
    REQUIRE(f.sink.taken.size() == 1);
    CHECK(f.sink.taken[0].words.at(0).is_said_once);
    CHECK(f.send("/api/v1/intake/alertmanager", "{}").status == 400);
}

TEST_CASE("alert_intake_api: a PagerDuty event is answered as PagerDuty does", "[http][alerts]") {
    Fixture f;
    const Response response =
        f.send("/v2/enqueue", R"({"routing_key":"key-1","event_action":"trigger","dedup_key":"d",
        "payload":{"summary":"s","source":"web-1","severity":"error"}})");
    CHECK(response.status == 202);
    CHECK(json::parse(response.body) ==
          json{{"status", "success"}, {"message", "Event processed"}, {"dedup_key", "d"}});
    REQUIRE(f.sink.taken.size() == 1);
    const intake::AlertWord& word = f.sink.taken[0].words.at(0);
    CHECK(word.key == intake::pagerduty_alert_key("shop", "d"));
    CHECK(word.labels.at("integration") == "shop");
}

TEST_CASE("alert_intake_api: a PagerDuty acknowledgement names who, or the integration",
          "[http][alerts]") {
    Fixture f;
    f.send("/v2/enqueue", R"({"routing_key":"key-1","event_action":"acknowledge",
        "dedup_key":"d","client":"Ann"})");
    f.send("/v2/enqueue",
           R"({"routing_key":"key-1","event_action":"acknowledge","dedup_key":"d"})");
    REQUIRE(f.sink.taken.size() == 2);
    CHECK(f.sink.taken[0].acknowledged.at(0).actor == "Ann");
    CHECK(f.sink.taken[1].acknowledged.at(0).actor == "shop");
}

TEST_CASE("alert_intake_api: a PagerDuty event without a known key is refused", "[http][alerts]") {
    Fixture f;
    for (const char* path : {"/v2/enqueue", "/v2/change/enqueue"}) {
        const Response response = f.send(path, R"({"routing_key":"key-2"})");
        CHECK(response.status == 400);
        CHECK(json::parse(response.body) == json{{"status", "invalid event"},
                                                 {"message", "Event object is invalid"},
                                                 {"errors", {"'routing_key' is not known here"}}});
    }
    CHECK(f.sink.taken.empty());
    CHECK(f.counters.alerts_malformed == 2);
}

TEST_CASE("alert_intake_api: a bad PagerDuty event is told all that is wrong", "[http][alerts]") {
    Fixture f;
    const Response response =
        f.send("/v2/enqueue", R"({"routing_key":"key-1","event_action":"resolve"})");
    CHECK(response.status == 400);
    CHECK(json::parse(response.body)["errors"] == json{"'dedup_key' is missing or blank"});
}

TEST_CASE("alert_intake_api: a PagerDuty change is handed over", "[http][alerts]") {
    Fixture f;
    const Response response =
        f.send("/v2/change/enqueue",
               R"({"routing_key":"key-1","payload":{"summary":"rolled out","source":"web-1"}})");
    CHECK(response.status == 202);
    REQUIRE(f.sink.taken.size() == 1);
    CHECK(f.sink.taken[0].changes.at(0).host == "web-1");
    CHECK(f.sink.taken[0].changes.at(0).change.to == "rolled out");
}

TEST_CASE("alert_intake_api: where tokens are set a sender shows one of the two",
          "[http][alerts]") {
    PeopleFixture people;
    AccessSettings access;
    access.operator_token_sha256 = sha256_hex("operator");
    access.sender_token_sha256 = sha256_hex("sender");
    const Access who{
        access,
        {people.store->accounts(), people.store->sessions(), people.store->api_tokens(),
         people.clock, [](const Request&) { return false; }}};
    Fixture f{{{}, &who}};
    const auto status_with = [&](const char* token) {
        Request request = post("/api/v2/alerts", one_alert);
        request.fields[0].second = "alerts.example";  // a sender may use any name
        if (token) request.fields.emplace_back("authorization", token);
        return ask(f.front, request).status;
    };
    CHECK(status_with(nullptr) == 421);
    CHECK(status_with("Bearer nobody") == 401);
    CHECK(status_with("Bearer sender") == 200);
    CHECK(status_with("Bearer operator") == 200);
}

TEST_CASE("alert_intake_api: without tokens a foreign page does not get in", "[http][alerts]") {
    Fixture f;
    Request request = post("/api/v2/alerts", one_alert);
    request.fields[0].second = "evil.example";
    CHECK(ask(f.front, request).status == 421);
}

}  // namespace
}  // namespace foreshock::http
