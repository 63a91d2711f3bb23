#include "cli/incident_table.hpp"

#include <catch2/catch.hpp>

#include "cli/host_table.hpp"
#include "tests/support/incident_samples.hpp"

using namespace foreshock;
using namespace foreshock::cli;

namespace {

Look look_of(std::size_t width) {
    Look look;
    look.now = from_unix_ms(1'790'000'000'000) + std::chrono::seconds{10};
    look.width = width;
    return look;
}

}  // namespace

TEST_CASE("incident table: a line says all that matters within 80 columns", "[cli]") {
    const IncidentSummary leaking = read_incident_summary(test::incident_summary).value();
    CHECK(render_incident_table({leaking}, look_of(80)) ==
          "NO  PRI  PHASE      ETA    HOST   TITLE                               STATE  AGE\n"
          "42  P2   impending  1m30s  web-1  process shop on web-1: open() fai…  new    10s\n");
}

TEST_CASE("incident table: every line fits, with the longest words there are", "[cli]") {
    IncidentSummary incident = read_incident_summary(test::incident_summary).value();
    incident.number = 123456;
    incident.host = "a-very-long-host-name.of.some.example";
    incident.hosts = {incident.host, "b"};
    incident.state = "in_progress";
    const std::string text = render_incident_table({incident}, look_of(80));
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = text.find('\n', begin);
        CHECK(columns_of(text.substr(begin, end - begin)) <= 80);
        begin = end + 1;
    }
}

TEST_CASE("incident table: several hosts are counted", "[cli]") {
    IncidentSummary incident = read_incident_summary(test::incident_summary).value();
    incident.hosts = {"web-1", "web-2", "web-3"};
    CHECK(render_incident_table({incident}, look_of(120)).find("web-1 +2") != std::string::npos);
}

TEST_CASE("host table: presence, silence, skew and incidents", "[cli]") {
    HostLine present;
    present.name = "web-1";
    present.presence = "present";
    present.last_seen = look_of(80).now - std::chrono::seconds{3};
    present.kernel = "6.1.0";
    HostLine away = present;
    away.name = "db-1";
    away.presence = "expected_away";
    away.goodbye = "reboot";
    away.clock_skew_seconds = 2.5;
    away.open_incidents = 1;
    CHECK(render_host_table({present, away}, look_of(80)) ==
          "HOST   PRESENCE       LAST SEEN  CLOCK  INCIDENTS  KERNEL\n"
          "web-1  present        3s ago     -      0          6.1.0\n"
          "db-1   away (reboot)  3s ago     +2.5s  1          6.1.0\n");
}
