#include "detectors/engines/inventory.hpp"

#include <functional>

#include "engine_bench.hpp"
#include "episode_manners.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using foreshock::test::SymptomMemory;

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = test::bench_start;

KindSettings kind_with(const std::function<void(InventorySettings&)>& change =
                           [](InventorySettings&) {}) {
    KindSettings kind;
    kind.kind = "listener.gone";
    kind.component = "port {name}";
    kind.occurring = "Nobody listens on {name} for {lasting}; it was {value}";
    InventorySettings settings;
    settings.family = "listen";
    settings.planned_by_unit = settings.planned_by_package = true;
    settings.subjects_max = 3;
    change(settings);
    kind.settings = settings;
    return kind;
}

void watch_new(InventorySettings& settings) {
    settings.turn = FactTurn::appeared;
    settings.severity = Severity::info;
    settings.accepted_after = days{1};
}

void watch_turned(InventorySettings& settings) {
    settings.turn = FactTurn::changed;
    settings.from = {"* rw"};
    settings.to = {"* ro"};
}

struct Bench : test::EngineBench<InventoryEngine> {
    explicit Bench(const KindSettings& kind = kind_with(), Duration watched = hours{2})
        : EngineBench(kind) {
        pass(watched);
    }

    void pass(Duration span) { EngineBench::pass(span, seconds{30}); }

    void change(const std::string& fact, const std::string& from, const std::string& to) {
        engine.notice({now, fact, from, to}, memory);
    }
};

}  // namespace

TEST_CASE("inventory: what belongs to the host and is gone is missed until it returns",
          "[detectors][inventory]") {
    Bench bench;
    const TimePoint lost = bench.now;
    bench.change("listen.tcp.0.0.0.0:5432", "postgres", "");
    bench.pass(minutes{10});
    REQUIRE(bench.memory.said.size() == 1);
    const Symptom& raised = bench.memory.said[0];
    CHECK(raised.sentence == "Nobody listens on tcp.0.0.0.0:5432 for 3 min; it was postgres");
    CHECK(raised.subject.component == "port tcp.0.0.0.0:5432");
    CHECK(raised.reason == "disappeared");
    CHECK(raised.first_sign == lost);
    CHECK(raised.evidence.at(0).note == "known for at least 1 h 59 min");
    bench.change("listen.tcp.0.0.0.0:5432", "", "postgres");
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "returned");
    test::check_episodes(bench.memory.said);
}

TEST_CASE("inventory: a guest that comes every night and goes again is not missed",
          "[detectors][inventory]") {
    Bench bench;
    for (int night = 0; night < 4; ++night) {
        bench.change("listen.tcp.0.0.0.0:2049", "", "backup");
        bench.pass(minutes{50});
        bench.change("listen.tcp.0.0.0.0:2049", "backup", "");
        bench.pass(hours{23});
    }
    CHECK(bench.memory.said.empty());
}

TEST_CASE("inventory: what came to stay is missed also when it was away for a while before",
          "[detectors][inventory]") {
    Bench bench;
    bench.change("listen.tcp.0.0.0.0:5432", "", "postgres");
    bench.pass(hours{5});
    bench.change("listen.tcp.0.0.0.0:5432", "postgres", "");
    bench.pass(minutes{2});
    bench.change("listen.tcp.0.0.0.0:5432", "", "postgres");
    bench.pass(minutes{10});
    bench.change("listen.tcp.0.0.0.0:5432", "postgres", "");
    bench.pass(minutes{10});
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("inventory: a restart is not worth a word", "[detectors][inventory]") {
    Bench bench;
    bench.change("listen.tcp.0.0.0.0:80", "nginx", "");
    bench.pass(minutes{2});
    bench.change("listen.tcp.0.0.0.0:80", "", "nginx");
    bench.pass(hours{1});
    CHECK(bench.memory.said.empty());
}

TEST_CASE("inventory: a unit that was stopped on purpose excuses its port",
          "[detectors][inventory]") {
    Bench bench;
    bench.change("unit.postgresql@15-main.service", "active", "inactive");
    bench.pass(minutes{10});
    bench.change("listen.tcp.0.0.0.0:5432", "postgres", "");
    bench.pass(hours{1});
    CHECK(bench.memory.said.empty());
    Bench told_after;
    told_after.change("listen.tcp.0.0.0.0:8080", "java", "");
    told_after.pass(seconds{60});
    told_after.change("unit.tomcat9.service", "active", "inactive");
    told_after.pass(hours{1});
    CHECK(told_after.memory.said.empty());
}

TEST_CASE("inventory: a unit that failed, or another one long before, excuses nothing",
          "[detectors][inventory]") {
    Bench bench;
    bench.change("unit.postgresql.service", "active", "failed");
    bench.change("listen.tcp.0.0.0.0:5432", "postgres", "");
    bench.pass(hours{1});
    CHECK(bench.memory.said.size() == 1);
    Bench other;
    other.change("unit.cups.service", "active", "inactive");
    other.pass(minutes{5});
    other.change("listen.tcp.0.0.0.0:5432", "postgres", "");
    other.pass(hours{1});
    CHECK(other.memory.said.size() == 1);
}

TEST_CASE("inventory: while packages are changed everything waits, a removed one is gone",
          "[detectors][inventory]") {
    Bench bench;
    bench.change("listen.tcp.0.0.0.0:80", "nginx", "");
    bench.pass(minutes{2});
    bench.change("package.nginx", "1.22", "1.24");
    bench.pass(minutes{25});
    CHECK(bench.memory.said.empty());
    bench.pass(minutes{5});
    CHECK(bench.memory.said.size() == 1);
    Bench removed;
    removed.change("listen.tcp.0.0.0.0:80", "nginx", "");
    removed.change("package.nginx-core", "1.22", "");
    removed.pass(days{1});
    CHECK(removed.memory.said.empty());
}

TEST_CASE("inventory: what was there for a moment does not belong to the host",
          "[detectors][inventory]") {
    Bench bench;
    bench.change("listen.tcp.0.0.0.0:9999", "", "nc");
    bench.pass(minutes{59});
    bench.change("listen.tcp.0.0.0.0:9999", "nc", "");
    bench.pass(hours{1});
    CHECK(bench.memory.said.empty());
    Bench young{kind_with(), minutes{59}};
    young.change("listen.tcp.0.0.0.0:80", "nginx", "");
    young.pass(hours{1});
    CHECK(young.memory.said.empty());
}

TEST_CASE("inventory: what comes and goes is not missed every time", "[detectors][inventory]") {
    Bench bench;
    for (int night = 0; night < 6; ++night) {
        bench.change("listen.tcp.0.0.0.0:873", "rsync", "");
        bench.pass(hours{2});
        bench.change("listen.tcp.0.0.0.0:873", "", "rsync");
        bench.pass(hours{22});
    }
    CHECK(bench.memory.count(SymptomStatus::raised) == 2);
    test::check_episodes(bench.memory.said);
}

TEST_CASE("inventory: what turns to and fro is not told every time", "[detectors][inventory]") {
    Bench bench{kind_with(watch_turned)};
    for (int day = 0; day < 6; ++day) {
        bench.change("listen.x", "vdb rw", "vdb ro");
        bench.pass(hours{2});
        bench.change("listen.x", "vdb ro", "vdb rw");
        bench.pass(hours{22});
    }
    CHECK(bench.memory.count(SymptomStatus::raised) == 2);
}

TEST_CASE("inventory: what stays away for a week is not missed any more",
          "[detectors][inventory]") {
    Bench bench;
    bench.change("listen.tcp.0.0.0.0:80", "nginx", "");
    bench.pass(days{8});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "accepted");
}

TEST_CASE("inventory: what is new is told once, quietly", "[detectors][inventory]") {
    Bench bench{kind_with(watch_new)};
    bench.change("listen.tcp.0.0.0.0:4444", "", "nc");
    bench.pass(minutes{10});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].severity == Severity::info);
    CHECK(bench.memory.said[0].reason == "appeared");
    bench.change("listen.tcp.0.0.0.0:4444", "nc", "");
    CHECK(bench.memory.said.back().reason == "gone");
    bench.change("listen.tcp.0.0.0.0:4444", "", "nc");
    bench.pass(days{2});
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("inventory: what came back, came for a moment, or came with a package is not new",
          "[detectors][inventory]") {
    Bench bench{kind_with(watch_new)};
    bench.change("listen.tcp.0.0.0.0:80", "nginx", "");
    bench.pass(minutes{1});
    bench.change("listen.tcp.0.0.0.0:80", "", "nginx");
    bench.change("listen.tcp.0.0.0.0:99", "", "test");
    bench.pass(minutes{1});
    bench.change("listen.tcp.0.0.0.0:99", "test", "");
    bench.pass(hours{1});
    bench.change("listen.tcp.0.0.0.0:25", "", "master");
    bench.change("package.postfix", "", "3.7");
    bench.pass(hours{1});
    CHECK(bench.memory.said.empty());
}

TEST_CASE("inventory: services that start after the agent are not new", "[detectors][inventory]") {
    Bench bench{kind_with(watch_new), minutes{1}};
    bench.change("listen.tcp.0.0.0.0:80", "", "nginx");
    bench.pass(days{1});
    CHECK(bench.memory.said.empty());
}

TEST_CASE("inventory: a fact that turns bad is told until it turns back",
          "[detectors][inventory]") {
    Bench bench{kind_with(watch_turned)};
    bench.change("listen.x", "/dev/vdb ext4 rw", "/dev/vdc ext4 rw");
    bench.pass(minutes{10});
    CHECK(bench.memory.said.empty());
    bench.change("listen.x", "/dev/vdc ext4 rw", "/dev/vdc ext4 ro");
    bench.pass(minutes{10});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].evidence.at(0).note == "before: /dev/vdc ext4 rw");
    bench.change("listen.x", "/dev/vdc ext4 ro", "/dev/vdc ext4 rw");
    CHECK(bench.memory.said.back().reason == "returned");
    bench.change("listen.x", "/dev/vdc ext4 rw", "/dev/vdc ext4 ro");
    bench.pass(minutes{10});
    bench.change("listen.x", "/dev/vdc ext4 ro", "");
    CHECK(bench.memory.said.back().reason == "gone");
    test::check_episodes(bench.memory.said);
}

TEST_CASE("inventory: a kind looks at its names and values only", "[detectors][inventory]") {
    KindSettings kind = kind_with();
    kind.except = {{"name", {"tcp.127.*"}}, {"value", {"sshd"}}};
    Bench bench{kind};
    bench.change("listen.tcp.127.0.0.1:80", "nginx", "");
    bench.change("listen.tcp.0.0.0.0:22", "sshd", "");
    bench.change("mount./srv", "/dev/vdb ext4 rw", "");
    bench.pass(hours{1});
    CHECK(bench.memory.said.empty());
}

TEST_CASE("inventory: ports that the kernel deals out are left alone", "[detectors][inventory]") {
    Bench bench{kind_with([](InventorySettings& settings) { settings.ports_below = 32768; })};
    bench.change("listen.tcp.0.0.0.0:32768", "rpc.statd", "");
    bench.change("listen.tcp.0.0.0.0", "odd", "");
    bench.change("listen.tcp6.[::]:32767", "x", "");
    bench.pass(hours{1});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].subject.component == "port tcp6.[::]:32767");
}

TEST_CASE("inventory: at the bound the quietest fact makes room, else one more is refused",
          "[detectors][inventory]") {
    Bench bench;
    for (const char* port : {"1", "2", "3"})
        bench.change(std::string{"listen."} + port, "x", "");
    CHECK(bench.engine.counters().subjects_refused == 0);
    bench.change("listen.4", "x", "");
    CHECK(bench.engine.counters().subjects_refused == 1);
    bench.change("listen.1", "", "x");
    bench.change("listen.4", "x", "");
    CHECK(bench.engine.counters().subjects_refused == 1);
    bench.pass(minutes{10});
    CHECK(bench.memory.said.size() == 3);
}

TEST_CASE("inventory: at the bound of open symptoms the rest waits", "[detectors][inventory]") {
    Bench bench{kind_with([](InventorySettings& settings) { settings.open_max = 2; })};
    for (const char* port : {"1", "2"})
        bench.change(std::string{"listen."} + port, "x", "");
    bench.pass(minutes{10});
    CHECK(bench.memory.said.size() == 2);
    CHECK(bench.engine.symptoms_held() == 0);
    bench.change("listen.3", "x", "");
    bench.pass(minutes{10});
    CHECK(bench.memory.said.size() == 2);
    CHECK(bench.engine.symptoms_held() > 0);
}

TEST_CASE("inventory: what is planned is kept to its bound", "[detectors][inventory]") {
    PlannedChanges planned;
    planned.notice({start, "package.first", "1", ""});
    for (std::size_t i = 1; i < PlannedChanges::events_max; ++i)
        planned.notice({start, "package.x", "1", "2"});
    CHECK(planned.has_removed("first", start, minutes{1}));
    planned.notice({start, "package.x", "1", "2"});
    CHECK_FALSE(planned.has_removed("first", start, minutes{1}));
}

TEST_CASE("inventory: what is known survives a restart", "[detectors][inventory]") {
    Bench bench;
    bench.change("listen.tcp.0.0.0.0:99", "", "new");
    bench.pass(minutes{5});
    const std::vector<Learned> saved = bench.saved();
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].subject.signal == "fact");
    InventoryEngine after{kind_with()};
    after.restore(saved[0]);
    std::vector<Learned> again;
    after.save(again);
    REQUIRE(again.size() == 1);
    CHECK(again[0].state == saved[0].state);
    SymptomMemory memory;
    after.advance(bench.now, memory);
    after.notice({bench.now, "listen.tcp.0.0.0.0:80", "nginx", ""}, memory);
    after.notice({bench.now, "listen.tcp.0.0.0.0:99", "new", ""}, memory);
    after.advance(bench.now + minutes{5}, memory);
    REQUIRE(memory.said.size() == 1);
    CHECK(memory.said[0].subject.component == "port tcp.0.0.0.0:80");
}

TEST_CASE("inventory: what was learned otherwise, or is cut short, is left alone",
          "[detectors][inventory]") {
    Bench bench;
    bench.change("listen.1", "", "x");
    const std::vector<Learned> saved = bench.saved();
    InventoryEngine after{kind_with()};
    Learned cut = saved.at(0);
    cut.state.pop_back();
    after.restore(cut);
    Learned other = saved.at(0);
    other.version = 99;
    after.restore(other);
    std::vector<Learned> again;
    after.save(again);
    CHECK(again.empty());
}

TEST_CASE("inventory: whatever comes, episodes keep their order", "[detectors][inventory]") {
    const std::string values[] = {"", "a rw", "a ro", "b rw", "\x01\x02"};
    const std::string facts[] = {"listen.1", "listen.2", "listen.",  "listen.4",
                                 "listen.5", "unit.x",   "package.y"};
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        test::Dice dice{seed};
        Bench bench{kind_with([&](InventorySettings& settings) {
            if (seed % 3 == 1) watch_new(settings);
            if (seed % 3 == 2) watch_turned(settings);
            settings.turns_max = 7;
        })};
        for (int i = 0; i < 300; ++i) {
            bench.change(facts[dice.roll(7)], values[dice.roll(5)], values[dice.roll(5)]);
            if (dice.roll(10) == 0) bench.now -= minutes{dice.roll(20)};
            bench.pass(minutes{dice.roll(30)});
        }
        test::check_episodes(bench.memory.said);
    }
}
