#include "server/http/incident_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "tests/support/memory_diagnosis.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;

struct Fixture {
    test::MemoryStore reader;
    FakeCommands commands;
    test::ManualClock clock;
    test::MemoryDiagnosis diagnosis;
    IncidentApi api{reader, diagnosis, commands, clock};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};

    json list(std::string query) {
        const Response response = ask(front, get("/api/v1/incidents", std::move(query)));
        REQUIRE(response.status == 200);
        return json::parse(response.body);
    }
};

TEST_CASE("incident_api: an empty store is an empty array", "[http][incidents]") {
    Fixture f;
    CHECK(f.list("") == json::array());
}

TEST_CASE("incident_api: pages follow one another by their links", "[http][incidents]") {
    Fixture f;
    for (std::uint64_t i = 1; i <= 5; ++i)
        store(f.reader, stored_incident(i));
    std::vector<std::uint64_t> numbers;
    std::string query = "limit=2&state=open";
    for (int page = 0; page < 3; ++page) {
        const Response response = ask(f.front, get("/api/v1/incidents", query));
        for (const auto& one : json::parse(response.body))
            numbers.push_back(one["number"]);
        const std::string link{response.field("Link")};
        if (page == 2) {
            CHECK(link.empty());
            break;
        }
        REQUIRE_THAT(
            link, Catch::StartsWith("</api/v1/incidents?") && Catch::EndsWith(">; rel=\"next\""));
        CHECK_THAT(link, Catch::Contains("state=open"));
        query = link.substr(link.find('?') + 1);
        query = query.substr(0, query.find('>'));
    }
    CHECK(numbers == std::vector<std::uint64_t>{5, 4, 3, 2, 1});
}

TEST_CASE("incident_api: filters reach the reader", "[http][incidents]") {
    Fixture f;
    incidents::Incident resolved = stored_incident(1);
    resolved.state = incidents::IncidentState::resolved;
    resolved.priority.level = 4;
    store(f.reader, resolved);
    store(f.reader, stored_incident(2));
    CHECK(f.list("").size() == 2);
    CHECK(f.list("state=all").size() == 2);
    CHECK(f.list("state=open")[0]["number"] == 2);
    CHECK(f.list("state=resolved").size() == 1);
    CHECK(f.list("state=new,resolved").size() == 2);
    CHECK(f.list("priority=P1,P4")[0]["number"] == 1);
    CHECK(f.list("host=web-1&category=storage&phase=impending").size() == 2);
    CHECK(f.list("host=web-2").empty());
    CHECK(f.list("phase=occurring").empty());
}

TEST_CASE("incident_api: bad parameters are refused by name", "[http][incidents]") {
    Fixture f;
    for (const char* query : {"state=opne", "priority=P6", "priority=11", "phase=soon", "limit=0",
                              "limit=501", "limit=x", "cursor=zzz", "format=xml", "sort=up"}) {
        CAPTURE(query);
        const Response response = ask(f.front, get("/api/v1/incidents", query));
        CHECK(response.status == 400);
        const std::string name{
            std::string_view{query}.substr(0, std::string_view{query}.find('='))};
        CHECK_THAT(response.body, Catch::Contains(name));
    }
}

TEST_CASE("incident_api: the list has a CSV twin that spreadsheets read safely",
          "[http][incidents]") {
    Fixture f;
    incidents::Incident incident = stored_incident(42);
    incident.owner = "=cmd()";
    store(f.reader, incident);
    const Response response = ask(f.front, get("/api/v1/incidents", "format=csv"));
    CHECK_THAT(std::string{response.field("Content-Type")}, Catch::StartsWith("text/csv"));
    CHECK_THAT(response.body, Catch::StartsWith("reference,priority,state,"));
    CHECK_THAT(response.body, Catch::Contains("\r\nINC-000042,P2,new,impending,"));
    CHECK_THAT(response.body, Catch::Contains("\"/var on web-1, \"\"the log disk\"\", will"));
    CHECK_THAT(response.body, Catch::Contains(",'=cmd(),"));
}

TEST_CASE("incident_api: one is found by id, number and reference", "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(42));
    for (const char* id : {"inc-1042", "42", "INC-000042"}) {
        CAPTURE(id);
        const Response response = ask(f.front, get(std::string{"/api/v1/incidents/"} + id));
        REQUIRE(response.status == 200);
        const json one = json::parse(response.body);
        CHECK(one["number"] == 42);
        CHECK(one["timeline"].size() == 1);
        CHECK(one["symptoms"].size() == 1);
    }
    CHECK(ask(f.front, get("/api/v1/incidents/43")).status == 404);
    CHECK(ask(f.front, get("/api/v1/incidents/%00%ff'")).status == 404);
}

TEST_CASE("incident_api: who has the incident as it is gets 304, until it moves",
          "[http][incidents]") {
    Fixture f;
    incidents::Incident incident = stored_incident(1);
    store(f.reader, incident);
    Request request = get("/api/v1/incidents/1");
    request.fields.emplace_back("if-none-match", ask(f.front, request).field("ETag"));
    CHECK(ask(f.front, request).status == 304);
    store(f.reader, incident);  // the same revision, but a new line on its timeline
    CHECK(ask(f.front, request).status == 200);
}

TEST_CASE("incident_api: an acknowledgement goes to the engine and answers with the incident",
          "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(42));
    f.commands.answer = stored_incident(42);
    f.commands.answer->owner = "ann";
    const Response response = ask(f.front, post("/api/v1/incidents/INC-000042/acknowledge",
                                                R"({"actor":"ann","note":"on it"})"));
    REQUIRE(response.status == 200);
    CHECK(json::parse(response.body)["owner"] == "ann");
    REQUIRE(f.commands.taken.size() == 1);
    const auto& command = std::get<incidents::Acknowledged>(f.commands.taken[0]);
    CHECK(command.incident_id == "inc-1042");
    CHECK(command.actor == "ann");
    CHECK(command.note == "on it");
    CHECK(command.at == f.clock.now());
}

TEST_CASE("incident_api: notes and resolutions carry their words", "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(1));
    f.commands.answer = stored_incident(1);
    ask(f.front, post("/api/v1/incidents/1/notes", R"({"actor":"ann","text":"logs grew"})"));
    ask(f.front, post("/api/v1/incidents/1/resolve", R"({"actor":"ann","reason":"cleaned"})"));
    REQUIRE(f.commands.taken.size() == 2);
    CHECK(std::get<incidents::NoteAdded>(f.commands.taken[0]).text == "logs grew");
    CHECK(std::get<incidents::ResolveAsked>(f.commands.taken[1]).reason == "cleaned");
}

TEST_CASE("incident_api: a resolution may name the known error whose fix was followed",
          "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(1));
    f.commands.answer = stored_incident(1);
    ask(f.front, post("/api/v1/incidents/1/resolve",
                      R"({"actor":"ann","reason":"cleaned","known_error":"ke-1"})"));
    REQUIRE(f.commands.taken.size() == 1);
    CHECK(std::get<incidents::ResolveAsked>(f.commands.taken[0]).known_error == "ke-1");
}

TEST_CASE("incident_api: hypotheses are proposed and judged", "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(1));
    f.commands.answer = stored_incident(1);
    ask(f.front, post("/api/v1/incidents/1/hypotheses", R"({"actor":"ann","text":"a leak"})"));
    ask(f.front, post("/api/v1/incidents/1/hypotheses/h1",
                      R"({"actor":"bob","state":"refuted","evidence":"memory is flat"})"));
    REQUIRE(f.commands.taken.size() == 2);
    CHECK(std::get<incidents::HypothesisProposed>(f.commands.taken[0]).text == "a leak");
    const auto& judged = std::get<incidents::HypothesisJudged>(f.commands.taken[1]);
    CHECK(judged.hypothesis == "h1");
    CHECK(judged.state == incidents::HypothesisState::refuted);
    CHECK(judged.evidence == "memory is flat");
    CHECK(judged.incident_id == "inc-1001");
    CHECK(ask(f.front, post("/api/v1/incidents/1/hypotheses/h1",
                            R"({"actor":"bob","state":"maybe","evidence":"x"})"))
              .status == 400);
    CHECK(f.commands.taken.size() == 2);
}

TEST_CASE("incident_api: the card shows changes of the touched hosts and known errors",
          "[http][incidents]") {
    Fixture f;
    const incidents::Incident incident = stored_incident(1);
    store(f.reader, incident);
    incidents::Host host;
    host.name = "web-1";
    host.changes = {{incident.first_sign_at - std::chrono::minutes{5}, "kernel", "6.0", "6.1"}};
    incidents::KnownError known;
    known.id = "ke-1";
    known.kinds = {incident.symptoms[0].symptom.kind};
    f.diagnosis.context = {{host}, {}, {known}};
    const json card = json::parse(ask(f.front, get("/api/v1/incidents/1")).body)["diagnosis"];
    CHECK(card["changes"][0]["to"] == "6.1");
    CHECK(card["known_errors"][0]["record"] == "not tried yet");
    for (const auto& cause : card["causes"])
        CHECK_FALSE(cause["evidence_for"].empty());
}

TEST_CASE("incident_api: merging, splitting and undoing name what they are about",
          "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(1));
    store(f.reader, stored_incident(2));
    store(f.reader, stored_incident(3));
    f.commands.answer = stored_incident(1);
    ask(f.front, post("/api/v1/incidents/1/merge",
                      R"({"actor":"ann","reason":"one switch","from":"2, INC-000003"})"));
    ask(f.front, post("/api/v1/incidents/1/split",
                      R"({"actor":"ann","reason":"not the same","symptoms":"sym-1,sym-2"})"));
    ask(f.front, post("/api/v1/incidents/1/undo", R"({"actor":"ann","reason":"a mistake"})"));
    REQUIRE(f.commands.taken.size() == 3);
    const auto& merge = std::get<incidents::MergeAsked>(f.commands.taken[0]);
    CHECK(merge.incident_id == stored_incident(1).id);
    CHECK(merge.from == std::vector<std::string>{stored_incident(2).id, stored_incident(3).id});
    CHECK(merge.reason == "one switch");
    const auto& split = std::get<incidents::SplitAsked>(f.commands.taken[1]);
    CHECK(split.symptoms == std::vector<std::string>{"sym-1", "sym-2"});
    CHECK(std::get<incidents::RegroupingUndone>(f.commands.taken[2]).actor == "ann");
    const Response unknown = ask(
        f.front,
        post("/api/v1/incidents/1/merge", R"({"actor":"ann","reason":"one switch","from":"9"})"));
    CHECK(unknown.status == 404);
}

TEST_CASE("incident_api: bad commands never reach the engine", "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(1));
    CHECK(ask(f.front, post("/api/v1/incidents/1/notes", "{")).status == 400);
    CHECK(ask(f.front, post("/api/v1/incidents/1/notes", R"({"actor":"a"})")).status == 400);
    CHECK(ask(f.front, post("/api/v1/incidents/2/notes", R"({"actor":"a","text":"b"})")).status ==
          404);
    CHECK(ask(f.front,
              post("/api/v1/incidents/1/notes", std::string(IncidentApi::body_bytes_max + 1, ' ')))
              .status == 413);
    CHECK(f.commands.taken.empty());
}

TEST_CASE("incident_api: what the engine refuses is a conflict, a full queue is 429",
          "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(1));
    const Request request = post("/api/v1/incidents/1/acknowledge", R"({"actor":"ann"})");
    CHECK(ask(f.front, request).status == 409);
    f.commands.full = true;
    const Response busy = ask(f.front, request);
    CHECK(busy.status == 429);
    CHECK_FALSE(busy.field("Retry-After").empty());
}

TEST_CASE("incident_api: a repeated Idempotency-Key is answered alike and does nothing",
          "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(1));
    f.commands.answer = stored_incident(1);
    Request request = post("/api/v1/incidents/1/notes", R"({"actor":"ann","text":"one"})");
    request.fields.emplace_back("idempotency-key", "k1");
    const Response first = ask(f.front, request);
    const Response again = ask(f.front, request);
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    CHECK(f.commands.taken.size() == 1);
    request.body = R"({"actor":"ann","text":"two"})";
    CHECK(ask(f.front, request).status == 422);
    CHECK(f.commands.taken.size() == 1);
}

TEST_CASE("incident_api: a failed command may be tried again with its key", "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(1));
    Request request = post("/api/v1/incidents/1/notes", R"({"actor":"ann","text":"one"})");
    request.fields.emplace_back("idempotency-key", "k1");
    f.commands.answer = fail(Errc::unavailable, "disk full");
    CHECK(ask(f.front, request).status == 503);
    f.commands.answer = stored_incident(1);
    CHECK(ask(f.front, request).status == 200);
}

TEST_CASE("incident_api: a key whose request is under way is a conflict", "[http][incidents]") {
    Fixture f;
    store(f.reader, stored_incident(1));
    f.commands.held = true;
    Request request = post("/api/v1/incidents/1/notes", R"({"actor":"ann","text":"one"})");
    request.fields.emplace_back("idempotency-key", "k1");
    std::optional<Response> first;
    f.front.serve(request, [&](Response response) { first = std::move(response); });
    CHECK_FALSE(first);
    CHECK(ask(f.front, request).status == 409);
    f.commands.waiting[0](stored_incident(1));
    REQUIRE(first);
    CHECK(first->status == 200);
}

}  // namespace
}  // namespace foreshock::http
