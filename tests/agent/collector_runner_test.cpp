#include "agent/collector_runner.hpp"

#include "recording_log.hpp"
#include <catch2/catch.hpp>

#include "tests/support/map_host_fs.hpp"

using namespace foreshock;
using namespace foreshock::agent;
using collectors::CollectorEntry;

namespace {

constexpr SignalDescription value_signal{"test.thing.value_count", SignalType::gauge, "count", ""};
constexpr std::array signals_of_test{value_signal};

/// What the collectors of this file do is kept in their watch settings: the catalogue's functions
/// take nothing else.
class Scripted final : public collectors::Collector {
public:
    explicit Scripted(const HostFs& host) : host_(host) {}

    void add_facts(std::vector<Fact>& out) const override {
        for (std::size_t i = 0; i < facts_max + 3; ++i)
            out.push_back({"test." + std::to_string(i), "x"});
    }

    void take_changes(std::vector<Change>& out) override {
        out.resize(out.size() + changes_max + 2);
    }

    Result<void> collect(TimePoint, SampleSink& out) override {
        const auto script = host_.read("script");
        if (!script) return fail(script.error());
        if (*script == "broken") return fail(Errc::malformed, "line 3 is no number");
        out.add(out.series(value_signal, {}), 1);
        return {};
    }

private:
    const HostFs& host_;
};

Result<std::unique_ptr<collectors::Collector>> make_scripted(
    const collectors::CollectorContext& context) {
    return std::make_unique<Scripted>(context.host);
}

Result<std::unique_ptr<collectors::Collector>> make_refusing(const collectors::CollectorContext&) {
    return fail(Errc::invalid, "watch.process: bad");
}

class NoSpace final : public collectors::SpaceProbe {
public:
    Result<collectors::Space> space(std::string_view) override {
        return fail(Errc::no_data, "none");
    }
};

struct Bench {
    test::RecordingLog log;
    double seconds = 0;
    test::MapHostFs host{{"script", "fine"}};
    NoSpace space;
    collectors::WatchSettings watch;
    collectors::CollectorContext context{host, space, watch};
    CollectorRunner runner{log, [this] { return seconds += 0.25; }};
    SampleBuffer buffer;
    std::vector<CollectorEntry> catalog{
        {"disk", "A test.", Duration{1000}, true, signals_of_test, make_scripted}};

    Bench() { REQUIRE(runner.set_up(catalog, {}, context)); }

    static TimePoint at(int second) { return from_unix_ms(1'790'000'000'000 + 1000 * second); }

    /// Runs one tick; how many values the collector gave.
    std::size_t tick(int second, int shed_level = 0) {
        buffer.begin_tick(at(second));
        runner.run(at(second), shed_level, buffer);
        std::size_t given = 0;
        for (const Sample& sample : buffer.tick_samples()) {
            given += buffer.table().key(sample.series).signal == value_signal.name ? 1 : 0;
        }
        return given;
    }

    double last(std::string_view signal) {
        for (const Sample& sample : buffer.tick_samples()) {
            if (buffer.table().key(sample.series).signal == signal) return sample.value;
        }
        return -1;
    }
};

}  // namespace

TEST_CASE("runner: a collector runs at its own pace, aligned", "[agent][runner]") {
    Bench bench;
    std::map<std::string, CollectorSettings, std::less<>> settings;
    settings["disk"].every = Duration{5000};
    REQUIRE(bench.runner.set_up(bench.catalog, settings, bench.context));
    std::vector<int> ran;
    for (int second = 3; second < 18; ++second) {
        if (bench.tick(second) > 0) ran.push_back(second);
    }
    CHECK(ran == std::vector<int>{3, 5, 10, 15});
}

TEST_CASE("runner: a collector that is switched off does not exist", "[agent][runner]") {
    Bench bench;
    std::map<std::string, CollectorSettings, std::less<>> settings;
    settings["disk"].enabled = false;
    REQUIRE(bench.runner.set_up(bench.catalog, settings, bench.context));
    CHECK(bench.runner.size() == 0);
    CHECK(bench.tick(0) == 0);
}

TEST_CASE("runner: duration and errors of each collector are signals", "[agent][runner]") {
    Bench bench;
    bench.tick(0);
    CHECK(bench.last("agent.collector.duration_seconds") == 0.25);
    CHECK(bench.last("agent.collector.errors_count") == 0);
    bench.host.files["script"] = "broken";
    bench.tick(1);
    CHECK(bench.last("agent.collector.errors_count") == 1);
}

TEST_CASE("runner: one that fails waits twice as long each time and is named once",
          "[agent][runner]") {
    Bench bench;
    bench.host.files["script"] = "broken";
    std::vector<int> tried;
    double errors = 0;
    for (int second = 0; second < 20; ++second) {
        bench.tick(second);
        const double now = bench.last("agent.collector.errors_count");
        if (now > errors) tried.push_back(second);
        errors = std::max(errors, now);
    }
    CHECK(tried == std::vector<int>{0, 1, 3, 7, 15});
    CHECK(bench.log.count("line 3 is no number") == 1);
    CHECK(bench.runner.complaints() == std::vector<std::string>{"disk: line 3 is no number"});
}

TEST_CASE("runner: one that works again is told and runs at once from then on", "[agent][runner]") {
    Bench bench;
    bench.host.files["script"] = "broken";
    bench.tick(0);
    bench.host.files["script"] = "fine";
    CHECK(bench.tick(1) == 1);
    CHECK(bench.tick(2) == 1);
    CHECK(bench.log.count("works again") == 1);
    CHECK(bench.runner.complaints().empty());
}

TEST_CASE("runner: the wait of a failing collector has a bound", "[agent][runner]") {
    Bench bench;
    bench.host.files["script"] = "broken";
    int last_try = 0;
    int longest = 0;
    double errors = 0;
    for (int second = 0; second < 3000; ++second) {
        bench.tick(second);
        const double now = bench.last("agent.collector.errors_count");
        if (now > errors) longest = std::max(longest, second - std::exchange(last_try, second));
        errors = std::max(errors, now);
        wire::Report emptied;
        bench.buffer.move_into(emptied);
    }
    CHECK(longest == 300);
}

TEST_CASE("runner: what does not exist here is no failure and is looked for now and then",
          "[agent][runner]") {
    Bench bench;
    bench.host.files.clear();
    bench.tick(0);
    CHECK(bench.last("agent.collector.errors_count") == 0);
    CHECK(bench.runner.complaints().empty());
    bench.host.files["script"] = "fine";
    CHECK(bench.tick(5) == 0);
    CHECK(bench.tick(10) == 1);
}

TEST_CASE("runner: shedding slows collectors down and then stops them", "[agent][runner]") {
    Bench bench;
    bench.tick(0, 1);
    CHECK(bench.tick(5, 1) == 0);
    CHECK(bench.tick(10, 1) == 1);
    CHECK(bench.tick(20, 2) == 0);
    CHECK(bench.tick(21, 0) == 1);
}

TEST_CASE("runner: a refused setting names the collector and changes nothing", "[agent][runner]") {
    Bench bench;
    std::vector<CollectorEntry> bad = bench.catalog;
    bad.push_back({"cpu", "Bad.", Duration{1000}, true, signals_of_test, make_refusing});
    const auto set = bench.runner.set_up(bad, {}, bench.context);
    REQUIRE_FALSE(set);
    CHECK(set.error().what == "cpu: watch.process: bad");
    CHECK(bench.runner.size() == 1);
}

TEST_CASE("runner: facts and changes of one collector are bounded and counted beyond",
          "[agent][runner]") {
    Bench bench;
    std::vector<Fact> facts{{"kernel", "6.1"}};
    bench.runner.add_facts(facts);
    CHECK(facts.size() == 1 + collectors::Collector::facts_max);
    CHECK(bench.runner.refused_facts() == 3);
    std::vector<Change> changes;
    bench.runner.take_changes(changes);
    CHECK(changes.size() == collectors::Collector::changes_max);
    CHECK(bench.runner.refused_facts() == 5);
}

TEST_CASE("runner: slow collectors take turns", "[agent][runner]") {
    Bench bench;
    static constexpr std::array names{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"};
    bench.catalog.clear();
    for (const char* name : names) {
        bench.catalog.push_back(
            {name, "A test.", std::chrono::seconds{10}, true, signals_of_test, make_scripted});
    }
    REQUIRE(bench.runner.set_up(bench.catalog, {}, bench.context));
    bench.tick(0);
    const auto runs_before = bench.seconds;
    for (int second = 1; second <= 30; ++second) {
        const double before = bench.seconds;
        bench.tick(second);
        // Each run asks the stopwatch twice.
        CHECK(bench.seconds - before <= 2 * 0.5);
    }
    CHECK(bench.seconds - runs_before == 3 * names.size() * 0.5);
}
