#include "server/http/alertmanager_silence_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "tests/support/memory_suppression_store.hpp"

namespace foreshock::http {
namespace {

using desk::Silence;
using nlohmann::json;

/// The real desk behind the sink, committed at once.
struct DeskSink final : SuppressionSink {
    DeskSink(test::MemorySuppressionStore& into, const test::ManualClock& clock)
        : store(into), desk({}, {}, {}, {}, clock.now()) {}

    Result<void> offer(desk::SuppressionCommand command, SuppressionDone done) override {
        if (full) return fail(Errc::unavailable, "512 already wait");
        desk::SuppressionChanges changes;
        const auto answer = desk::carry_out(desk, command, changes);
        incidents::Commit commit;
        REQUIRE(store.commit(commit, changes));
        done(answer);
        return {};
    }

    bool full = false;
    test::MemorySuppressionStore& store;
    desk::Suppression desk;
};

struct Fixture {
    test::ManualClock clock;
    test::MemorySuppressionStore store;
    DeskSink sink{store, clock};
    AlertmanagerSilenceApi api{{store, sink, clock}};
    RequestCounters requests;
    Front front{{}, api.routes(), requests};

    json body(Duration length, const std::string& host = "web-1") const {
        return {{"matchers", {{{"name", "host"}, {"value", host}, {"isRegex", false}}}},
                {"startsAt", format_rfc3339(clock.now())},
                {"endsAt", format_rfc3339(clock.now() + length)},
                {"createdBy", "ann"},
                {"comment", "a new disk"}};
    }

    Response send(const json& silence) {
        return ask(front, post("/api/v2/silences", silence.dump()));
    }

    std::string add(const json& silence) {
        const Response response = send(silence);
        CAPTURE(response.body);
        REQUIRE(response.status == 200);
        return json::parse(response.body)["silenceID"];
    }

    json show(const std::string& id) {
        const Response response = ask(front, get("/api/v2/silence/" + id));
        REQUIRE(response.status == 200);
        return json::parse(response.body);
    }

    Response expire(const std::string& id) {
        Request request = get("/api/v2/silence/" + id);
        request.method = "DELETE";
        return ask(front, request);
    }

    json list(std::string query = {}) {
        return json::parse(ask(front, get("/api/v2/silences", std::move(query))).body);
    }
};

using std::chrono::hours;

TEST_CASE("alertmanager_silence_api: a silence is added and shown", "[http][alerts]") {
    Fixture f;
    const std::string id = f.add(f.body(hours{1}));
    const json shown = f.show(id);
    CHECK(shown["id"] == id);
    CHECK(shown["status"]["state"] == "active");
    CHECK(shown["createdBy"] == "ann");
    CHECK(shown["matchers"][0]["isEqual"] == true);
    CHECK(f.list().size() == 1);
}

TEST_CASE("alertmanager_silence_api: a start that has passed is now", "[http][alerts]") {
    Fixture f;
    json body = f.body(hours{1});
    body["startsAt"] = "2001-01-01T00:00:00Z";
    CHECK(f.show(f.add(body))["startsAt"] == format_rfc3339(f.clock.now()));
}

TEST_CASE("alertmanager_silence_api: a silence ends by DELETE, once", "[http][alerts]") {
    Fixture f;
    const std::string id = f.add(f.body(hours{1}));
    CHECK(f.expire(id).status == 200);
    CHECK(f.show(id)["status"]["state"] == "expired");
    CHECK(f.expire(id).status == 400);
    CHECK(f.expire("nobody").status == 404);
}

TEST_CASE("alertmanager_silence_api: another end changes the silence in place", "[http][alerts]") {
    Fixture f;
    const std::string id = f.add(f.body(hours{1}));
    json longer = f.body(hours{3});
    longer["id"] = id;
    CHECK(f.add(longer) == id);
    CHECK(f.show(id)["endsAt"] == longer["endsAt"]);
    CHECK(f.list().size() == 1);
}

TEST_CASE("alertmanager_silence_api: other matchers make a new silence and end the old one",
          "[http][alerts]") {
    Fixture f;
    const std::string id = f.add(f.body(hours{1}));
    json other = f.body(hours{1}, "web-2");
    other["id"] = id;
    const std::string next = f.add(other);
    CHECK(next != id);
    CHECK(f.show(id)["status"]["state"] == "expired");
    CHECK(f.show(next)["status"]["state"] == "active");
    CHECK(f.list()[0]["id"] == next);

    json bad = f.body(hours{-1}, "web-3");
    bad["id"] = next;
    CHECK(f.send(bad).status == 400);
    CHECK(f.show(next)["status"]["state"] == "active");
}

TEST_CASE("alertmanager_silence_api: an expired silence comes back as a new one",
          "[http][alerts]") {
    Fixture f;
    const std::string id = f.add(f.body(hours{1}));
    f.clock.advance(hours{2});
    json again = f.body(hours{1});
    again["id"] = id;
    CHECK(f.add(again) != id);
    CHECK(f.list().size() == 2);
}

TEST_CASE("alertmanager_silence_api: silences are found by what they demand", "[http][alerts]") {
    Fixture f;
    f.add(f.body(hours{1}));
    f.add(f.body(hours{1}, "web-2"));
    CHECK(f.list("filter=host%3D%22web-2%22").size() == 1);
    CHECK(f.list("filter=host%3D~%22web-.%22").size() == 2);
    CHECK(ask(f.front, get("/api/v2/silences", "filter=%3D")).status == 400);
}

TEST_CASE("alertmanager_silence_api: refusals are texts", "[http][alerts]") {
    Fixture f;
    Response response = f.send(json::array());
    CHECK(response.status == 400);
    CHECK(json::parse(response.body) == "the silence must be an object");
    json body = f.body(hours{1});
    body["matchers"] = json::array();
    CHECK(f.send(body).status == 400);
    body = f.body(hours{1});
    body["id"] = "nobody";
    response = f.send(body);
    CHECK(response.status == 404);
    CHECK(json::parse(response.body).is_string());
    CHECK(ask(f.front, get("/api/v2/silence/nobody")).status == 404);
    f.sink.full = true;
    CHECK(f.send(f.body(hours{1})).status == 503);
}

}  // namespace
}  // namespace foreshock::http
