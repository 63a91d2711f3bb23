#include <cmath>
#include <functional>

#include "scenario.hpp"
#include "symptom_memory.hpp"
#include <catch2/catch.hpp>

#include "detectors/engines/exhaustion.hpp"

using namespace foreshock;
using namespace foreshock::detectors;
using namespace foreshock::test;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = from_unix_ms(1'790'000'000'000);

KindSettings kind_with_horizon(Duration horizon) {
    KindSettings kind;
    kind.kind = "test.exhaustion";
    kind.component = "disk {disk}";
    kind.impending = "full in {eta}";
    kind.occurring = "full";
    ExhaustionSettings settings;
    settings.usage = "used";
    settings.limit_constant = 1;
    settings.age = "age";
    settings.horizon = horizon;
    settings.young_for = Duration{0};
    kind.settings = settings;
    return kind;
}

/// A usage (limit 1) by seconds since the start, seen at every step but in the pause.
struct Course {
    std::function<double(double)> usage;
    Duration step = seconds{1};
    Duration length = minutes{10};
    Duration pause_at = Duration::max();  ///< the agent is stopped and started again
    Duration pause{0};
    bool restarts = true;  ///< else it only did not look meanwhile
    bool keeps = true;     ///< what was learned
    Duration horizon = hours{6};
};

struct Agent {
    explicit Agent(Duration horizon) : engine(kind_with_horizon(horizon)) {}

    void begin(const std::vector<Learned>& learned = {}) {
        slot = *engine.attach({"used", labels});
        age_slot = *engine.attach({"age", labels});
        for (const Learned& each : learned)
            engine.restore(each);
    }

    std::vector<Learned> save() const {
        std::vector<Learned> out;
        engine.save(out);
        return out;
    }

    const Labels labels{{"disk", "a"}};
    ExhaustionEngine engine;
    std::uint32_t slot = 0;
    std::uint32_t age_slot = 0;
};

void feed(Agent& agent, const Course& course, Duration from, Duration to, SymptomMemory& memory) {
    for (Duration t = from; t < to; t += course.step) {
        const double used = std::clamp(course.usage(to_seconds(t)), 0.0, 1.0);
        agent.engine.observe(agent.slot, {SeriesId{0}, start + t, used}, memory);
        agent.engine.advance(start + t, memory);
    }
}

SymptomMemory play(const Course& course) {
    SymptomMemory memory;
    Agent first{course.horizon};
    first.begin();
    feed(first, course, Duration{0}, std::min(course.pause_at, course.length), memory);
    if (course.pause_at >= course.length) return memory;
    Agent second{course.horizon};
    second.begin(course.keeps ? first.save() : std::vector<Learned>{});
    feed(course.restarts ? second : first, course, course.pause_at + course.pause, course.length,
         memory);
    return memory;
}

double between(Noise& noise, double low, double high) {
    return low + (high - low) * (noise.next() + 1) / 2;
}

/// Seconds until the first alarm after `from`; negative when there is none.
double alarm_after(const SymptomMemory& memory, Duration from) {
    for (const Symptom& symptom : memory.said)
        if (symptom.status == SymptomStatus::raised && symptom.onset >= start + from)
            return to_seconds(symptom.onset - start);
    return -1;
}

}  // namespace

TEST_CASE("exhaustion restart: a fill is announced as if the agent had not been restarted",
          "[detectors][exhaustion][property]") {
    Noise noise{41};
    for (int round = 0; round < 24; ++round) {
        const double base = between(noise, 0.1, 0.8);
        const double length = 300 * std::pow(1000, between(noise, 0, 1));  // 5 min to 3.5 d
        const double wobble = between(noise, 0, 0.01) * (1 - base);
        Course course;
        course.step = from_seconds(std::max(1.0, std::round(length / 1500)));
        course.length = from_seconds(2 * length);
        course.horizon = course.length;
        course.usage = [&, base, length, wobble](double t) {
            const double share = std::max(0.0, t / length - 0.5);
            return base + (1 - base) * share + wobble * Noise{std::uint64_t(t)}.next();
        };
        const double told = alarm_after(play(course), Duration{0});
        INFO(base << " " << length << " " << wobble);
        REQUIRE(told > length / 2);
        course.pause_at = from_seconds(between(noise, 0.3, 0.99) * told);
        course.pause_at -= course.pause_at % course.step;
        course.pause = course.step;
        course.restarts = false;
        const double without = alarm_after(play(course), Duration{0});
        course.restarts = true;
        const double with = alarm_after(play(course), Duration{0});
        // Buckets of a 32nd of the scale that sees it are what it is judged by.
        CHECK(with == Approx(without).margin(0.05 * (without - length / 2)));
    }
}

TEST_CASE("exhaustion restart: what is impending is told again with the first value",
          "[detectors][exhaustion]") {
    Course course;
    course.usage = [](double t) { return t < 75 ? 0.5 : 0.5 + (t - 75) / 360; };
    course.length = seconds{200};
    course.pause_at = seconds{150};
    course.pause = seconds{10};
    const SymptomMemory memory = play(course);
    REQUIRE(memory.count(SymptomStatus::raised) == 2);
    CHECK(alarm_after(memory, seconds{151}) == 160);
    CHECK(memory.said.back().first_sign < start + seconds{90});
    course.keeps = false;
    CHECK(alarm_after(play(course), seconds{151}) != 160);
}

TEST_CASE("exhaustion restart: what was put in order meanwhile is not told again",
          "[detectors][exhaustion]") {
    Course course;
    course.usage = [](double t) { return t < 75 ? 0.5 : t < 155 ? 0.5 + (t - 75) / 360 : 0.5; };
    course.length = seconds{900};
    course.pause_at = seconds{150};
    course.pause = seconds{10};
    CHECK(play(course).count(SymptomStatus::raised) == 1);
    course.usage = [](double t) { return t < 75 ? 0.5 : t < 155 ? 1 : 0.5; };
    CHECK(play(course).count(SymptomStatus::raised) == 1);
}

TEST_CASE("exhaustion restart: what was full and still is, is told at once",
          "[detectors][exhaustion]") {
    Course course;
    course.usage = [](double t) { return t < 75 ? 0.5 : 1; };
    course.length = seconds{200};
    course.pause_at = seconds{150};
    course.pause = seconds{10};
    CHECK(alarm_after(play(course), seconds{151}) == 160);
}

TEST_CASE("exhaustion restart: teeth that were seen are no news after a week of restarts",
          "[detectors][exhaustion][property]") {
    Course course;
    course.usage = [](double t) { return 0.3 + 0.5 * std::fmod(t, 5400.0) / 5400; };
    course.step = seconds{10};
    course.length = hours{12};
    for (const int at : {7, 8, 9, 10, 11}) {
        course.pause_at = hours{at} + minutes{7 * at};
        course.pause = seconds{20};
        CHECK(alarm_after(play(course), course.pause_at) == -1);
    }
}

TEST_CASE("exhaustion restart: a host that was off for long does not speak from what it knew",
          "[detectors][exhaustion][property]") {
    Noise noise{42};
    for (int round = 0; round < 40; ++round) {
        const double off = 60 * std::pow(10000, between(noise, 0, 1));  // a minute to a week
        const double low = between(noise, 0.1, 0.4);
        Course course;
        course.step = seconds{5};
        course.pause_at = seconds{3900};
        course.pause = from_seconds(std::round(off));
        const double back = 3900 + to_seconds(course.pause);
        // It grows steeply when the host goes down; then it boots and warms up.
        course.usage = [=](double t) {
            if (t < back) return 0.3 + 0.35 * std::max(0.0, t - 3300) / 600;
            return low + 0.4 * (1 - low) * (1 - std::exp(-(t - back) / 120));
        };
        course.length = course.pause_at + course.pause + hours{2};
        INFO(off << " " << low);
        CHECK(alarm_after(play(course), course.pause_at + seconds{1}) == -1);
    }
}

TEST_CASE("exhaustion restart: a fill that goes on over a long pause is told all the same",
          "[detectors][exhaustion]") {
    Course course;
    course.usage = [](double t) { return t < 3600 ? 0.3 : 0.3 + 0.7 * (t - 3600) / 36000; };
    course.step = seconds{10};
    course.length = hours{11};
    course.pause_at = hours{3};
    course.pause = hours{1};
    const double told = alarm_after(play(course), Duration{0});
    CHECK(told > 3600);
    CHECK(told < 3600 + 0.7 * 36000);
}

TEST_CASE("exhaustion restart: a state round-trips and keeps within its bound",
          "[detectors][exhaustion][property]") {
    Noise noise{43};
    for (int round = 0; round < 20; ++round) {
        ExhaustionPair pair{start};
        double t = 0;
        for (int i = 0; i < 20000; ++i) {
            t += std::abs(noise.next()) * (1 + 10 * round);
            const double used = round % 2 == 0 ? 0.5 + 0.4 * noise.next() : 0.5 + i / 40000.0;
            pair.observe({}, start + from_seconds(t), used, 1);
        }
        const std::string state = pair.save();
        CHECK(state.size() <= ExhaustionPair::saved_bytes_max);
        const auto again = ExhaustionPair::restore(state);
        REQUIRE(again);
        CHECK(again->save() == state);
        CHECK(again->state() == pair.state());
        for (std::size_t size = 0; size < state.size(); size += 7)
            CHECK_FALSE(ExhaustionPair::restore(std::string_view{state}.substr(0, size)));
        for (int i = 0; i < 200; ++i) {
            std::string wrong = state;
            const auto where = std::size_t(between(noise, 0, double(state.size()) - 1));
            wrong[where] = static_cast<char>(between(noise, -128, 127));
            if (auto pair_of_it = ExhaustionPair::restore(wrong))
                pair_of_it->observe({}, start + from_seconds(t + 1), 0.5, 1);
        }
    }
}

TEST_CASE("exhaustion restart: what does not move takes few bytes", "[detectors][exhaustion]") {
    ExhaustionPair pair{start};
    for (int i = 0; i < 100000; ++i)
        pair.observe({}, start + seconds{i}, 0.5 + 0.0001 * (i % 3), 1);
    CHECK(pair.save().size() < 900);
}

TEST_CASE("exhaustion restart: a process of the same name and number that began since is another",
          "[detectors][exhaustion]") {
    for (const bool began_since : {true, false}) {
        SymptomMemory memory;
        Course course;
        course.usage = [](double t) { return t < 75 ? 0.5 : 0.5 + (t - 75) / 360; };
        Agent first{hours{6}};
        first.begin();
        first.engine.observe(first.age_slot, {SeriesId{1}, start, 1000}, memory);
        feed(first, course, Duration{0}, seconds{150}, memory);
        REQUIRE(memory.count(SymptomStatus::raised) == 1);
        Agent second{hours{6}};
        second.begin(first.save());
        const TimePoint now = start + seconds{160};
        const double used = course.usage(160);
        second.engine.observe(second.slot, {SeriesId{0}, now, used}, memory);
        second.engine.observe(second.age_slot, {SeriesId{1}, now, began_since ? 3.0 : 1160},
                              memory);
        second.engine.advance(now, memory);
        CHECK(memory.count(SymptomStatus::raised) == (began_since ? 1 : 2));
    }
}

TEST_CASE("exhaustion restart: a state from the future, or of another version, is left alone",
          "[detectors][exhaustion]") {
    SymptomMemory memory;
    Course course;
    course.usage = [](double t) { return t < 75 ? 0.5 : 0.5 + (t - 75) / 360; };
    Agent first{hours{6}};
    first.begin();
    feed(first, course, Duration{0}, seconds{150}, memory);
    std::vector<Learned> saved = first.save();
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].subject == SeriesKey{"used", Labels{{"disk", "a"}}});
    CHECK(saved[0].summary == "at 71 % of its limit, watched for 2 min 29 s");
    Agent early{hours{6}};
    early.begin(saved);
    feed(early, course, seconds{100}, seconds{110}, memory);
    CHECK(memory.count(SymptomStatus::raised) == 1);
    CHECK(early.engine.pairs() == 1);
    ++saved[0].version;
    Agent other{hours{6}};
    other.begin(saved);
    CHECK(other.engine.pairs() == 0);
}
