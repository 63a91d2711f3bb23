#include "server/http/event_api.hpp"

#include "api_fixture.hpp"

namespace foreshock::http {
namespace {

struct Fixture {
    test::MemoryStore reader;
    EventHub hub{2, 100};
    EventApi api{reader, hub};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};

    Response open(std::string last_event_id) {
        Request request = get("/api/v1/events/stream");
        if (!last_event_id.empty()) request.fields.emplace_back("last-event-id", last_event_id);
        return ask(front, request);
    }
};

TEST_CASE("event_api: a new reader gets only what comes", "[http][events]") {
    Fixture f;
    store(f.reader, stored_incident(1));
    const Response response = f.open("");
    REQUIRE(response.stream);
    CHECK(response.field("Content-Type") == "text/event-stream");
    f.hub.publish(event_frame(9, "incident", "{}"));
    CHECK(response.stream->take() == "retry: 2000\n\nid: 9\nevent: incident\ndata: {}\n\n");
}

TEST_CASE("event_api: a reader that comes back gets each changed incident once", "[http][events]") {
    Fixture f;
    store(f.reader, stored_incident(1));  // event 1
    store(f.reader, stored_incident(2));  // event 2
    store(f.reader, stored_incident(1));  // event 3
    const std::string text = f.open("1").stream->take();
    CHECK_THAT(text, Catch::Contains("id: 2\nevent: incident\ndata: {\"id\":\"inc-1002\""));
    CHECK_THAT(text, Catch::Contains("id: 3\nevent: incident\ndata: {\"id\":\"inc-1001\""));
    CHECK(text.find("id: 2\n") < text.find("id: 3\n"));
    CHECK(text.find("id: 1\n") == std::string::npos);
}

TEST_CASE("event_api: a reader too far behind is told to list again", "[http][events]") {
    Fixture f;
    const incidents::Incident incident = stored_incident(1);
    incidents::Commit commit;
    commit.incidents = {incident};
    commit.events.assign(EventApi::catch_up_max, stored_event(incident));
    REQUIRE(f.reader.commit(commit));
    CHECK_THAT(f.open("0").stream->take(), Catch::Contains("event: incident"));
    store(f.reader, incident);
    const std::string text = f.open("0").stream->take();
    CHECK_THAT(text, Catch::Contains("event: reset"));
    CHECK_THAT(text, !Catch::Contains("event: incident"));
}

TEST_CASE("event_api: a bad Last-Event-ID is refused", "[http][events]") {
    Fixture f;
    CHECK(f.open("x").status == 400);
    CHECK(f.open("-1").status == 400);
    CHECK(ask(f.front, get("/api/v1/events/stream", "last_event_id=zz")).status == 400);
}

TEST_CASE("event_api: beyond the bound of streams is 503", "[http][events]") {
    Fixture f;
    const Response a = f.open("");
    const Response b = f.open("");
    CHECK(f.open("").status == 503);
}

TEST_CASE("event_api: HEAD opens no stream", "[http][events]") {
    Fixture f;
    Request request = get("/api/v1/events/stream");
    request.method = "HEAD";
    const Response response = ask(f.front, request);
    CHECK(response.status == 200);
    CHECK_FALSE(response.stream);
    CHECK(f.hub.open_count() == 0);
}

}  // namespace
}  // namespace foreshock::http
