#include "server/app/self_watch.hpp"

#include <catch2/catch.hpp>

#include "tests/support/manual_clock.hpp"

using namespace foreshock;
using namespace foreshock::app;

namespace {

struct HeardAlerts final : http::AlertSink {
    std::vector<http::ReceivedAlerts> heard;

    Result<void> offer(http::ReceivedAlerts received, http::AlertsDone done) override {
        heard.push_back(std::move(received));
        done({});
        return {};
    }
};

struct HeardWords final : notify::Channel {
    explicit HeardWords(std::vector<std::string>& into) : bodies(into) {}

    std::vector<std::string>& bodies;

    notify::Outcome deliver(const incidents::OutboxEntry& entry, TimePoint /*now*/,
                            const std::stop_token& /*stop*/) override {
        bodies.push_back(entry.body);
        return {notify::Verdict::delivered, "", {}};
    }
};

/// Its thread does not look by itself while a test lasts.
SelfSettings seldom() {
    SelfSettings settings;
    settings.every = std::chrono::hours{24};
    return settings;
}

}  // namespace

TEST_CASE("self watch: a well server says that it lives, and that no fault is",
          "[app][self][threads]") {
    test::ManualClock clock;
    HeardAlerts alerts;
    std::vector<std::string> bodies;
    std::vector<std::string> warnings;
    SelfWatch watch{seldom(),
                    "desk-1",
                    std::make_unique<HeardWords>(bodies),
                    {[] { return SelfReading{}; }, alerts, clock,
                     [&](const std::string& words) { warnings.push_back(words); }}};
    watch.look({});
    REQUIRE(bodies.size() == 1);
    CHECK_THAT(bodies[0], Catch::StartsWith(R"({"status":"alive","host":"desk-1")"));
    REQUIRE(alerts.heard.size() == 1);
    for (const intake::AlertWord& word : alerts.heard[0].words)
        CHECK(word.is_over);
    CHECK(warnings.empty());
}

TEST_CASE("self watch: a fault is an alert of this host, and silence to the outside",
          "[app][self][threads]") {
    test::ManualClock clock;
    HeardAlerts alerts;
    std::vector<std::string> bodies;
    std::vector<std::string> warnings;
    SelfReading reading;
    reading.not_ready_because = "the disk is full";
    SelfWatch watch{seldom(),
                    "desk-1",
                    std::make_unique<HeardWords>(bodies),
                    {[&] { return reading; }, alerts, clock,
                     [&](const std::string& words) { warnings.push_back(words); }}};
    watch.look({});
    CHECK(bodies.empty());
    REQUIRE(alerts.heard.size() == 1);
    std::size_t firing = 0;
    for (const intake::AlertWord& word : alerts.heard[0].words)
        firing += word.is_over ? 0 : 1;
    CHECK(firing == 1);
    REQUIRE(warnings.size() == 1);
    CHECK_THAT(warnings[0], Catch::StartsWith("server.store.refuses: "));
}

TEST_CASE("self watch: with a mere warning it still says that it lives", "[app][self][threads]") {
    test::ManualClock clock;
    HeardAlerts alerts;
    std::vector<std::string> bodies;
    std::vector<std::string> warnings;
    int tests = 0;
    SelfReading reading;
    reading.agent_certificates = {{"agent web-1", clock.now()}};
    SelfWatch watch{
        seldom(),
        "desk-1",
        std::make_unique<HeardWords>(bodies),
        {[&] { return reading; }, alerts, clock,
         [&](const std::string& words) { warnings.push_back(words); }, [&] { ++tests; }}};
    watch.look({});
    CHECK(bodies.size() == 1);
    CHECK(warnings.size() == 1);
    CHECK(tests == 1);
}
