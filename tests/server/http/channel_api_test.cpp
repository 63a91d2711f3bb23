#include "server/http/channel_api.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/manual_clock.hpp"
#include "tests/support/memory_subscriptions.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct FakeDesk final : ChannelDesk {
    std::string tested;
    int changes = 0;

    std::vector<ChannelView> channels() const override {
        return {{"mail", "mail", {"ops@example.org"}, "chat"}, {"chat", "slack", {}, ""}};
    }

    Result<void> test(const std::string& name, const std::string& recipient,
                      ChannelTestDone done) override {
        if (name != "mail") return fail(Errc::not_found, "channel " + name);
        tested = recipient;
        done({false, "answered 550"});
        return {};
    }

    void subscriptions_changed() override { ++changes; }
};

struct Bench {
    FakeDesk desk;
    test::MemorySubscriptions subscriptions;
    test::ManualClock clock;
    ChannelApi api{{desk, subscriptions, clock}};
    std::vector<Route> routes = api.routes();

    std::pair<int, json> ask(std::string_view method, std::string_view pattern,
                             const std::string& body = "", PathArguments arguments = {}) {
        for (const Route& route : routes) {
            if (route.method != method || route.pattern != pattern) continue;
            Request request;
            request.body = body;
            std::pair<int, json> answer;
            route.handler(request, arguments, [&](Response response) {
                answer = {response.status, json::parse(response.body)};
            });
            return answer;
        }
        FAIL("no route");
        return {};
    }
};

constexpr const char* subscriptions_path = "/api/v1/subscriptions";

}  // namespace

TEST_CASE("channel_api: channels are listed without their secrets", "[http]") {
    Bench bench;
    const auto [status, body] = bench.ask("GET", "/api/v1/channels");
    CHECK(status == 200);
    CHECK(body == json::parse(R"([{"name":"mail","kind":"mail","recipients":["ops@example.org"],)"
                              R"("fallback":"chat"},{"name":"chat","kind":"slack","recipients":[],)"
                              R"("fallback":""}])"));
}

TEST_CASE("channel_api: a test says how it ended", "[http]") {
    Bench bench;
    const auto [status, body] = bench.ask("POST", "/api/v1/channels/{name}/test",
                                          R"({"actor":"ann","recipient":"x@y"})", {"mail"});
    CHECK(status == 200);
    CHECK(body == json{{"delivered", false}, {"detail", "answered 550"}});
    CHECK(bench.desk.tested == "x@y");
    CHECK(bench.ask("POST", "/api/v1/channels/{name}/test", R"({"actor":"ann"})", {"fax"}).first ==
          404);
    CHECK(bench.ask("POST", "/api/v1/channels/{name}/test", "{}", {"mail"}).first == 400);
}

TEST_CASE("channel_api: an address brings no line of its own into a message", "[http]") {
    Bench bench;
    const std::string body =
        R"({"actor":"ann","service":"shop","channel":"mail","address":"u@x\r\nBcc: v@x"})";
    CHECK(bench.ask("POST", subscriptions_path, body).first == 400);
    CHECK(bench.desk.changes == 0);
}

TEST_CASE("channel_api: somebody subscribes, once, and leaves", "[http]") {
    Bench bench;
    const std::string body =
        R"({"actor":"ann","service":"shop","channel":"mail","address":"u@example.org",)"
        R"("language":"th","priority":"P3"})";
    const auto [status, made] = bench.ask("POST", subscriptions_path, body);
    CHECK(status == 201);
    CHECK(made["audience"] == "subscribers");
    CHECK(made["priority"] == "P3");
    CHECK(made["created_by"] == "ann");
    CHECK(bench.desk.changes == 1);
    CHECK(bench.ask("POST", subscriptions_path, body).first == 409);
    CHECK(bench.ask("GET", subscriptions_path).second.size() == 1);
    const std::string id = made["id"];
    CHECK(bench.ask("DELETE", "/api/v1/subscriptions/{id}", "", {id}).second.empty());
    CHECK(bench.ask("DELETE", "/api/v1/subscriptions/{id}", "", {id}).first == 404);
    CHECK(bench.desk.changes == 2);
}

TEST_CASE("channel_api: what is no subscription is refused in words", "[http]") {
    Bench bench;
    const std::vector<std::pair<const char*, const char*>> cases{
        {R"({"actor":"a","service":"s"})", "either 'person'"},
        {R"({"actor":"a","service":"s","channel":"mail"})", "either 'person'"},
        {R"({"actor":"a","service":"s","person":"p","channel":"mail","address":"x"})",
         "either 'person'"},
        {R"({"actor":"a","service":"s","channel":"fax","address":"x"})", "no channel 'fax'"},
        {R"({"actor":"a","service":"s","person":"p","priority":"P6"})", "P1 to P5"},
        {R"({"actor":"a","service":"s","person":"p","audience":"all"})", "no audience"}};
    for (const auto& [body, words] : cases) {
        INFO(body);
        const auto [status, answer] = bench.ask("POST", subscriptions_path, body);
        CHECK(status == 400);
        CHECK_THAT(answer["detail"].get<std::string>(), Catch::Contains(words));
    }
    CHECK(bench.desk.changes == 0);
}

}  // namespace foreshock::http
