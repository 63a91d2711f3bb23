#include "server/http/report_route.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/http/token.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct FakeSink final : ReportSink {
    Result<void> offer(ReceivedReport report, ReportDone done) override {
        if (full) return fail(Errc::unavailable, "256 reports wait");
        taken.push_back(report);
        done(answer ? *answer : Result<std::uint64_t>{report.report.sequence});
        return {};
    }

    bool full = false;
    std::optional<Result<std::uint64_t>> answer;
    std::vector<ReceivedReport> taken;
};

struct Fixture {
    test::MemoryStore registry;
    FakeSink sink;
    test::ManualClock clock;
    ServerCounters counters;
    ReportRoute route{{registry, sink, clock, counters}};
    RequestCounters requests;
    Front front{{}, route.routes(), requests};

    Fixture() { REQUIRE(registry.put("web-1", sha256_hex("token-1"))); }

    Request request(std::string body) const {
        Request request = post("/api/v1/agent/reports", std::move(body));
        request.fields = {{"host", "x"},
                          {"content-type", "application/x-foreshock-report"},
                          {"authorization", "Bearer token-1"}};
        return request;
    }

    Request good(std::uint64_t sequence = 7) const {
        return request(wire::encode(test::small_report(sequence, clock.now())));
    }

    std::uint64_t count(ReportOutcome outcome) const {
        return counters.reports[static_cast<std::size_t>(outcome)];
    }
};

TEST_CASE("report_route: a good report is handed over and acked", "[http][reports]") {
    Fixture f;
    const Response response = ask(f.front, f.good());
    CHECK(response.status == 200);
    CHECK(json::parse(response.body) == json{{"acked", 7}});
    REQUIRE(f.sink.taken.size() == 1);
    CHECK(f.sink.taken[0].agent_id == "web-1");
    CHECK(f.sink.taken[0].report.columns.size() == 1);
    CHECK(f.sink.taken[0].received_at == f.clock.now());
}

TEST_CASE("report_route: a wrong or missing token is 401", "[http][reports]") {
    Fixture f;
    Request request = f.good();
    request.fields[2].second = "Bearer token-2";
    CHECK(ask(f.front, request).status == 401);
    request.fields.pop_back();
    CHECK(ask(f.front, request).status == 401);
    CHECK(f.count(ReportOutcome::unauthorized) == 2);
    CHECK(f.sink.taken.empty());
}

TEST_CASE("report_route: a report for another agent than the token's is 403", "[http][reports]") {
    Fixture f;
    REQUIRE(f.registry.put("db-1", sha256_hex("token-1")));
    REQUIRE(f.registry.remove("web-1", TimePoint{}));
    const Response response = ask(f.front, f.good());
    CHECK(response.status == 403);
    CHECK_THAT(response.body, Catch::Contains("db-1"));
    CHECK(f.count(ReportOutcome::impersonated) == 1);
}

TEST_CASE("report_route: garbage, nothing and half a report are 400", "[http][reports]") {
    Fixture f;
    const std::string whole = f.good().body;
    for (const std::string& body : {std::string{}, std::string{"hello"}, std::string(1000, '\xff'),
                                    whole.substr(0, whole.size() / 2)}) {
        CHECK(ask(f.front, f.request(body)).status == 400);
    }
    CHECK(f.count(ReportOutcome::malformed) == 4);
}

TEST_CASE("report_route: too large a body is 413", "[http][reports]") {
    Fixture f;
    const wire::ReportLimits limits;
    CHECK(ask(f.front, f.request(std::string(limits.body_bytes_max + 1, 'x'))).status == 413);
}

TEST_CASE("report_route: the content type must be a report's", "[http][reports]") {
    Fixture f;
    Request request = f.good();
    request.fields[1].second = "application/json";
    CHECK(ask(f.front, request).status == 415);
}

TEST_CASE("report_route: an unknown dictionary has a problem type of its own", "[http][reports]") {
    Fixture f;
    f.sink.answer = Result<std::uint64_t>{fail(Errc::conflict, "send all definitions")};
    const Response response = ask(f.front, f.good());
    CHECK(response.status == 409);
    CHECK(json::parse(response.body)["type"] == "/problems/dictionary-unknown");
    CHECK(f.count(ReportOutcome::dictionary_unknown) == 1);
}

TEST_CASE("report_route: a full queue is 429, a store that cannot write is 503",
          "[http][reports]") {
    Fixture f;
    f.sink.full = true;
    const Response busy = ask(f.front, f.good());
    CHECK(busy.status == 429);
    CHECK_FALSE(busy.field("Retry-After").empty());
    f.sink.full = false;
    f.sink.answer = Result<std::uint64_t>{fail(Errc::unavailable, "disk full")};
    const Response down = ask(f.front, f.good());
    CHECK(down.status == 503);
    CHECK_FALSE(down.field("Retry-After").empty());
    CHECK(f.count(ReportOutcome::queue_full) == 1);
    CHECK(f.count(ReportOutcome::not_stored) == 1);
}

TEST_CASE("report_route: an agent is asked in the answer to look at hosts that are silent",
          "[http][reports]") {
    Fixture f;
    WitnessBoard board;
    ReportRoute route{{f.registry, f.sink, f.clock, f.counters, nullptr, nullptr, &board}};
    Front front{{}, route.routes(), f.requests};
    CHECK(ask(front, f.good()).body == R"({"acked":7})");
    board.write({{"web-1", {{"id-9", {"10.0.0.5"}}}}, {"web-2", {{"id-8", {"10.0.0.6"}}}}});
    CHECK(json::parse(ask(front, f.good()).body) ==
          json::parse(R"({"acked":7,"look_at":[{"host":"id-9","addresses":["10.0.0.5"]}]})"));
    board.write({});
    CHECK(ask(front, f.good()).body == R"({"acked":7})");
}

}  // namespace
}  // namespace foreshock::http
