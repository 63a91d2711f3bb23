#include "detectors/engines/cadence.hpp"

#include <cmath>
#include <functional>
#include <limits>

#include "bounded_series.hpp"
#include "episode_manners.hpp"
#include "symptom_memory.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using foreshock::test::SymptomMemory;

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint monday = from_unix_ms(1'789'948'800'000);  // 2026-09-21T00:00:00Z

KindSettings kind_with(const std::function<void(CadenceSettings&)>& change = [](CadenceSettings&) {
}) {
    KindSettings kind;
    kind.kind = "job.overdue";
    kind.component = "job {job}";
    kind.disruption = "backups overlap";
    kind.impending = "{component} takes {lasting}, in {eta} as long as its period of {limit}";
    kind.occurring = "{component} is silent for {lasting}, usually {usual}";
    CadenceSettings settings;
    settings.signal = "age";
    settings.series_max = 2;
    change(settings);
    kind.settings = settings;
    return kind;
}

/// A job whose age is told every five minutes.
struct Bench {
    explicit Bench(const KindSettings& kind = kind_with()) : engine(kind) {
        slot = *engine.attach({"age", Labels{{"job", "backup"}}});
    }

    /// Passes whole days; `at`: when the job comes on that day, in local time that is `shift`
    /// ahead of UTC.
    void pass(int count, const std::function<std::vector<Duration>(int day)>& at) {
        for (int i = 0; i < count; ++i, ++day) {
            for (const Duration time : at(day))
                events.push_back(monday + days{day} + time);
            run_until(monday + days{day + 1});
        }
    }

    void run_until(TimePoint until) {
        for (; now < until; now += minutes{5}) {
            for (; next < events.size() && events[next] <= now; ++next)
                last = events[next];
            if (last == TimePoint{}) continue;
            engine.observe(slot, {SeriesId{0}, now, to_seconds(now - last)}, memory);
            engine.advance(now, memory);
        }
    }

    CadenceEngine engine;
    std::uint32_t slot = 0;
    SymptomMemory memory;
    std::vector<TimePoint> events;
    std::size_t next = 0;
    TimePoint last{};
    TimePoint now = monday;
    int day = 0;
};

std::vector<Duration> nightly(int /*day*/) {
    return {hours{2} + minutes{10}};
}

std::vector<Duration> on_working_days(int day) {
    return day % 7 < 5 ? nightly(day) : std::vector<Duration>{};
}

std::vector<Duration> in_office_hours(int day) {
    std::vector<Duration> times;
    for (int hour = 8; hour < 18 && day % 7 < 5; ++hour)
        times.emplace_back(hours{hour} + minutes{1});
    return times;
}

std::vector<Duration> never(int /*day*/) {
    return {};
}

}  // namespace

TEST_CASE("cadence: a nightly job that does not come is missed the same morning",
          "[detectors][cadence]") {
    Bench bench;
    bench.pass(15, nightly);
    CHECK(bench.memory.said.empty());
    bench.pass(1, never);
    REQUIRE(bench.memory.said.size() == 1);
    const Symptom& raised = bench.memory.said[0];
    const Duration time = raised.onset - (monday + days{15});
    CHECK(time > hours{4});
    CHECK(time < hours{7});
    CHECK(raised.reason == "overdue");
    CHECK(raised.sentence.starts_with("job backup is silent for 1 d 3 h, usually 1 d"));
    bench.pass(1, nightly);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "in_rhythm");
    test::check_episodes(bench.memory.said);
}

TEST_CASE("cadence: a job of working days is not missed on a weekend, but on a Monday",
          "[detectors][cadence]") {
    Bench bench;
    bench.pass(28, on_working_days);
    CHECK(bench.memory.said.empty());
    bench.pass(1, never);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].onset < monday + days{28} + hours{5});
}

TEST_CASE("cadence: a job that begins on a Wednesday is not missed on its first weekend",
          "[detectors][cadence]") {
    Bench bench;
    bench.pass(2, never);
    bench.pass(26, on_working_days);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("cadence: a job of office hours is quiet at night and missed within them",
          "[detectors][cadence]") {
    Bench bench;
    bench.pass(22, in_office_hours);
    CHECK(bench.memory.said.empty());
    bench.pass(1, [](int) { return std::vector<Duration>{hours{8}, hours{9}, hours{10}}; });
    REQUIRE(bench.memory.said.size() == 1);
    const Duration time = bench.memory.said[0].onset - (monday + days{22});
    CHECK(time > hours{11});
    CHECK(time < hours{14});
}

TEST_CASE("cadence: the changes of summer time move a job by an hour, and nobody minds",
          "[detectors][cadence]") {
    for (const int shift : {-1, 1}) {
        for (const auto& rhythm : {nightly, on_working_days, in_office_hours}) {
            Bench bench;
            bench.pass(28, rhythm);
            bench.pass(14, [&](int day) {
                std::vector<Duration> times = rhythm(day);
                for (Duration& time : times)
                    time += hours{shift};
                return times;
            });
            INFO(shift);
            CHECK(bench.memory.said.empty());
        }
    }
}

TEST_CASE("cadence: a job at a random hour of the day is missed after days, not hours",
          "[detectors][cadence]") {
    test::Dice dice{7};
    Bench bench;
    bench.pass(35, [&](int) { return std::vector<Duration>{minutes{dice.roll(720)}}; });
    CHECK(bench.memory.said.empty());
    bench.pass(4, never);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].onset > monday + days{36});
}

TEST_CASE("cadence: a job of every few minutes is missed within the hour", "[detectors][cadence]") {
    Bench bench;
    const auto often = [](int) {
        std::vector<Duration> times;
        for (int i = 0; i < 144; ++i)
            times.emplace_back(minutes{10 * i});
        return times;
    };
    bench.pass(15, often);
    bench.pass(1, never);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].onset - (monday + days{15}) < hours{1});
}

TEST_CASE("cadence: a weekly job is missed a day later", "[detectors][cadence]") {
    Bench bench;
    bench.pass(56, [](int day) { return day % 7 == 6 ? nightly(day) : never(day); });
    CHECK(bench.memory.said.empty());
    bench.pass(9, never);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].onset < monday + days{64});
}

TEST_CASE("cadence: before enough intervals are known, nothing is missed", "[detectors][cadence]") {
    Bench bench;
    bench.pass(6, nightly);
    bench.pass(5, never);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("cadence: what never comes again is not waited for in eternity", "[detectors][cadence]") {
    Bench bench;
    bench.pass(21, nightly);
    bench.pass(30, never);
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "accepted");
    bench.pass(3, nightly);
    CHECK(bench.memory.said.size() == 2);
}

TEST_CASE("cadence: a counter that steps has a rhythm too, and may begin anew",
          "[detectors][cadence]") {
    Bench bench{kind_with([](CadenceSettings& settings) { settings.gives = EventsGiven::count; })};
    double count = 100;
    const auto pass = [&](int hours_passed, bool comes) {
        for (int i = 0; i < hours_passed * 12; ++i) {
            bench.now += minutes{5};
            if (comes && i % 12 == 0) count += 1;
            if (comes && i == 600) count = 0;
            bench.engine.observe(bench.slot, {SeriesId{0}, bench.now, count}, bench.memory);
            bench.engine.advance(bench.now, bench.memory);
        }
    };
    pass(24 * 15, true);
    CHECK(bench.memory.said.empty());
    pass(5, false);
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("cadence: the time of the last event is as good as its age", "[detectors][cadence]") {
    Bench bench{kind_with([](CadenceSettings& settings) { settings.gives = EventsGiven::time; })};
    const auto tell = [&](TimePoint last) {
        bench.engine.observe(bench.slot,
                             {SeriesId{0}, bench.now, to_seconds(last.time_since_epoch())},
                             bench.memory);
        bench.engine.advance(bench.now, bench.memory);
    };
    TimePoint last = monday;
    for (int i = 0; i < 16 * 288; ++i) {
        bench.now += minutes{5};
        if (i % 288 == 30 && i < 15 * 288) last = bench.now;
        tell(last);
    }
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("cadence: the rhythm survives a restart", "[detectors][cadence]") {
    Bench bench;
    bench.pass(21, on_working_days);
    std::vector<Learned> saved;
    bench.engine.save(saved);
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].summary == "every 1 d, of 14 intervals");
    Bench after;
    after.engine.restore(saved[0]);
    std::vector<Learned> again;
    after.engine.save(again);
    CHECK(again.at(0).state == saved[0].state);
    after.now = bench.now;
    after.day = bench.day;
    after.last = bench.last;
    after.pass(1, never);
    CHECK(after.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("cadence: what was learned otherwise, or is cut short, is left alone",
          "[detectors][cadence]") {
    Rhythm rhythm;
    rhythm.begin(monday);
    rhythm.happen(monday + hours{1}, false);
    rhythm.happen(monday + hours{2}, true);
    const std::string whole = rhythm.save();
    Rhythm other;
    CHECK_FALSE(other.restore(whole.substr(0, whole.size() - 1)));
    CHECK_FALSE(other.restore(whole + "x"));
    CHECK_FALSE(other.has_begun());
    CHECK(other.restore(whole));
    CHECK(other.save() == whole);
}

TEST_CASE("cadence: intervals and runs are kept to their bounds", "[detectors][cadence]") {
    Rhythm rhythm;
    for (std::size_t i = 0; i <= Rhythm::intervals_max; ++i)
        rhythm.happen(monday + hours{i}, true);
    CHECK(rhythm.intervals() == Rhythm::intervals_max);
    rhythm.happen(monday + days{9}, true);
    CHECK(rhythm.intervals() == Rhythm::intervals_max);
    RunLengths runs;
    TimePoint at = monday;
    runs.tell(at, Duration{0}, false);
    for (std::size_t i = 0; i <= RunLengths::runs_max; ++i) {
        runs.tell(at += minutes{1}, seconds{30}, true);
        runs.tell(at += minutes{1}, Duration{0}, true);
    }
    CHECK(runs.runs() == RunLengths::runs_max);
}

TEST_CASE("cadence: a far-out fence leaves room for what is usual", "[detectors][cadence]") {
    CHECK(far_out({}) == Duration{0});
    CHECK(far_out({hours{24}, hours{24}, hours{24}, hours{24}, hours{72}}) == hours{24});
    CHECK(far_out({hours{1}, hours{2}, hours{3}, hours{4}}) == hours{4} + hours{9});
}

namespace {

/// A job every six hours; its running time is told every minute.
struct RunBench {
    RunBench()
        : engine(kind_with([](CadenceSettings& settings) {
              settings.gives = EventsGiven::running;
              settings.tolerance = minutes{5};
          })),
          slot(*engine.attach({"age", Labels{{"job", "backup"}}})) {}

    void run(Duration length, Duration period = hours{6}) {
        for (Duration t{0}; t < period; t += minutes{1}, now += minutes{1}) {
            const double running = t < length ? to_seconds(t) : 0;
            engine.observe(slot, {SeriesId{0}, now, running}, memory);
            engine.advance(now, memory);
        }
    }

    CadenceEngine engine;
    std::uint32_t slot;
    SymptomMemory memory;
    TimePoint now = monday;
};

}  // namespace

TEST_CASE("cadence: a run that lasts far longer than usual is told while it goes on",
          "[detectors][cadence]") {
    RunBench bench;
    for (int i = 0; i < 10; ++i)
        bench.run(minutes{30 + i % 3});
    CHECK(bench.memory.said.empty());
    const TimePoint begun = bench.now;
    bench.run(hours{3});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[0].reason == "runs_long");
    CHECK(bench.memory.said[0].onset - begun < minutes{75});
    CHECK(bench.memory.said[1].status == SymptomStatus::cleared);
}

TEST_CASE("cadence: runs that grow towards their period are told before they overlap",
          "[detectors][cadence]") {
    RunBench bench;
    for (int i = 0; i < 20; ++i)
        bench.run(minutes{100 + 6 * i});
    REQUIRE(bench.memory.count(SymptomStatus::raised) == 1);
    const Symptom& raised = bench.memory.said[0];
    CHECK(raised.phase == Phase::impending);
    CHECK(raised.reason == "outgrows_period");
    REQUIRE(raised.forecast);
    CHECK(raised.forecast->earliest <= raised.forecast->expected);
    CHECK(raised.forecast->expected <= raised.forecast->latest);
    // 100 + 6 × 43 minutes make six hours.
    const Duration ahead = raised.forecast->expected - monday;
    CHECK(ahead > hours{6 * 40});
    CHECK(ahead < hours{6 * 47});
}

TEST_CASE("cadence: runs that vary, or grow and stay short, are not worth a word",
          "[detectors][cadence]") {
    RunBench varying;
    test::Dice dice{3};
    for (int i = 0; i < 40; ++i)
        varying.run(minutes{100 + dice.roll(60)});
    CHECK(varying.memory.said.empty());
    RunBench brief;
    for (int i = 0; i < 20; ++i)
        brief.run(minutes{10 + i});
    CHECK(brief.memory.said.empty());
}

TEST_CASE("cadence: the lengths of runs survive a restart", "[detectors][cadence]") {
    RunBench bench;
    for (int i = 0; i < 10; ++i)
        bench.run(minutes{30 + i % 3});
    std::vector<Learned> saved;
    bench.engine.save(saved);
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].summary == "runs take 30 min, of 10 runs");
    RunBench after;
    after.now = bench.now;
    after.engine.restore(saved[0]);
    after.run(hours{3});
    CHECK(after.memory.count(SymptomStatus::raised) == 1);
}

TEST_CASE("cadence: series at the bound are watched, one more is refused and counted",
          "[detectors][cadence]") {
    CadenceEngine engine{kind_with()};
    CHECK(test::refused_of(engine, "age", "job", 2) == 0);
    CHECK(test::refused_of(engine, "age", "job", 3) == 1);
    CHECK_FALSE(engine.attach({"other", {}}));
}

TEST_CASE("cadence: whatever comes, episodes keep their order", "[detectors][cadence]") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const double nonsense[] = {std::nan(""), inf, -inf, 1e300, -1e300, -5};
    for (const EventsGiven gives :
         {EventsGiven::age, EventsGiven::time, EventsGiven::count, EventsGiven::running}) {
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            test::Dice dice{seed};
            Bench bench{kind_with([gives](CadenceSettings& settings) { settings.gives = gives; })};
            for (int i = 0; i < 3000; ++i) {
                bench.now += minutes{dice.roll(90)};
                if (dice.roll(100) == 0) bench.now -= hours{dice.roll(50)};
                if (dice.roll(200) == 0) bench.now += days{dice.roll(20)};
                const double value = dice.roll(20) == 0 ? nonsense[dice.roll(6)]
                                                        : static_cast<double>(dice.roll(90000));
                bench.engine.observe(bench.slot, {SeriesId{0}, bench.now, value}, bench.memory);
                bench.engine.advance(bench.now, bench.memory);
            }
            test::check_episodes(bench.memory.said);
        }
    }
}
