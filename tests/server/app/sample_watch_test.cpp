#include "server/app/sample_watch.hpp"

#include "batch_fixture.hpp"

#include "tests/support/service_samples.hpp"

namespace foreshock::app {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reports of "web-1" every ten seconds; of memory only while `has_memory`.
struct Fixture : BatchFixture {
    std::uint64_t sequence = 0;
    bool has_memory = true;
    std::string run_id = "run-1";
    std::vector<Change> changes;

    void run(Duration span) {
        for (const TimePoint end = clock.now() + span; clock.now() < end;) {
            clock.advance(seconds{10});
            wire::Report report = this->report(++sequence);
            report.run_id = run_id;
            report.definitions.push_back({"memory.ram.free_bytes", Labels{}});
            if (has_memory) report.columns.push_back({1, {}, {7.0}});
            report.changes = std::exchange(changes, {});
            REQUIRE(send(report));
        }
    }

    [[nodiscard]] std::size_t active() const {
        std::size_t count = 0;
        for (const incidents::Incident& incident : stored()) {
            for (const auto& known : incident.symptoms) {
                count += known.is_active() && known.symptom.kind == "data.silent" ? 1 : 0;
            }
        }
        return count;
    }
};

TEST_CASE("sample_watch: data that no longer comes opens an incident, and resolves when it does",
          "[app][sample_watch]") {
    Fixture f;
    f.run(hours{1} + minutes{1});
    f.has_memory = false;
    f.run(minutes{12});
    CHECK(f.active() == 1);
    CHECK(f.stored().at(0).symptoms.at(0).symptom.subject.component == "signals memory");
    f.has_memory = true;
    f.run(seconds{10});
    CHECK(f.active() == 0);
}

TEST_CASE("sample_watch: another configuration or run of the agent is planned",
          "[app][sample_watch]") {
    Fixture f;
    f.run(hours{1} + minutes{1});
    f.has_memory = false;
    f.changes = {{f.clock.now(), "agent_config", "a", "b"}};
    f.run(minutes{12});
    CHECK(f.active() == 0);
    f.has_memory = true;
    f.run(hours{1} + minutes{1});
    f.has_memory = false;
    f.run_id = "run-2";
    f.sequence = 0;
    f.run(minutes{12});
    CHECK(f.active() == 0);
}

TEST_CASE("sample_watch: what was raised before a restart is cleared after it",
          "[app][sample_watch]") {
    Fixture f;
    f.run(hours{1} + minutes{1});
    f.has_memory = false;
    f.run(minutes{12});
    REQUIRE(f.active() == 1);
    REQUIRE(f.engine.load(f.clock.now()));
    CHECK(f.active() == 1);
    f.has_memory = true;
    f.run(seconds{10});
    CHECK(f.active() == 0);
}

TEST_CASE("sample_watch: what was learned survives a restart", "[app][sample_watch]") {
    Fixture f;
    f.run(hours{1} + minutes{15});
    REQUIRE(f.engine.load(f.clock.now()));
    f.has_memory = false;
    f.run(minutes{12});
    CHECK(f.active() == 1);
}

TEST_CASE("sample_watch: what a planned change made worthless is not recalled",
          "[app][sample_watch]") {
    Fixture f;
    f.run(hours{1} + minutes{15});
    f.changes = {{f.clock.now(), "agent_config", "a", "b"}};
    f.has_memory = false;
    f.run(seconds{20});
    REQUIRE(f.engine.load(f.clock.now()));
    f.run(minutes{12});
    CHECK(f.active() == 0);
}

TEST_CASE("sample_watch: hosts are saved in turns, all within ten minutes", "[app][sample_watch]") {
    SampleWatch watch{{}};
    TimePoint now = from_unix_ms(1'790'000'000'000);
    for (int i = 0; i < 1200; ++i)
        watch.take("h" + std::to_string(i), {{{"cpu.time.busy_ratio", {}}, {now}, {0.1}}}, now);
    std::set<std::string> saved;
    std::size_t most = 0;
    for (int second = 0; second <= 600; ++second) {
        const auto learned = watch.take_learned(now + seconds{second});
        most = std::max(most, learned.size());
        for (const incidents::LearnedOfHost& one : learned)
            saved.insert(one.host);
    }
    CHECK(saved.size() == 1200);
    CHECK(most <= 3);
}

TEST_CASE("sample_watch: a host that leaves its group by label opens an incident",
          "[app][sample_watch]") {
    SampleWatch watch{{}};
    std::vector<incidents::ServiceHost> hosts;
    for (int i = 0; i < 7; ++i) {
        hosts.push_back(incidents::test::named_host("h" + std::to_string(i)));
        hosts.back().labels = {"role=web"};
    }
    watch.set_groups({}, hosts);
    TimePoint now = from_unix_ms(1'790'000'000'000);
    std::vector<Symptom> said;
    for (int minute = 0; minute < 85; ++minute) {
        now += minutes{1};
        for (const incidents::ServiceHost& host : hosts) {
            const bool is_odd = host.name == "h3" && minute >= 70;
            const std::vector<history::SeriesBlock> blocks{
                {{"cpu.time.busy_ratio", {}}, {now}, {is_odd ? 0.9 : 0.1}}};
            watch.take(host.name, blocks, now);
        }
        for (Symptom& symptom : watch.advance(now))
            said.push_back(std::move(symptom));
    }
    REQUIRE(said.size() == 1);
    CHECK(said[0].subject.host == "h3");
}

}  // namespace
}  // namespace foreshock::app
