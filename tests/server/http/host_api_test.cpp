#include "server/http/host_api.hpp"

#include "api_fixture.hpp"
#include <nlohmann/json.hpp>

#include "server/http/samples_json.hpp"

namespace foreshock::http {
namespace {

using nlohmann::json;
using std::chrono::minutes;

struct Fixture {
    test::MemoryStore reader;
    test::MemoryHistory history;
    test::ManualClock clock;
    StatusBoard board;
    HostApi api{{reader, history, board, clock}};
    RequestCounters counters;
    Front front{{}, api.routes(), counters};

    Fixture() {
        incidents::Commit commit;
        incidents::Host host;
        host.id = "agent-7";
        host.name = "web-1";
        commit.hosts = {host};
        REQUIRE(reader.commit(commit));
        const TimePoint now = clock.now();
        REQUIRE(
            history.append("agent-7", {{{"filesystem.space.used_bytes", Labels{{"mount", "/var"}}},
                                        {now - minutes{90}, now - minutes{2}, now - minutes{1}},
                                        {1, 2, 3.5}}}));
        REQUIRE(history.sync());
    }

    Response samples(std::string query) {
        return ask(front, get("/api/v1/hosts/web-1/samples", std::move(query)));
    }
};

const std::string var_used =
    "signal=filesystem.space.used_bytes&labels=%7B%22mount%22:%22/var%22%7D";

TEST_CASE("host_api: hosts carry how many open incidents name them", "[http][hosts]") {
    Fixture f;
    Status status;
    status.open_incidents_by_host["web-1"] = 2;
    f.board.write(status);
    const json list = json::parse(ask(f.front, get("/api/v1/hosts")).body);
    REQUIRE(list.size() == 1);
    CHECK(list[0]["id"] == "agent-7");
    CHECK(list[0]["open_incidents"] == 2);
}

TEST_CASE("host_api: a host is found by id and by name", "[http][hosts]") {
    Fixture f;
    CHECK(json::parse(ask(f.front, get("/api/v1/hosts/agent-7")).body)["name"] == "web-1");
    CHECK(json::parse(ask(f.front, get("/api/v1/hosts/web-1")).body)["id"] == "agent-7");
    for (const char* path :
         {"/api/v1/hosts/web-2", "/api/v1/hosts/web-2/series", "/api/v1/hosts/web-2/samples?"}) {
        CAPTURE(path);
        Request request = get(std::string{path}.substr(0, std::string{path}.find('?')));
        if (request.path.ends_with("samples")) request.query_text = "signal=x";
        CHECK(ask(f.front, request).status == 404);
    }
}

TEST_CASE("host_api: series carry labels and unit", "[http][hosts]") {
    Fixture f;
    const json list = json::parse(ask(f.front, get("/api/v1/hosts/web-1/series")).body);
    CHECK(list == json::parse(R"([{"signal":"filesystem.space.used_bytes",
                                   "labels":{"mount":"/var"},"unit":"bytes"}])"));
}

TEST_CASE("host_api: samples of the last hour come without being asked for a time",
          "[http][hosts]") {
    Fixture f;
    const Response response = f.samples(var_used);
    REQUIRE(response.status == 200);
    const json found = json::parse(response.body);
    REQUIRE(found["points"].size() == 2);
    CHECK(found["points"][1] == json::array({1789999940.0, 3.5, 3.5, 3.5}));
    CHECK(found["labels"] == json{{"mount", "/var"}});
}

TEST_CASE("host_api: from, to and points narrow the range", "[http][hosts]") {
    Fixture f;
    const auto points = [&](const std::string& more) {
        return json::parse(f.samples(var_used + more).body)["points"].size();
    };
    CHECK(points("&from=1789990000") == 3);
    CHECK(points("&from=1789990000&to=1789999900") == 2);
    CHECK(points("&from=1789990000&points=1") == 1);
}

TEST_CASE("host_api: an unknown series has no points", "[http][hosts]") {
    Fixture f;
    CHECK(json::parse(f.samples("signal=no.such.signal").body)["points"].empty());
}

TEST_CASE("host_api: bad parameters of samples are refused by name", "[http][hosts]") {
    Fixture f;
    const std::pair<std::string, std::string> rows[] = {
        {"", "signal"},
        {"signal=x&labels=%7B%22a%22", "labels"},
        {"signal=x&from=yesterday", "from"},
        {"signal=x&from=20&to=10", "from"},
        {"signal=x&points=5001", "points"},
        {"signal=x&step=5", "step"},
    };
    for (const auto& [query, name] : rows) {
        CAPTURE(query);
        const Response response = f.samples(query);
        CHECK(response.status == 400);
        CHECK_THAT(response.body, Catch::Contains("'" + name + "'"));
    }
}

TEST_CASE("samples_json: what is no finite number is null", "[http][hosts]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::string text = samples_json({"a.b.c", {}}, {{from_unix_ms(1500), nan, 1, INFINITY}});
    CHECK(text == R"({"signal":"a.b.c","labels":{},"points":[[1.5,null,1,null]]})");
}

TEST_CASE("samples_json: units are the ends of names", "[http][hosts]") {
    CHECK(unit_of("disk.read.bytes_per_second") == "bytes_per_second");
    CHECK(unit_of("cpu.time.busy_ratio") == "ratio");
    CHECK(unit_of("process.uptime.seconds") == "seconds");
    CHECK(unit_of("network.link.up").empty());
    CHECK(unit_of("bytes").empty());
}

}  // namespace
}  // namespace foreshock::http
