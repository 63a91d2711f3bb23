#include "detectors/series_slots.hpp"

#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);

struct Thing {
    const Labels* labels = nullptr;
    Presence presence;
    Worth value_of_it = Worth::nothing;

    [[nodiscard]] Worth worth() const { return value_of_it; }
};

using Slots = SeriesSlots<Thing>;

/// Three slots.
struct Bench {
    std::uint32_t attach(const std::string& name) { return slots.attach(Labels{{"name", name}}); }

    Thing* tell(std::uint32_t number, double value = 1) {
        return slots.tell(number, {SeriesId{0}, now, value}).subject;
    }

    /// Three label sets have a value at this time and take the slots.
    void fill(Worth worth = Worth::nothing) {
        for (const char* name : {"a", "b", "c"})
            tell(attach(name))->value_of_it = worth;
    }

    EngineCounters counters;
    Slots slots{3, counters, [](const Labels& labels) { return Thing{&labels, {}}; }};
    TimePoint now = start;
};

constexpr Duration moment = seconds{1};
/// Of those with a single value: they count as gone, and were so for long.
constexpr Duration gone_long = Presence::first_patience + Slots::gone_long;

}  // namespace

TEST_CASE("series slots: a label set keeps its number and its subject", "[detectors][slots]") {
    Bench bench;
    const auto a = bench.attach("a");
    const auto b = bench.attach("b");
    CHECK(a != b);
    CHECK(bench.attach("a") == a);
    CHECK(bench.slots.size() == 0);
    Thing* subject = bench.tell(b);
    REQUIRE(subject);
    CHECK(*subject->labels == Labels{{"name", "b"}});
    CHECK(bench.slots.find(b) == subject);
    CHECK(bench.slots.find(Labels{{"name", "b"}}) == subject);
    CHECK_FALSE(bench.slots.find(a));
    CHECK_FALSE(bench.slots.find(Labels{{"name", "z"}}));
    CHECK(bench.slots.size() == 1);
}

TEST_CASE("series slots: at the bound all have one, one more is refused and counted once",
          "[detectors][slots]") {
    Bench bench;
    bench.fill();
    CHECK(bench.counters.subjects_refused == 0);
    const auto d = bench.attach("d");
    for (int i = 0; i < 100; ++i) {
        CHECK_FALSE(bench.tell(d));
        bench.now += moment;
    }
    CHECK(bench.counters.subjects_refused == 1);
    CHECK(bench.counters.values_dropped == 0);
    CHECK_FALSE(bench.tell(bench.attach("e")));
    CHECK(bench.counters.subjects_refused == 2);
    CHECK(bench.slots.size() == 3);
}

TEST_CASE("series slots: who is gone for long gives its slot to who needs it",
          "[detectors][slots]") {
    Bench bench;
    bench.fill();
    const auto d = bench.attach("d");
    bench.now += gone_long;
    CHECK_FALSE(bench.tell(d));
    bench.now += Slots::search_pause;
    Thing* subject = bench.tell(d);
    REQUIRE(subject);
    CHECK(*subject->labels == Labels{{"name", "d"}});
    CHECK(bench.slots.given_back() == 1);
    CHECK(bench.slots.size() == 3);
    CHECK_FALSE(bench.slots.find(Labels{{"name", "a"}}));
    CHECK(bench.slots.find(Labels{{"name", "b"}}));
}

TEST_CASE("series slots: the one that was silent for longest goes first", "[detectors][slots]") {
    Bench bench;
    bench.fill();
    bench.now += moment;
    bench.tell(bench.attach("a"));
    bench.now += gone_long + moment;
    CHECK(bench.tell(bench.attach("d")));
    CHECK(bench.slots.find(Labels{{"name", "a"}}));
    CHECK_FALSE(bench.slots.find(Labels{{"name", "b"}}));
}

TEST_CASE("series slots: who returns gets a slot again, and begins anew", "[detectors][slots]") {
    Bench bench;
    bench.fill();
    const auto a = bench.attach("a");
    bench.now += gone_long + moment;
    bench.tell(bench.attach("d"));
    CHECK_FALSE(bench.slots.find(a));
    const auto told = bench.slots.tell(a, {SeriesId{0}, bench.now, 1});
    REQUIRE(told);
    CHECK(*told.subject->labels == Labels{{"name", "a"}});
    CHECK(told.before == TimePoint{});
    CHECK(bench.slots.given_back() == 2);
}

TEST_CASE("series slots: who was refused gets a slot when one is free", "[detectors][slots]") {
    Bench bench;
    bench.fill();
    const auto d = bench.attach("d");
    CHECK_FALSE(bench.tell(d));
    for (Duration passed{0}; passed <= gone_long; passed += minutes{1}) {
        bench.now += minutes{1};
        bench.tell(bench.attach("a"));
        bench.tell(d);
    }
    CHECK(bench.slots.find(d));
    CHECK(bench.slots.find(Labels{{"name", "a"}}));
    CHECK(bench.counters.subjects_refused == 1);
}

TEST_CASE("series slots: a slow series is not gone between two values", "[detectors][slots]") {
    Bench bench;
    for (int day = 0; day < 3; ++day) {
        bench.now += minutes{50};
        bench.fill();
    }
    bench.now += minutes{250};  // five of its intervals
    CHECK_FALSE(bench.tell(bench.attach("d")));
    bench.now += Slots::gone_long + moment;
    CHECK(bench.tell(bench.attach("d")));
}

TEST_CASE("series slots: what was learned is kept for weeks, an episode for ever",
          "[detectors][slots]") {
    Bench bench;
    bench.fill(Worth::learned);
    bench.now += Slots::learned_kept;
    CHECK_FALSE(bench.tell(bench.attach("d")));
    bench.now += Slots::search_pause;
    CHECK(bench.tell(bench.attach("d")));
    Bench told;
    told.fill(Worth::episode);
    told.now += Slots::learned_kept * 10;
    CHECK_FALSE(told.tell(told.attach("d")));
}

TEST_CASE("series slots: who has learned nothing goes before who has", "[detectors][slots]") {
    Bench bench;
    bench.fill(Worth::learned);
    bench.now += moment;
    bench.tell(bench.attach("b"))->value_of_it = Worth::nothing;
    bench.now += Slots::learned_kept + moment;
    CHECK(bench.tell(bench.attach("d")));
    CHECK_FALSE(bench.slots.find(Labels{{"name", "b"}}));
}

TEST_CASE("series slots: a state that was given back is not lost before its first value",
          "[detectors][slots]") {
    Bench bench;
    for (const char* name : {"a", "b", "c"}) {
        bench.attach(name);
        Thing* subject = bench.slots.restore(Labels{{"name", name}});
        REQUIRE(subject);
        subject->value_of_it = Worth::learned;
    }
    CHECK_FALSE(bench.slots.restore(Labels{{"name", "never attached"}}));
    CHECK_FALSE(bench.tell(bench.attach("d")));
    bench.attach("e");
    CHECK_FALSE(bench.slots.restore(Labels{{"name", "e"}}));
    CHECK(bench.tell(bench.attach("a"))->value_of_it == Worth::learned);
    CHECK(bench.counters.subjects_refused == 2);
}

TEST_CASE("series slots: no numbers and old values are dropped, and take no slot",
          "[detectors][slots]") {
    Bench bench;
    const auto a = bench.attach("a");
    CHECK_FALSE(bench.tell(a, std::nan("")));
    CHECK_FALSE(bench.tell(a, HUGE_VAL));
    CHECK(bench.slots.size() == 0);
    CHECK(bench.tell(a));
    CHECK_FALSE(bench.tell(a));
    bench.now -= moment;
    CHECK_FALSE(bench.tell(a));
    CHECK(bench.counters.values_dropped == 4);
}

TEST_CASE("series slots: a value tells how long ago the one before was", "[detectors][slots]") {
    Bench bench;
    const auto a = bench.attach("a");
    const auto tell = [&] { return bench.slots.tell(a, {SeriesId{0}, bench.now, 1}); };
    CHECK(tell().before == TimePoint{});
    bench.now += moment;
    CHECK(tell().step == moment);
    bench.now += hours{1};
    const auto told = tell();
    CHECK(told.step == Duration{0});
    CHECK(bench.now - told.before == hours{1});
}
