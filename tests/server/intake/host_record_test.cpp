#include "server/intake/host_record.hpp"

#include <catch2/catch.hpp>

#include "tests/support/reports.hpp"

namespace foreshock::intake {
namespace {

using incidents::Host;
using incidents::Presence;
using std::chrono::seconds;

const TimePoint now = from_unix_ms(1'790'000'000'000);

TEST_CASE("host_record: a first report makes the host", "[intake]") {
    wire::Report report = test::small_report(3, now - seconds{1});
    report.facts = {{"kernel", "6.1"}};
    const Host host = merged_host(nullptr, report, now);
    CHECK(host.id == "web-1");
    CHECK(host.run_id == "run-1");
    CHECK(host.boot_id == "boot-1");
    CHECK(host.sequence == 3);
    CHECK(host.first_seen == now);
    CHECK(host.last_seen == now);
    CHECK(host.clock_skew == -seconds{1});
    CHECK(host.presence == Presence::present);
    CHECK(host.facts == report.facts);
}

TEST_CASE("host_record: later facts replace those they name and keep the others", "[intake]") {
    wire::Report report = test::small_report(1, now);
    report.facts = {{"kernel", "6.1"}, {"cpus", "2"}};
    Host host = merged_host(nullptr, report, now);
    report.sequence = 2;
    report.facts = {{"kernel", "6.2"}, {"zone", "a"}};
    host = merged_host(&host, report, now);
    CHECK(host.facts == std::vector<Fact>{{"cpus", "2"}, {"kernel", "6.2"}, {"zone", "a"}});
}

TEST_CASE("host_record: a fact that is told without a value is gone", "[intake]") {
    wire::Report report = test::small_report(1, now);
    report.facts = {{"kernel", "6.1"}, {"unit.a", "active"}};
    Host host = merged_host(nullptr, report, now);
    report.facts = {{"unit.a", ""}, {"unit.never", ""}};
    host = merged_host(&host, report, now);
    CHECK(host.facts == std::vector<Fact>{{"kernel", "6.1"}});
}

TEST_CASE("host_record: connections are remembered with the times they were told",
          "[intake][services]") {
    using incidents::LearnedDependency;
    wire::Report report = test::small_report(1, now);
    report.facts = {{"dependency.10.0.0.5:5432", "shop.service"},
                    {"dependency.10.0.0.6:80", "connected"},
                    {"kernel", "6.1"}};
    Host host = merged_host(nullptr, report, now);
    CHECK(host.dependencies ==
          std::vector<LearnedDependency>{{"10.0.0.5:5432", "shop.service", now, now},
                                         {"10.0.0.6:80", "", now, now}});
    report.facts = {{"dependency.10.0.0.6:80", ""}};
    host = merged_host(&host, report, now + seconds{5});
    CHECK(host.dependencies[0].since == now);
    CHECK(host.dependencies[0].last_seen == now + seconds{5});
    CHECK(host.dependencies[1].last_seen == now);
    report.facts.clear();
    host = merged_host(&host, report, now + LearnedDependency::kept + seconds{1});
    REQUIRE(host.dependencies.size() == 1);
    CHECK(host.dependencies[0].peer == "10.0.0.5:5432");
}

TEST_CASE("host_record: a new run that has only begun to look loses no connection",
          "[intake][services]") {
    wire::Report report = test::small_report(1, now);
    report.facts = {{"dependency.10.0.0.5:5432", "shop.service"}};
    Host host = merged_host(nullptr, report, now);
    report.run_id = "run-2";
    report.facts = {{"kernel", "6.1"}};
    host = merged_host(&host, report, now + seconds{60});
    REQUIRE(host.dependencies.size() == 1);
    CHECK(host.dependencies[0].since == now);
    CHECK(host.dependencies[0].last_seen == now);
}

TEST_CASE("host_record: connections are bounded", "[intake][services]") {
    using incidents::LearnedDependency;
    wire::Report report = test::small_report(1, now);
    for (std::size_t i = 0; i <= LearnedDependency::per_host_max; ++i)
        report.facts.push_back({"dependency.10.0.0.5:" + std::to_string(1000 + i), "connected"});
    CHECK(merged_host(nullptr, report, now).dependencies.size() == LearnedDependency::per_host_max);
}

TEST_CASE("host_record: a new run tells all facts anew", "[intake]") {
    wire::Report report = test::small_report(9, now);
    report.facts = {{"kernel", "6.1"}, {"gone", "yes"}};
    Host host = merged_host(nullptr, report, now);
    report.run_id = "run-2";
    report.boot_id = "boot-2";
    report.sequence = 1;
    report.facts = {{"kernel", "6.2"}};
    host = merged_host(&host, report, now + seconds{5});
    CHECK(host.run_id == "run-2");
    CHECK(host.boot_id == "boot-2");
    CHECK(host.sequence == 1);
    CHECK(host.first_seen == now);
    CHECK(host.facts == std::vector<Fact>{{"kernel", "6.2"}});
}

TEST_CASE("host_record: a replay of an earlier run leaves the newer run alone", "[intake]") {
    wire::Report live = test::small_report(4, now);
    live.run_id = "run-2";
    const Host known = merged_host(nullptr, live, now);
    wire::Report old = test::small_report(70, now - std::chrono::hours{1});
    old.replay = true;
    old.goodbye = Goodbye::stop;
    old.changes = {{now - std::chrono::hours{1}, "kernel", "6.1", "6.2"}};
    REQUIRE(is_of_earlier_run(known, old));
    const Host host = merged_host(&known, old, now + seconds{1});
    CHECK(host.run_id == "run-2");
    CHECK(host.sequence == 4);
    CHECK(host.clock_skew == Duration{0});
    CHECK(host.presence == Presence::present);
    CHECK(host.changes.size() == 1);
}

TEST_CASE("host_record: a goodbye means expected away, a later word means present", "[intake]") {
    wire::Report report = test::small_report(1, now);
    report.goodbye = Goodbye::reboot;
    Host host = merged_host(nullptr, report, now);
    CHECK(host.presence == Presence::expected_away);
    CHECK(host.goodbye == Goodbye::reboot);
    host = merged_host(&host, test::small_report(2, now), now);
    CHECK(host.presence == Presence::present);
    CHECK(host.goodbye == Goodbye::none);
}

TEST_CASE("host_record: keeps the newest changes up to its bound", "[intake]") {
    wire::Report report = test::small_report(1, now);
    for (std::size_t i = 0; i < changes_max; ++i) {
        report.changes.push_back({now + Duration{i}, "f" + std::to_string(i), "a", "b"});
    }
    Host host = merged_host(nullptr, report, now);
    CHECK(host.changes.size() == changes_max);
    CHECK(host.changes.back().fact == "f0");
    report.sequence = 2;
    report.changes = {{now + seconds{9}, "newest", "a", "b"}};
    host = merged_host(&host, report, now);
    CHECK(host.changes.size() == changes_max);
    CHECK(host.changes.front().fact == "newest");
    CHECK(host.changes.back().fact == "f1");
}

TEST_CASE("host_record: facts are bounded", "[intake]") {
    wire::Report report = test::small_report(1, now);
    for (std::size_t i = 0; i <= facts_max; ++i) {
        report.facts.push_back({"fact" + std::to_string(i), "v"});
    }
    CHECK(merged_host(nullptr, report, now).facts.size() == facts_max);
}

TEST_CASE("host_record: the report interval is the time a report speaks of", "[intake]") {
    wire::Report report = test::small_report(1, now);
    report.interval = seconds{1};
    report.ticks.assign(10, now);
    Host host = merged_host(nullptr, report, now);
    CHECK(host.report_interval == seconds{10});
    report.sequence = 2;
    report.ticks.assign(1, now);  // a symptom in a hurry
    host = merged_host(&host, report, now);
    CHECK(host.report_interval == seconds{10});
    report.sequence = 3;
    report.ticks.assign(4000, now);  // after an outage
    host = merged_host(&host, report, now);
    CHECK(host.report_interval == seconds{60});
}

}  // namespace
}  // namespace foreshock::intake
