#include "agent/agent.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "recording_log.hpp"
#include <catch2/catch.hpp>

#include "tests/support/agent_world.hpp"
#include "tests/support/soak_host.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace foreshock;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::AgentWorld;

namespace {

struct World : AgentWorld {
    test::RecordingLog log;

    void begin(const std::string& spool = {}) { start(log, spool); }

    /// The moments that the server has samples of, each once.
    [[nodiscard]] std::set<TimePoint> moments() const {
        std::set<TimePoint> all;
        for (const wire::Report& report : server.taken) {
            for (const TimePoint tick : report.ticks)
                CHECK(all.insert(tick).second);
        }
        return all;
    }

    [[nodiscard]] std::vector<Symptom> symptoms() const {
        std::vector<Symptom> all;
        for (const wire::Report& report : server.taken)
            all.insert(all.end(), report.symptoms.begin(), report.symptoms.end());
        return all;
    }

    void check_sequences() const {
        std::map<std::string, std::uint64_t> last;
        for (const wire::Report& report : server.taken) {
            CHECK(report.sequence > last[report.run_id]);
            last[report.run_id] = report.sequence;
        }
    }
};

std::size_t first_with(const std::vector<wire::Report>& reports, SymptomStatus status) {
    const auto found = std::find_if(reports.begin(), reports.end(), [status](const auto& report) {
        return std::any_of(report.symptoms.begin(), report.symptoms.end(),
                           [status](const Symptom& one) { return one.status == status; });
    });
    return static_cast<std::size_t>(found - reports.begin());
}

}  // namespace

TEST_CASE("agent: reports go out each period, with all ticks and facts once", "[agent][agent]") {
    World world;
    world.begin();
    world.run(minutes{1});
    REQUIRE(world.server.taken.size() >= 6);
    CHECK(world.server.taken.front().facts.size() >= 3);
    CHECK(world.server.taken[1].facts.empty());
    CHECK(world.moments().size() >= 50);
    CHECK_FALSE(world.server.taken.back().replay);
    world.check_sequences();
}

TEST_CASE("agent: a symptom leaves at once", "[agent][agent]") {
    World world;
    world.begin();
    world.run(seconds{21});
    world.set_load(90);
    world.run(seconds{5});
    REQUIRE(world.symptoms().size() == 1);
    CHECK(world.symptoms()[0].status == SymptomStatus::raised);
    CHECK(world.symptoms()[0].subject.host == "web-1");
}

TEST_CASE("agent: after an outage nothing is missing and symptoms overtake samples",
          "[agent][agent]") {
    World world;
    world.begin();
    world.run(minutes{1});
    world.server.is_away = true;
    world.run(minutes{5});
    world.set_load(90);
    world.run(minutes{1});
    world.set_load(1);
    world.run(minutes{4});
    const std::size_t before = world.server.taken.size();
    world.server.is_away = false;
    world.run(minutes{2});

    const std::vector<wire::Report> after{
        world.server.taken.begin() + static_cast<std::ptrdiff_t>(before), world.server.taken.end()};
    const std::size_t raised = first_with(after, SymptomStatus::raised);
    const std::size_t cleared = first_with(after, SymptomStatus::cleared);
    CHECK(raised < 3);
    CHECK(cleared < 5);
    REQUIRE(cleared < after.size());
    CHECK(after[raised].replay);
    CHECK(after[cleared].replay);
    CHECK(after.size() > 60);
    world.check_sequences();
    const auto moments = world.moments();
    const auto span = *moments.rbegin() - *moments.begin();
    CHECK(moments.size() == static_cast<std::size_t>(span / seconds{1}) + 1);
    CHECK(world.agent->is_delivered());
}

TEST_CASE("agent: what is open after an outage is told live and first", "[agent][agent]") {
    World world;
    world.begin();
    world.run(minutes{1});
    world.server.is_away = true;
    world.run(minutes{2});
    world.set_load(90);
    world.run(minutes{8});
    const std::size_t before = world.server.taken.size();
    world.server.is_away = false;
    world.run(minutes{1});
    const auto live = std::find_if(world.server.taken.begin() + static_cast<std::ptrdiff_t>(before),
                                   world.server.taken.end(),
                                   [](const wire::Report& report) { return !report.replay; });
    REQUIRE(live != world.server.taken.end());
    CHECK(live - world.server.taken.begin() < static_cast<std::ptrdiff_t>(before) + 12);
    REQUIRE(live->symptoms.size() == 1);
    CHECK(live->symptoms[0].status == SymptomStatus::updated);
    CHECK_FALSE(live->facts.empty());
    const auto& first = world.server.taken.front();
    CHECK(live->run_id != first.run_id);
    const auto waited = std::count_if(live, world.server.taken.end(), [&](const auto& report) {
        return report.run_id == first.run_id;
    });
    CHECK(waited > 30);
}

TEST_CASE("agent: a short silence of the server changes nothing", "[agent][agent]") {
    World world;
    world.begin();
    world.run(minutes{1});
    world.server.is_away = true;
    world.run(seconds{15});
    world.server.is_away = false;
    world.run(minutes{1});
    for (const wire::Report& report : world.server.taken)
        CHECK(report.run_id == "run-1");
    CHECK(world.moments().size() >= 125);
}

TEST_CASE("agent: what waited in an outage outlives a crash", "[agent][agent]") {
    const test::TemporaryFolder folder;
    World world;
    world.begin(folder.path());
    world.run(minutes{1});
    world.server.is_away = true;
    world.run(minutes{3});
    world.set_load(90);
    world.run(minutes{1});
    world.agent.reset();
    world.begin(folder.path());
    world.run(minutes{1});
    world.server.is_away = false;
    world.run(minutes{1});
    CHECK(world.agent->is_delivered());
    world.check_sequences();
    const auto raised = first_with(world.server.taken, SymptomStatus::raised);
    CHECK(raised < world.server.taken.size());
    // Only the period that was not yet a report, and the first tick of each run, may be gone.
    CHECK(world.moments().size() >= 7 * 60 - 15);
}

TEST_CASE("agent: a goodbye in an outage belongs to the run that it ends", "[agent][agent]") {
    const test::TemporaryFolder folder;
    World world;
    world.begin(folder.path());
    world.run(minutes{1});
    world.server.is_away = true;
    world.run(minutes{2});
    world.agent->say_goodbye(Goodbye::stop);
    world.server.serve();
    world.agent->keep_what_waits();
    world.agent.reset();
    world.server.is_away = false;
    world.begin(folder.path());
    world.run(minutes{1});
    const auto goodbye =
        std::find_if(world.server.taken.begin(), world.server.taken.end(),
                     [](const auto& report) { return report.goodbye == Goodbye::stop; });
    REQUIRE(goodbye != world.server.taken.end());
    CHECK(goodbye->run_id == "run-1");
}

TEST_CASE("agent: a reload keeps windows, open symptoms and the run", "[agent][agent]") {
    World world;
    world.begin();
    world.run(seconds{20});
    world.set_load(90);
    world.run(seconds{2});
    world.config.report_every = seconds{5};
    REQUIRE(world.agent->reload(world.orders()));
    world.run(seconds{3});
    REQUIRE(world.symptoms().size() == 1);
    CHECK(world.symptoms()[0].first_sign <= world.clock.now() - seconds{4});
    REQUIRE(world.agent->reload(world.orders()));
    world.set_load(1);
    world.run(seconds{5});
    REQUIRE(world.symptoms().size() == 2);
    CHECK(world.symptoms()[1].status == SymptomStatus::cleared);
    CHECK(world.symptoms()[1].id == world.symptoms()[0].id);
    for (const wire::Report& report : world.server.taken)
        CHECK(report.run_id == "run-1");
}

TEST_CASE("agent: a reload with another pack takes back what the old one said", "[agent][agent]") {
    World world;
    world.begin();
    world.set_load(90);
    world.run(seconds{10});
    REQUIRE(world.symptoms().size() == 1);
    world.pack_text += "# another\n";
    REQUIRE(world.agent->reload(world.orders()));
    world.run(seconds{1});
    REQUIRE(world.symptoms().size() == 2);
    CHECK(world.symptoms()[1].status == SymptomStatus::cleared);
    world.run(seconds{5});
    CHECK(world.symptoms().size() == 3);
}

TEST_CASE("agent: a wrong setting changes nothing", "[agent][agent]") {
    World world;
    world.begin();
    world.run(seconds{10});
    world.config.watch.processes = {{"shop", "("}};
    world.only({"load", "process"});
    CHECK_FALSE(world.agent->reload(world.orders()));
    world.set_load(90);
    world.run(seconds{5});
    CHECK(world.symptoms().size() == 1);
}

TEST_CASE("agent: a step of the system's clock moves no sample and is a signal", "[agent][agent]") {
    World world;
    world.begin();
    world.run(minutes{1});
    world.system_clock.advance(-hours{1});
    world.run(minutes{1});
    const auto moments = world.moments();
    CHECK(*moments.rbegin() - *moments.begin() < minutes{2});
    CHECK(moments.size() >= 110);
    CHECK(world.server.taken.back().sent_at < *moments.begin());
    CHECK(world.symptoms().empty());
}

TEST_CASE("agent: a suspended host leaves a gap and no symptom", "[agent][agent]") {
    World world;
    world.begin();
    world.run(minutes{1});
    world.pass(hours{8});
    world.run(minutes{1});
    CHECK(world.symptoms().empty());
    CHECK(world.agent->is_delivered());
    const auto moments = world.moments();
    CHECK(*moments.rbegin() - *moments.begin() > hours{8});
    CHECK(moments.size() < 130);
    CHECK(world.agent->status().find("missed ticks: 28800") != std::string::npos);
}

TEST_CASE("agent: the server that takes reports is a fact and stands in the status",
          "[agent][agent]") {
    World world;
    world.config.server.urls = {"https://a:8420", "https://b:8420"};
    world.begin();
    world.run(minutes{1});
    const auto& facts = world.server.taken.front().facts;
    const auto server = std::find_if(facts.begin(), facts.end(),
                                     [](const Fact& fact) { return fact.name == "server"; });
    REQUIRE(server != facts.end());
    CHECK(server->value == "https://a:8420");
    CHECK(world.agent->status().find("server: https://a:8420\n") != std::string::npos);
    world.server.is_away = true;
    world.run(seconds{10});
    CHECK(world.agent->status().find("uplink: ") != std::string::npos);
}

TEST_CASE("agent: labels of its configuration are facts", "[agent][agent]") {
    World world;
    world.config.labels = {{"role", "web"}};
    world.begin();
    world.run(minutes{1});
    const auto& facts = world.server.taken.front().facts;
    CHECK(std::find(facts.begin(), facts.end(), Fact{"label.role", "web"}) != facts.end());
}

TEST_CASE("agent: another configuration is a change", "[agent][agent]") {
    World world;
    world.begin();
    world.run(minutes{2});
    world.config.labels = {{"role", "web"}};
    REQUIRE(world.agent->reload(world.orders()));
    world.run(minutes{2});
    std::size_t told = 0;
    for (const wire::Report& report : world.server.taken) {
        told += static_cast<std::size_t>(
            std::count_if(report.changes.begin(), report.changes.end(),
                          [](const Change& change) { return change.fact == "agent_config"; }));
    }
    CHECK(told == 1);
}

TEST_CASE("agent: what it may not read is said once in the log, and in the status",
          "[agent][agent]") {
    World world;
    world.host.unreadable = {"proc/1/io"};
    world.begin();
    world.run(minutes{1});
    CHECK(world.log.count("cannot be seen without CAP_SYS_PTRACE") == 1);
    CHECK(world.agent->status().find("cannot be seen: without CAP_SYS_PTRACE") !=
          std::string::npos);
}

TEST_CASE("agent: an hour of a moving host fills neither spool nor dictionary", "[agent][agent]") {
    test::SilentLog log;
    AgentWorld world;
    test::SoakHost host{world};
    world.server.keeps_reports = false;
    world.start(log);
    host.run(minutes{10});
    const std::size_t series = world.agent->series_count();
    CHECK(series > 20);
    world.server.is_away = true;
    host.run(minutes{20});
    world.server.is_away = false;
    host.run(minutes{30});
    CHECK(world.agent->series_count() == series);
    CHECK(world.agent->reports_waiting() <= 1);
}

namespace {

constexpr const char* learning_pack = R"([kinds."load.high"]
engine = "level"
category = "compute"
component = "load"
disruption = "everything is slow"
occurring = "the load is {value}"
guide = "wait"
[kinds."load.high".level]
signal = "load.average.one_minute"
warning.enter = { learned = "p99", factor = 2, default = 50, floor = 10, ceiling = 90 }
warning.leave = 40
warning.hold_for = "3s"
warning.clear_after = "2s"
)";

std::vector<wire::Report> with(const std::vector<wire::Report>& all,
                               const std::function<bool(const wire::Report&)>& has) {
    std::vector<wire::Report> found;
    std::copy_if(all.begin(), all.end(), std::back_inserter(found), has);
    return found;
}

bool tells_limits(const wire::Report& report) {
    return report.learned.has_value();
}

bool tells_pack(const wire::Report& report) {
    return report.pack.has_value();
}

}  // namespace

TEST_CASE("agent: learned limits are told within a minute of the start, then once a day",
          "[agent][agent]") {
    World world;
    world.pack_text = learning_pack;
    world.begin();
    world.run(minutes{1});
    REQUIRE(with(world.server.taken, tells_limits).size() == 1);
    const LearnedLimits told = *with(world.server.taken, tells_limits)[0].learned;
    REQUIRE(told.limits.size() == 1);
    CHECK(told.limits[0].subject.signal == "load.average.one_minute");
    CHECK(told.limits[0].numbers.now == 50);
    CHECK(told.limits[0].numbers.ceiling == 90);
    world.run(hours{3});
    CHECK(with(world.server.taken, tells_limits).size() == 1);
}

TEST_CASE("agent: the pack is told with the first report of a run, and when it is another",
          "[agent][agent]") {
    World world;
    world.begin();
    world.run(minutes{1});
    REQUIRE(world.server.taken.front().pack);
    const PackInUse first = *world.server.taken.front().pack;
    CHECK(first.version == "1.2.3");
    CHECK(first.kinds == 1);
    CHECK(with(world.server.taken, tells_pack).size() == 1);
    REQUIRE(world.agent->reload(world.orders()));
    world.run(minutes{1});
    CHECK(with(world.server.taken, tells_pack).size() == 1);
    world.pack_text += "# another\n";
    REQUIRE(world.agent->reload(world.orders()));
    world.run(minutes{1});
    REQUIRE(with(world.server.taken, tells_pack).size() == 2);
    CHECK(with(world.server.taken, tells_pack)[1].pack->id != first.id);
}
