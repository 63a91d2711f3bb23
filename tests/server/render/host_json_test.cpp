#include "server/render/host_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/sample_incident.hpp"

using namespace foreshock;
using foreshock::test::at_second;
using nlohmann::json;

TEST_CASE("host json: a host is told whole", "[render]") {
    incidents::Host host;
    host.id = "id-1";
    host.name = "web-1";
    host.boot_id = "boot";
    host.run_id = "run";
    host.sequence = 12;
    host.first_seen = at_second(0);
    host.last_seen = at_second(10);
    host.clock_skew = Duration{-250};
    host.presence = incidents::Presence::expected_away;
    host.goodbye = Goodbye::reboot;
    host.facts = {{"kernel", "6.1"}};
    host.changes = {{at_second(5), "kernel", "6.0", "6.1"}};
    CHECK(json::parse(render::host_json(host, 2)) ==
          json::parse(R"({"id":"id-1","name":"web-1","presence":"expected_away",
              "goodbye":"reboot","first_seen":"2026-09-21T14:13:20.000Z",
              "last_seen":"2026-09-21T14:13:30.000Z","boot_id":"boot","run_id":"run",
              "sequence":12,"clock_skew_seconds":-0.25,"report_interval_seconds":10.0,
              "facts":{"kernel":"6.1"},
              "changes":[{"at":"2026-09-21T14:13:25.000Z","fact":"kernel","from":"6.0",
                          "to":"6.1"}],
              "open_incidents":2})"));
}

TEST_CASE("host json: no facts are an empty object, foreign bytes are replaced", "[render]") {
    incidents::Host host;
    host.name = "\xff";
    const json got = json::parse(render::host_json(host, 0));
    CHECK(got["facts"] == json::object());
    CHECK(got["changes"] == json::array());
    CHECK(got["name"] == "\uFFFD");
}
