#include "detectors/engines/expiry.hpp"

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

const TimePoint start = from_unix_ms(1'790'000'000'000);

KindSettings kind_with(const std::function<void(ExpirySettings&)>& change = [](ExpirySettings&) {
}) {
    KindSettings kind;
    kind.kind = "certificate.end";
    kind.component = "certificate {subject}";
    kind.disruption = "clients refuse {subject}";
    kind.impending = "{component} in {path} ends in {eta}, on {date}; {habit}";
    kind.occurring = "{component} ended {eta} ago";
    ExpirySettings settings;
    settings.signal = "left";
    settings.same = {"subject"};
    settings.series_max = 40;
    change(settings);
    kind.settings = settings;
    return kind;
}

Labels labels_of(const std::string& path, const std::string& subject = "www") {
    return {{"path", path}, {"subject", subject}};
}

/// Files with certificates, told every hour.
struct Bench {
    explicit Bench(const KindSettings& kind = kind_with()) : engine(kind) {}

    std::uint32_t add(const Labels& labels, TimePoint end) {
        const std::uint32_t slot = *engine.attach({"left", labels});
        ends[slot] = end;
        return slot;
    }

    void pass(Duration span, Duration every = hours{1}) {
        for (const TimePoint until = now + span; now < until;) {
            now += every;
            for (const auto& [slot, end] : ends)
                engine.observe(slot, {SeriesId{slot}, now, to_seconds(end - now)}, memory);
            engine.advance(now, memory);
        }
    }

    ExpiryEngine engine;
    SymptomMemory memory;
    std::map<std::uint32_t, TimePoint> ends;
    TimePoint now = start;
};

}  // namespace

TEST_CASE("expiry: an end is told three weeks before, a week before, and when it is there",
          "[detectors][expiry]") {
    Bench bench;
    const TimePoint end = start + days{40};
    bench.add(labels_of("a.pem"), end);
    bench.pass(days{41});
    REQUIRE(bench.memory.said.size() == 3);
    const Symptom& raised = bench.memory.said[0];
    CHECK(raised.severity == Severity::warning);
    CHECK(raised.phase == Phase::impending);
    CHECK(raised.onset == end - days{21});
    REQUIRE(raised.forecast);
    CHECK(raised.forecast->earliest == end);
    CHECK(raised.forecast->expected == end);
    CHECK(raised.forecast->latest == end);
    CHECK(raised.forecast->confidence == 1);
    CHECK(raised.forecast->disruption == "clients refuse www");
    CHECK(raised.sentence ==
          "certificate www in a.pem ends in 21 d, on 2026-10-31; no renewal was seen yet");
    CHECK(bench.memory.said[1].severity == Severity::critical);
    CHECK(bench.memory.said[1].observed_at == end - days{7});
    CHECK(bench.memory.said[2].phase == Phase::occurring);
    CHECK_FALSE(bench.memory.said[2].forecast);
    test::check_episodes(bench.memory.said);
}

TEST_CASE("expiry: what is renewed in time is cleared, before that it says nothing",
          "[detectors][expiry]") {
    Bench bench;
    const auto slot = bench.add(labels_of("a.pem"), start + days{60});
    bench.pass(days{30});
    bench.ends[slot] = bench.now + days{60};
    bench.pass(days{30});
    CHECK(bench.memory.said.empty());
    bench.pass(days{12});
    CHECK(bench.memory.count(SymptomStatus::raised) == 1);
    bench.ends[slot] = bench.now + days{90};
    bench.pass(hours{2});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "renewed");
    CHECK(bench.memory.said[1].sentence == "certificate www: over, renewed, it ends in 89 d");
}

TEST_CASE("expiry: a renewal that is always late is no news, one that is later is",
          "[detectors][expiry]") {
    Bench bench;
    const auto slot = bench.add(labels_of("a.pem"), start + days{90});
    for (int round = 0; round < 3; ++round) {
        bench.pass(days{80});
        bench.ends[slot] = bench.now + days{90};
    }
    // The first two were news: no habit was known yet.
    CHECK(bench.memory.count(SymptomStatus::raised) == 2);
    bench.pass(days{80});
    CHECK(bench.memory.count(SymptomStatus::raised) == 2);
    bench.pass(days{4});
    REQUIRE(bench.memory.count(SymptomStatus::raised) == 3);
    CHECK(bench.memory.said.back().reason == "renewal_late");
    CHECK(bench.memory.said.back().severity == Severity::critical);
}

TEST_CASE("expiry: a renewal that does not come is told before the usual threshold",
          "[detectors][expiry]") {
    Bench bench;
    const auto slot = bench.add(labels_of("a.pem"), start + days{90});
    for (int round = 0; round < 3; ++round) {
        bench.pass(days{60});
        bench.ends[slot] = bench.now + days{90};
    }
    bench.pass(days{67});
    CHECK(bench.memory.said.empty());
    bench.pass(days{1});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].severity == Severity::warning);
    CHECK(bench.memory.said[0].reason == "renewal_late");
    CHECK(bench.memory.said[0].sentence.find("33 % of its life was left") != std::string::npos);
}

TEST_CASE("expiry: a short-lived certificate is judged by its life", "[detectors][expiry]") {
    Bench bench;
    const auto slot = bench.add(labels_of("mesh.pem"), bench.now + days{30});
    bench.pass(hours{2});
    for (int round = 0; round < 30; ++round) {
        bench.ends[slot] = bench.now + hours{24};
        bench.pass(hours{16}, minutes{10});
    }
    CHECK(bench.memory.said.size() <= 2);
    const std::size_t before = bench.memory.said.size();
    bench.pass(hours{5}, minutes{10});
    CHECK(bench.memory.said.size() == before);
    bench.pass(hours{1}, minutes{10});
    REQUIRE(bench.memory.said.size() == before + 1);
    CHECK(bench.memory.said.back().severity == Severity::warning);
    bench.pass(hours{1}, minutes{10});
    CHECK(bench.memory.said.back().severity == Severity::critical);
}

TEST_CASE("expiry: found with three days left it is a warning, with one day left critical",
          "[detectors][expiry]") {
    Bench bench;
    bench.add(labels_of("a.pem"), start + days{3});
    bench.pass(hours{3});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].severity == Severity::warning);
    bench.pass(days{2});
    CHECK(bench.memory.said.back().severity == Severity::critical);
}

TEST_CASE("expiry: found in its last day it is waited for until a quarter is left",
          "[detectors][expiry]") {
    Bench bench;
    bench.add(labels_of("a.pem"), start + hours{20});
    bench.pass(hours{14}, minutes{10});
    CHECK(bench.memory.said.empty());
    bench.pass(hours{2}, minutes{10});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].severity == Severity::warning);
    bench.pass(hours{3}, minutes{10});
    CHECK(bench.memory.said.back().severity == Severity::critical);
}

TEST_CASE("expiry: one that ends long before the one it replaced is told at once, until renewed",
          "[detectors][expiry]") {
    Bench bench;
    const std::uint32_t slot = bench.add(labels_of("/a.pem"), start + days{90});
    bench.pass(hours{5});
    bench.ends[slot] = bench.now + minutes{30};
    bench.pass(minutes{2}, seconds{10});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].severity == Severity::critical);
    for (int renewal = 0; renewal < 6; ++renewal) {
        bench.ends[slot] = bench.now + minutes{30};
        bench.pass(minutes{15}, seconds{10});
    }
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "renewed");
}

TEST_CASE("expiry: copies of one certificate are one thing, the first end counts",
          "[detectors][expiry]") {
    Bench bench;
    for (int copy = 0; copy < 10; ++copy)
        bench.add(labels_of("copy" + std::to_string(copy)), start + days{20 + copy});
    bench.pass(hours{3});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].sentence.find("copy0 ends in 19 d") != std::string::npos);
}

TEST_CASE("expiry: at the bound of open symptoms the rest waits for its turn",
          "[detectors][expiry]") {
    Bench bench{kind_with([](ExpirySettings& settings) { settings.open_max = 3; })};
    std::vector<std::uint32_t> slots;
    for (int site = 0; site < 3; ++site)
        slots.push_back(bench.add(labels_of("x", "site" + std::to_string(site)), start + days{20}));
    bench.pass(hours{2});
    CHECK(bench.memory.said.size() == 3);
    CHECK(bench.engine.symptoms_held() == 0);
    bench.add(labels_of("x", "site9"), start + days{20});
    bench.pass(hours{2});
    CHECK(bench.memory.said.size() == 3);
    CHECK(bench.engine.symptoms_held() > 0);
    bench.ends[slots[0]] = start + days{400};
    bench.pass(hours{2});
    CHECK(bench.memory.count(SymptomStatus::raised) == 4);
}

TEST_CASE("expiry: what ended long before it was found is in nobody's use", "[detectors][expiry]") {
    Bench bench;
    bench.add(labels_of("old.pem", "old"), start - days{31});
    bench.add(labels_of("new.pem", "new"), start - days{29});
    bench.pass(days{10});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].subject.component == "certificate new");
    CHECK(bench.memory.said[0].phase == Phase::occurring);
    CHECK(bench.memory.said[0].sentence == "certificate new ended 29 d ago");
}

TEST_CASE("expiry: a file that is removed takes its symptom along", "[detectors][expiry]") {
    Bench bench;
    const auto slot = bench.add(labels_of("a.pem"), start + days{10});
    bench.pass(hours{5});
    bench.ends.erase(slot);
    bench.pass(hours{7});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "subject_gone");
}

TEST_CASE("expiry: a kind may say how grave it can be", "[detectors][expiry]") {
    Bench bench{
        kind_with([](ExpirySettings& settings) { settings.severity_max = Severity::info; })};
    bench.add(labels_of("a"), start + days{10});
    bench.pass(days{12});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[0].severity == Severity::info);
    CHECK(bench.memory.said[1].severity == Severity::info);
    CHECK(bench.memory.said[1].phase == Phase::occurring);
}

TEST_CASE("expiry: a date may be told as a date", "[detectors][expiry]") {
    ExpiryEngine engine{kind_with([](ExpirySettings& settings) { settings.is_date = true; })};
    const auto slot = *engine.attach({"left", labels_of("a")});
    const TimePoint end = start + days{5};
    SymptomMemory memory;
    engine.observe(slot, {SeriesId{0}, start, to_seconds(end.time_since_epoch())}, memory);
    engine.advance(start, memory);
    REQUIRE(memory.said.size() == 1);
    CHECK(memory.said[0].forecast->expected == end);
}

TEST_CASE("expiry: the habit of renewal survives a restart", "[detectors][expiry]") {
    Bench bench;
    const auto slot = bench.add(labels_of("a.pem"), start + days{90});
    for (int round = 0; round < 3; ++round) {
        bench.pass(days{82});
        bench.ends[slot] = bench.now + days{90};
    }
    bench.pass(hours{1});
    std::vector<Learned> saved;
    bench.engine.save(saved);
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].summary.find("renewed with at least 8.") != std::string::npos);
    Bench after;
    after.now = bench.now;
    after.add(labels_of("a.pem"), bench.ends[slot]);
    after.engine.restore(saved[0]);
    std::vector<Learned> again;
    after.engine.save(again);
    CHECK(again.at(0).state == saved[0].state);
    after.pass(days{82});
    CHECK(after.memory.said.empty());
    Bench forgetful;
    forgetful.now = bench.now;
    forgetful.add(labels_of("a.pem"), bench.ends[slot]);
    forgetful.pass(days{82});
    CHECK_FALSE(forgetful.memory.said.empty());
}

TEST_CASE("expiry: what was learned otherwise, or is cut short, is left alone",
          "[detectors][expiry]") {
    Lease lease;
    lease.tell(start, start + days{10}, false);
    const std::string whole = lease.save();
    Lease other;
    CHECK_FALSE(other.restore(whole.substr(1)));
    CHECK_FALSE(other.restore(whole + "x"));
    CHECK(other.end() == TimePoint{});
    CHECK(other.restore(whole));
    CHECK(other.save() == whole);
}

TEST_CASE("expiry: renewals are kept to the bound", "[detectors][expiry]") {
    Lease lease;
    TimePoint now = start;
    const auto renew = [&] {
        lease.tell(now, now + days{90}, true);
        now += days{60};
        lease.tell(now, now + days{30}, true);
    };
    for (std::size_t i = 0; i <= Lease::shares_max; ++i)
        renew();
    const std::size_t at_bound = lease.save().size();
    renew();
    CHECK(lease.save().size() == at_bound);
    CHECK(lease.least_share() == Approx(1.0 / 3));
}

TEST_CASE("expiry: series at the bound are watched, one more is refused and counted",
          "[detectors][expiry]") {
    ExpiryEngine engine{kind_with([](ExpirySettings& settings) { settings.series_max = 2; })};
    CHECK(test::refused_of(engine, "left", "path", 2) == 0);
    CHECK(test::refused_of(engine, "left", "path", 3) == 1);
    CHECK_FALSE(engine.attach({"other", {}}));
}

TEST_CASE("expiry: a file that gives its slot to another leaves its thing too",
          "[detectors][expiry]") {
    Bench bench{kind_with([](ExpirySettings& settings) { settings.series_max = 1; })};
    const auto first = bench.add(labels_of("a"), start + days{10});
    bench.pass(hours{2});
    CHECK(bench.memory.said.size() == 1);
    bench.ends.erase(first);
    bench.pass(hours{9});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "subject_gone");
    bench.add(labels_of("b"), start + days{11});
    bench.pass(hours{2});
    REQUIRE(bench.memory.said.size() == 3);
    CHECK(bench.memory.said[2].evidence[0].labels == labels_of("b"));
    CHECK(bench.engine.counters().subjects_refused == 0);
}

TEST_CASE("expiry: whatever comes, episodes keep their order and nonsense says nothing",
          "[detectors][expiry]") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const double nonsense[] = {std::nan(""), inf, -inf, 1e300, -1e300};
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        test::Dice dice{seed};
        Bench bench;
        const auto slot = bench.add(labels_of("a"), start + days{10});
        for (int i = 0; i < 300; ++i) {
            if (dice.roll(20) == 0) bench.ends[slot] = bench.now + hours{dice.roll(2000)};
            if (dice.roll(30) == 0) bench.now += hours{dice.roll(300)};
            if (dice.roll(30) == 0) bench.now -= minutes{dice.roll(100)};
            bench.engine.observe(slot, {SeriesId{0}, bench.now, nonsense[dice.roll(5)]},
                                 bench.memory);
            bench.pass(hours{1});
        }
        test::check_episodes(bench.memory.said);
        CHECK(bench.engine.counters().values_dropped >= 300);
    }
    Bench silent;
    const auto slot = *silent.engine.attach({"left", labels_of("a")});
    for (int i = 0; i < 100; ++i) {
        silent.now += hours{1};
        silent.engine.observe(slot, {SeriesId{0}, silent.now, nonsense[i % 5]}, silent.memory);
        silent.engine.advance(silent.now, silent.memory);
    }
    CHECK(silent.memory.said.empty());
}
