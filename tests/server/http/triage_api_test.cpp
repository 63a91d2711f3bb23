#include "server/http/triage_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/triage/seed.hpp"
#include "tests/support/memory_tickets.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct Fixture {
    test::MemoryTickets tickets;
    test::ManualClock clock;
    TriageApi api{triage::TextModel{triage::seed_texts()}, tickets, clock};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};

    json judge(const std::string& text) {
        const Response response = ask(front, post("/api/v1/triage", json{{"text", text}}.dump()));
        REQUIRE(response.status == 200);
        return json::parse(response.body);
    }

    Response learn(const json& ticket) {
        return ask(front, post("/api/v1/triage/tickets", ticket.dump()));
    }
};

TEST_CASE("triage_api: a report is judged, with confidence and the words that decided", "[http]") {
    Fixture f;
    const json answer = f.judge("ดิสก์เต็ม บันทึกไฟล์ไม่ได้");
    CHECK(answer["intent"]["label"] == "incident");
    CHECK(answer["category"]["label"] == "storage");
    CHECK(answer["category"]["confidence"] > 0.7);
    REQUIRE_FALSE(answer["category"]["words"].empty());
    CHECK(answer["category"]["words"][0]["weight"] > 0);
}

TEST_CASE("triage_api: a text that says nothing is unsure, and that is an answer", "[http]") {
    Fixture f;
    const json answer = f.judge("???");
    CHECK(answer["intent"]["label"] == "unsure");
    CHECK(answer["category"]["label"] == "uncategorised");
    CHECK(answer["category"]["words"].empty());
}

TEST_CASE("triage_api: what the desk teaches is stored, then known", "[http]") {
    Fixture f;
    const json ticket{{"id", "T-1"},
                      {"text", "the badge reader beeps twice"},
                      {"intent", "incident"},
                      {"category", "doors"},
                      {"actor", "ann"}};
    const Response response = f.learn(ticket);
    CHECK(response.status == 200);
    CHECK(json::parse(response.body)["desk_tickets"] == 1);
    REQUIRE(f.tickets.kept.size() == 1);
    CHECK(f.tickets.kept[0].labelled.category == "doors");
    CHECK(f.judge("badge reader beeps")["category"]["label"] == "doors");
}

TEST_CASE("triage_api: what cannot be stored is not learnt", "[http]") {
    Fixture f;
    f.tickets.full = true;
    const json ticket{
        {"id", "T-1"}, {"text", "badge reader"}, {"category", "doors"}, {"actor", "a"}};
    CHECK(f.learn(ticket).status == 503);
    CHECK(f.judge("badge reader")["category"]["likeliest"] != "doors");
}

TEST_CASE("triage_api: a ticket without a label, and an unknown field, are refused", "[http]") {
    Fixture f;
    CHECK(f.learn({{"id", "T-1"}, {"text", "x"}, {"actor", "ann"}}).status == 400);
    CHECK(f.learn({{"id", "T-1"}, {"text", "x"}, {"intent", "wish"}, {"actor", "a"}}).status ==
          400);
    CHECK(ask(f.front, post("/api/v1/triage", R"({"words":"x"})")).status == 400);
    CHECK(f.tickets.kept.empty());
}

}  // namespace
}  // namespace foreshock::http
