#include "server/http/handling_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "tests/support/memory_diagnosis.hpp"

namespace foreshock::http {
namespace {

using incidents::PersonStep;
using nlohmann::json;

struct Fixture {
    test::MemoryStore reader;
    FakeCommands commands;
    test::ManualClock clock;
    test::MemoryDiagnosis diagnosis;
    HandlingApi api{reader, diagnosis, commands, clock};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};

    Fixture() {
        store(reader, stored_incident(1));
        store(reader, stored_incident(2));
        commands.answer = stored_incident(1);
    }

    int status(const std::string& act, const std::string& body) {
        return ask(front, post("/api/v1/incidents/1/" + act, body)).status;
    }

    template <class Step>
    Step asked(const std::string& act, const std::string& body) {
        const Response response = ask(front, post("/api/v1/incidents/INC-000001/" + act, body));
        REQUIRE(response.status == 200);
        CHECK(json::parse(response.body)["number"] == 1);
        const PersonStep step = std::get<PersonStep>(commands.taken.back());
        CHECK(step.incident_id == stored_incident(1).id);
        CHECK(step.actor == "mali");
        CHECK(step.at == clock.now());
        return std::get<Step>(step.what);
    }
};

TEST_CASE("handling_api: whose it is and where people meet", "[http][handling]") {
    Fixture f;
    const auto up = f.asked<incidents::Transfer>(
        "escalate", R"({"actor":"mali","reason":"skill","note":"I looked","tier":"L3"})");
    CHECK(up.kind == incidents::Transfer::Kind::escalate);
    CHECK(up.tier == people::Tier::l3);
    CHECK(up.note == "I looked");
    const auto over = f.asked<incidents::Transfer>(
        "hand-over", R"({"actor":"mali","reason":"shift_end","note":"x","person":"bo"})");
    CHECK(over.kind == incidents::Transfer::Kind::hand_over);
    CHECK(over.person == "bo");
    const auto given = f.asked<incidents::Transfer>(
        "assign", R"({"actor":"mali","reason":"workload","person":"bo","team":"desk"})");
    CHECK(given.kind == incidents::Transfer::Kind::assign);
    CHECK(given.team == "desk");
    CHECK(f.status("escalate", R"({"actor":"mali","reason":"skill","tier":"L4"})") == 400);
    CHECK(f.asked<incidents::OpenBridge>(
               "bridge", R"({"actor":"mali","reason":"talk","url":"https://meet.example/x"})")
              .url == "https://meet.example/x");
    f.asked<incidents::JoinBridge>("bridge/join", R"({"actor":"mali"})");
    f.asked<incidents::EndBridge>("bridge/end", R"({"actor":"mali"})");
}

TEST_CASE("handling_api: a category that a person corrects is told to whoever learns from it",
          "[http][handling][S6]") {
    Fixture f;
    std::vector<std::string> learnt;
    HandlingApi api{f.reader, f.diagnosis, f.commands, f.clock,
                    [&](const incidents::Incident& now, const std::string& actor) {
                        learnt.push_back(now.id + " by " + actor);
                    }};
    Front front{{}, api.routes(), f.counters};
    const auto correct = [&](const std::string& body) {
        return ask(front, post("/api/v1/incidents/1/category", body)).status;
    };
    CHECK(
        correct(R"({"actor":"mali","category":"network","subcategory":"dns","reason":"it is"})") ==
        200);
    const auto step =
        std::get<incidents::CorrectCategory>(std::get<PersonStep>(f.commands.taken.back()).what);
    CHECK(step.category == "network");
    CHECK(step.subcategory == "dns");
    CHECK(step.reason == "it is");
    CHECK(learnt == std::vector<std::string>{stored_incident(1).id + " by mali"});
    f.commands.answer = fail(Errc::invalid, "category: a word");
    CHECK(correct(R"({"actor":"mali","category":"N","reason":"x"})") == 400);
    CHECK(correct(R"({"actor":"mali","category":"network"})") == 400);
    CHECK(learnt.size() == 1);
}

TEST_CASE("handling_api: each act becomes its step", "[http][handling]") {
    Fixture f;
    const auto pend = f.asked<incidents::Pend>(
        "pend", R"({"actor":"mali","reason":"a disk","until":"2026-12-01T08:00:00Z"})");
    CHECK(pend.reason == "a disk");
    CHECK(pend.wake_at == *parse_rfc3339("2026-12-01T08:00:00Z"));
    CHECK_FALSE(f.asked<incidents::Pend>("pend", R"({"actor":"mali","reason":"a disk"})").wake_at);
    f.asked<incidents::Resume>("resume", R"({"actor":"mali"})");
    CHECK(f.asked<incidents::Reopen>("reopen", R"({"actor":"mali","reason":"slow"})").reason ==
          "slow");
    CHECK(f.asked<incidents::ConfirmClosed>("close", R"({"actor":"mali","note":"well"})").note ==
          "well");
    CHECK(f.asked<incidents::GiveUpdate>("updates", R"({"actor":"mali","text":"soon"})").text ==
          "soon");
    CHECK(f.asked<incidents::DeclareMajor>("major", R"({"actor":"mali","reason":"all"})").reason ==
          "all");
    const auto role = f.asked<incidents::GiveRole>(
        "major/roles", R"({"actor":"mali","role":"scribe","holder":"nok"})");
    CHECK(role.role == "scribe");
    CHECK(role.holder == "nok");
    CHECK(f.asked<incidents::EndMajor>("major/end", R"({"actor":"mali","reason":"over"})").reason ==
          "over");
}

TEST_CASE("handling_api: a link names the other one as people do", "[http][handling]") {
    Fixture f;
    const auto link = f.asked<incidents::MakeLink>(
        "links", R"({"actor":"mali","kind":"child_of","other":"INC-000002","reason":"a switch"})");
    CHECK(link.kind == incidents::LinkKind::child_of);
    CHECK(link.other_id == stored_incident(2).id);
    const auto unlink = f.asked<incidents::RemoveLink>(
        "links/remove", R"({"actor":"mali","other":"2","reason":"no"})");
    CHECK(unlink.other_id == stored_incident(2).id);
}

TEST_CASE("handling_api: what is missing, unknown or wrong is refused", "[http][handling]") {
    Fixture f;
    CHECK(f.status("pend", R"({"reason":"x"})") == 400);
    CHECK(f.status("pend", R"({"actor":"mali","reason":"x","until":"soon"})") == 400);
    CHECK(f.status("resume", R"({"actor":"mali","why":"x"})") == 400);
    CHECK(f.status("links", R"({"actor":"mali","kind":"like","other":"2","reason":"x"})") == 400);
    CHECK(f.status("links", R"({"actor":"mali","kind":"child_of","other":"9","reason":"x"})") ==
          404);
    CHECK(ask(f.front, post("/api/v1/incidents/9/resume", R"({"actor":"mali"})")).status == 404);
    f.commands.answer = fail(Errc::conflict, "incident 1 is not pending");
    CHECK(f.status("resume", R"({"actor":"mali"})") == 409);
    f.commands.full = true;
    CHECK(f.status("resume", R"({"actor":"mali"})") == 429);
}

}  // namespace
}  // namespace foreshock::http
