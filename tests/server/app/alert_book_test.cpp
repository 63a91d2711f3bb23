#include "batch_fixture.hpp"

namespace foreshock::app {
namespace {

using incidents::IncidentState;
using std::chrono::minutes;
using std::chrono::seconds;

intake::AlertWord fires(const std::string& name, const std::string& host = "web-1") {
    intake::AlertWord word;
    word.labels = {{"alertname", name}, {"host", host}, {"severity", "critical"}};
    word.annotations = {{"summary", name + " fires on " + host}};
    word.key = incidents::label_fingerprint(word.labels);
    word.sender = "alertmanager";
    return word;
}

intake::AlertWord is_over(const std::string& name) {
    intake::AlertWord word = fires(name);
    word.is_over = true;
    return word;
}

TEST_CASE("foreign alerts: an alert opens an incident, and its end resolves it", "[app][alerts]") {
    BatchFixture f;
    REQUIRE(f.hear({fires("DiskFull")}));
    REQUIRE(f.stored().size() == 1);
    CHECK(f.stored()[0].is_open());
    CHECK(f.stored()[0].sentence == "DiskFull fires on web-1");
    REQUIRE(f.hear({is_over("DiskFull")}));
    f.pass(minutes{2} + seconds{2});
    CHECK(f.stored()[0].state == IncidentState::resolved);
    CHECK(f.store.load_alerts()->empty());
}

TEST_CASE("foreign alerts: an alert that is not said again ends by time", "[app][alerts]") {
    BatchFixture f;
    REQUIRE(f.hear({fires("DiskFull")}));
    f.pass(minutes{5} + seconds{2});
    REQUIRE(f.stored().size() == 1);
    CHECK(f.stored()[0].symptoms[0].cleared_at);
}

TEST_CASE("foreign alerts: nobody is answered before it is durable", "[app][alerts]") {
    BatchFixture f;
    f.fill_disk(true);
    const auto refused = f.hear({fires("DiskFull")});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
    CHECK(f.stored().empty());
    f.fill_disk(false);
    f.pass(seconds{5});
    REQUIRE(f.hear({fires("DiskFull")}));
    CHECK(f.stored().size() == 1);
    CHECK(f.store.load_alerts()->size() == 1);
}

TEST_CASE("foreign alerts: what was answered survives a restart as the same episode",
          "[app][alerts]") {
    BatchFixture f;
    REQUIRE(f.hear({fires("DiskFull")}));
    BatchEngine again{{}, f.ports()};
    REQUIRE(again.load(f.clock.now()));
    const auto rows = again.alert_board().rows();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].alert->labels.at("alertname") == "DiskFull");
    REQUIRE(rows[0].carrier);
    CHECK(rows[0].carrier->number == 1);
    std::vector<Command> batch;
    http::ReceivedAlerts received;
    received.words = {is_over("DiskFull")};
    bool taken = false;
    batch.push_back(
        AlertCommand{received, [&](const Result<void>& got) { taken = got.has_value(); }});
    again.process(std::move(batch), f.clock.now());
    CHECK(taken);
    CHECK(f.stored()[0].symptoms[0].cleared_at);
    CHECK(f.store.load_alerts()->empty());
}

TEST_CASE("foreign alerts: a repeat changes nothing and costs no commit", "[app][alerts]") {
    BatchFixture f;
    REQUIRE(f.hear({fires("DiskFull")}));
    const auto revision = f.stored()[0].revision;
    const std::size_t commits = f.store.commits_tried;
    REQUIRE(f.hear({fires("DiskFull"), fires("DiskFull")}));
    CHECK(f.store.commits_tried == commits);
    CHECK(f.stored()[0].revision == revision);
}

TEST_CASE("foreign alerts: at the bound the sender is told, and the others are taken",
          "[app][alerts]") {
    BatchSettings settings;
    settings.alerts.alerts_max = 1;
    BatchFixture f{settings};
    const auto answer = f.hear({fires("A"), fires("B", "web-2")});
    REQUIRE_FALSE(answer);
    CHECK(answer.error().code == Errc::unavailable);
    CHECK(f.counters.alerts_refused == 1);
    REQUIRE(f.stored().size() == 1);
    CHECK(f.stored()[0].sentence == "A fires on web-1");
}

TEST_CASE("foreign alerts: what the engine cannot take is refused, and may be said again",
          "[app][alerts]") {
    BatchSettings settings;
    settings.incidents.open_incidents_max = 1;
    settings.incidents.soak = seconds{1};
    BatchFixture f{settings};
    REQUIRE(f.hear({fires("A")}));
    REQUIRE_FALSE(f.hear({fires("B", "web-2")}));
    CHECK(f.store.load_alerts()->size() == 1);
    REQUIRE(f.hear({is_over("A")}));
    f.pass(seconds{3});
    REQUIRE(f.hear({fires("B", "web-2")}));
    CHECK(f.stored().size() == 2);
}

TEST_CASE("foreign alerts: an agent that begins anew does not end what others say of its host",
          "[app][alerts]") {
    BatchSettings settings;
    settings.incidents.restart_grace = seconds{10};
    BatchFixture f{settings};
    REQUIRE(f.send(f.report(1)));
    intake::AlertWord word = fires("DiskFull");
    word.ends_at = f.clock.now() + std::chrono::hours{1};
    REQUIRE(f.hear({word}));
    f.clock.advance(seconds{1});
    wire::Report anew = f.report(1);
    anew.run_id = "run-2";
    REQUIRE(f.send(anew));
    f.pass(seconds{30});
    CHECK_FALSE(f.stored()[0].symptoms[0].cleared_at);
}

TEST_CASE("foreign alerts: an acknowledgement elsewhere is one here", "[app][alerts]") {
    BatchFixture f;
    const intake::AlertWord word = fires("DiskFull");
    http::ReceivedAlerts received;
    received.words = {word};
    received.acknowledged = {{word.key, "Shop monitor"}};
    REQUIRE(f.hear(received));
    REQUIRE(f.stored().size() == 1);
    CHECK(f.stored()[0].owner == "Shop monitor");

    const intake::AlertWord other = fires("Slow", "web-2");
    REQUIRE(f.hear({other}));
    http::ReceivedAlerts later;
    later.acknowledged = {{other.key, "Shop monitor"}, {"nobody's", "Shop monitor"}};
    REQUIRE(f.hear(later));
    for (const auto& incident : f.stored())
        CHECK(incident.owner == "Shop monitor");
}

TEST_CASE("foreign alerts: a change is told of its host, or counted when nobody knows it",
          "[app][alerts]") {
    BatchFixture f;
    REQUIRE(f.send(f.report(1)));
    http::ReceivedAlerts received;
    const Change change{f.clock.now(), "change event", "CI", "shop 1.4 rolled out"};
    received.changes = {{"web-1", change}, {"web-9", change}};
    REQUIRE(f.hear(received));
    REQUIRE(f.store.hosts()->size() == 1);
    REQUIRE(f.store.hosts()->at(0).changes.size() == 1);
    CHECK(f.store.hosts()->at(0).changes[0].to == "shop 1.4 rolled out");
    CHECK(f.counters.changes_unplaced == 1);
}

TEST_CASE("foreign alerts: the board shows agents' symptoms beside them", "[app][alerts]") {
    BatchFixture f;
    REQUIRE(f.send(f.sick_report(1)));
    REQUIRE(f.hear({fires("DiskFull", "db-1")}));
    auto rows = f.engine.alert_board().rows();
    REQUIRE(rows.size() == 2);
    std::set<std::string> names;
    for (const auto& row : rows) {
        names.insert(row.alert->labels.at("alertname"));
        CHECK(row.carrier);
    }
    CHECK(names.contains("DiskFull"));
    intake::AlertWord over = fires("DiskFull", "db-1");
    over.is_over = true;
    REQUIRE(f.hear({over}));
    CHECK(f.engine.alert_board().rows().size() == 1);
}

}  // namespace
}  // namespace foreshock::app
