#include "detectors/engines/missing_series.hpp"

#include <functional>

#include "bounded_series.hpp"
#include "engine_bench.hpp"
#include "episode_manners.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const TimePoint start = test::bench_start;

KindSettings kind_with(const std::function<void(InventorySettings&)>& change =
                           [](InventorySettings&) {}) {
    KindSettings kind;
    kind.kind = "mount.missing";
    kind.component = "filesystem {mount}";
    kind.occurring = "{mount} did not come back within {lasting}";
    InventorySettings settings;
    settings.signal = "size";
    settings.same = {"mount"};
    settings.known_for = days{1};
    settings.subjects_max = 4;
    change(settings);
    kind.settings = settings;
    return kind;
}

/// One run of the agent.
struct Run : test::EngineBench<MissingSeriesEngine> {
    explicit Run(TimePoint at, const KindSettings& kind = kind_with()) : EngineBench(kind, at) {}

    void pass(Duration span, const std::vector<Labels>& there) {
        for (const TimePoint until = now + span; now < until;) {
            now += minutes{1};
            for (const Labels& labels : there) {
                const auto slot = engine.attach({"size", labels});
                if (slot) engine.observe(*slot, {SeriesId{*slot}, now, 1e9}, memory);
            }
            engine.advance(now, memory);
        }
    }
};

Labels mount(const std::string& path, const std::string& device = "vda") {
    return {{"mount", path}, {"device", device}};
}

/// The run after one that has known /, /srv and, for an hour, /new.
struct After : Run {
    explicit After(const KindSettings& kind = kind_with()) : Run(start + days{3}, kind) {
        Run before{start};
        before.pass(days{2}, {mount("/"), mount("/srv")});
        before.pass(hours{1}, {mount("/"), mount("/srv"), mount("/new")});
        restore(before.saved());
    }
};

}  // namespace

TEST_CASE("missing series: what has not come back with the host is missed until it is there",
          "[detectors][inventory]") {
    After run;
    run.pass(minutes{12}, {mount("/", "vdb")});
    CHECK(run.memory.said.empty());
    run.pass(minutes{5}, {mount("/", "vdb")});
    REQUIRE(run.memory.said.size() == 1);
    CHECK(run.memory.said[0].subject.component == "filesystem /srv");
    CHECK(run.memory.said[0].reason == "missing");
    CHECK(run.memory.said[0].evidence.at(0).note == "known since 2026-09-21");
    run.pass(minutes{5}, {mount("/", "vdb"), mount("/srv", "vdc")});
    REQUIRE(run.memory.said.size() == 2);
    CHECK(run.memory.said[1].reason == "returned");
    test::check_episodes(run.memory.said);
}

TEST_CASE("missing series: what comes back within the first minutes is not missed",
          "[detectors][inventory]") {
    After run;
    run.pass(minutes{9}, {mount("/")});
    run.pass(hours{9}, {mount("/"), mount("/srv", "vdc")});
    CHECK(run.memory.said.empty());
}

TEST_CASE("missing series: when nothing is there, nobody can look", "[detectors][inventory]") {
    After run;
    run.pass(days{1}, {});
    CHECK(run.memory.said.empty());
}

TEST_CASE("missing series: what goes while somebody looks is not its business",
          "[detectors][inventory]") {
    After run;
    run.pass(hours{1}, {mount("/"), mount("/srv")});
    run.pass(hours{9}, {mount("/")});
    CHECK(run.memory.said.empty());
    Run next{run.now + hours{1}};
    next.restore(run.saved());
    next.pass(hours{1}, {mount("/")});
    CHECK(next.memory.said.empty());
}

TEST_CASE("missing series: what is missed survives another restart, and is given up in the end",
          "[detectors][inventory]") {
    After run;
    run.pass(hours{1}, {mount("/")});
    Run next{run.now + hours{1}};
    next.restore(run.saved());
    CHECK(next.saved().at(0).state == run.saved().at(0).state);
    next.pass(hours{1}, {mount("/")});
    CHECK(next.memory.count(SymptomStatus::raised) == 1);
    next.pass(days{7}, {mount("/")});
    REQUIRE(next.memory.said.size() == 2);
    CHECK(next.memory.said[1].reason == "accepted");
    next.pass(days{1}, {mount("/")});
    CHECK(next.memory.said.size() == 2);
}

TEST_CASE("missing series: what was learned otherwise, or is cut short, is left alone",
          "[detectors][inventory]") {
    After run;
    Learned cut = run.saved().at(0);
    cut.state.pop_back();
    Learned other = run.saved().at(0);
    other.version = 99;
    Run next{start};
    next.engine.restore(cut);
    next.engine.restore(other);
    CHECK(next.saved().empty());
}

TEST_CASE("missing series: at the bound all are watched, one more is refused and counted",
          "[detectors][inventory]") {
    Run run{start};
    CHECK(test::refused_of(run.engine, "size", "mount", 4) == 0);
    CHECK(test::refused_of(run.engine, "size", "mount", 5) == 1);
    CHECK_FALSE(run.engine.attach({"other", mount("/a")}));
}

TEST_CASE("missing series: at the bound of open symptoms the rest waits",
          "[detectors][inventory]") {
    After run{kind_with([](InventorySettings& settings) { settings.open_max = 1; })};
    run.pass(days{1}, {mount("/srv")});
    CHECK(run.memory.said.size() == 1);
    run.pass(minutes{5}, {mount("/srv"), mount("/")});
    CHECK(run.memory.count(SymptomStatus::cleared) == 1);
}
