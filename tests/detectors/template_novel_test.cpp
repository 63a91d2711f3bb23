#include "detectors/engines/template_novel.hpp"

#include <functional>

#include "engine_bench.hpp"
#include "scenario.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using foreshock::test::Noise;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = test::bench_start;

KindSettings kind_with(const std::function<void(NoveltySettings&)>& change) {
    KindSettings kind;
    kind.kind = "log.template.new";
    kind.component = "log of {unit}";
    kind.occurring = "{unit} says something new: {line}";
    TemplateSettings settings;
    settings.clear_after = minutes{30};
    settings.novelty.emplace();
    settings.novelty->changes = {"package.*"};
    settings.novelty->learning_min = hours{1};
    settings.novelty->sustained = seconds{20};
    change(*settings.novelty);
    kind.settings = std::move(settings);
    return kind;
}

struct Bench : test::EngineBench<NovelLineEngine> {
    explicit Bench(const std::function<void(NoveltySettings&)>& change = [](auto&) {})
        : EngineBench(kind_with(change)) {
        engine.advance(now, memory);
    }

    void read(std::string_view text, LogSeverity severity = LogSeverity::error,
              std::string_view unit = "shop.service") {
        engine.read({now, "journal", unit, severity, text}, memory);
    }

    /// The unit talks for so long about what it always talks about.
    void learn(Duration span) {
        for (const TimePoint until = now + span; now < until; pass(minutes{1}))
            read("cache miss for key k1", LogSeverity::warning);
    }

    void repeat(std::string_view text, int times = 4, LogSeverity severity = LogSeverity::error) {
        for (int i = 0; i < times; ++i) {
            read(text, severity);
            pass(seconds{10});
        }
    }
};

}  // namespace

TEST_CASE("novel lines: a new kind that is repeated is raised once and cleared once",
          "[detectors][template]") {
    Bench bench;
    bench.learn(hours{2});
    bench.repeat("replica lags behind, giving up", 20);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].sentence ==
          "shop.service says something new: replica lags behind, giving up");
    CHECK(bench.memory.said[0].severity == Severity::warning);
    bench.pass(minutes{31});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].status == SymptomStatus::cleared);
    bench.repeat("replica lags behind, giving up", 20);
    CHECK(bench.memory.said.size() == 2);
}

TEST_CASE("novel lines: a one-off, an ordinary line, and a known one in other words are quiet",
          "[detectors][template]") {
    Bench bench;
    bench.learn(hours{2});
    bench.read("replica lags behind, giving up");
    bench.repeat("a customer bought a table", 9, LogSeverity::informational);
    bench.repeat("cache miss for key somewhere_else_77", 9);
    bench.pass(hours{1});
    CHECK(bench.memory.said.empty());
}

TEST_CASE("novel lines: an ordinary line that speaks of failure counts, as a mere note",
          "[detectors][template]") {
    Bench bench;
    bench.learn(hours{2});
    bench.repeat("payment failed to connect", 5, LogSeverity::informational);
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].severity == Severity::info);
}

TEST_CASE("novel lines: nothing is news before its source has been learned from",
          "[detectors][template]") {
    Bench bench;
    bench.learn(minutes{50});
    bench.repeat("replica lags behind, giving up", 5);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("novel lines: a source that always says new things has no news",
          "[detectors][template]") {
    Bench bench;
    Noise noise{5};
    for (int i = 0; i < 200; ++i) {
        std::string word;
        for (int letter = 0; letter < 8; ++letter)
            word += static_cast<char>('a' + (noise.next() + 1) * 12.9);
        bench.read(word + " is upset and failed");
        bench.pass(minutes{1});
    }
    bench.repeat("replica lags behind, giving up", 5);
    CHECK(bench.memory.said.empty());
}

TEST_CASE("novel lines: a change and a start explain what is new", "[detectors][template]") {
    Bench bench;
    bench.learn(hours{2});
    bench.engine.notice({bench.now, "package.shop", "1", "2"}, bench.memory);
    bench.repeat("option retry is deprecated and refused", 5);
    bench.pass(hours{1});
    bench.repeat("option retry is deprecated and refused", 5);
    bench.engine.notice({bench.now, "mount./srv", "", "ext4"}, bench.memory);
    bench.read("Started shop.service - The shop.", LogSeverity::informational, "init.scope");
    bench.repeat("pool warms up, timeout expected", 5);
    CHECK(bench.memory.said.empty());
    bench.pass(minutes{16});
    bench.repeat("replica lags behind, giving up", 5);
    CHECK(bench.memory.said.size() == 1);
}

TEST_CASE("novel lines: more news than may be told in an hour are told in one sentence",
          "[detectors][template]") {
    Bench bench{[](NoveltySettings& settings) {
        settings.per_hour_max = 2;
        settings.expected_per_hour_max = 100;
    }};
    bench.learn(hours{2});
    for (const char* line : {"disk is upset now", "fan stands quite still", "net lost its way",
                             "clock runs back again", "door left wide open"})
        bench.repeat(line, 4);
    bench.pass(minutes{1});
    bench.pass(minutes{1});
    const auto& said = bench.memory.said;
    CHECK(bench.memory.count(SymptomStatus::raised) == 3);
    REQUIRE(bench.memory.count(SymptomStatus::updated) == 2);
    CHECK(said.back().subject.component == "logs of this host");
    CHECK(said.back().sentence.starts_with("3 more new kinds of log lines"));
    bench.pass(minutes{45});
    CHECK(bench.memory.count(SymptomStatus::cleared) == 3);
}

TEST_CASE("novel lines: what was learned outlives a restart", "[detectors][template]") {
    Bench bench;
    bench.learn(hours{2});
    const std::vector<Learned> learned = bench.saved();
    REQUIRE(learned.size() == 1);
    CHECK(learned[0].summary == "1 kinds of warnings and errors in 1 h 59 min");
    Bench again;
    again.engine.restore(learned[0]);
    again.pass(seconds{1});
    again.repeat("cache miss for key k9", 5);
    CHECK(again.memory.said.empty());
    again.repeat("replica lags behind, giving up", 5);
    CHECK(again.memory.said.size() == 1);
}

TEST_CASE("novel lines: another version and half a state are left alone", "[detectors][template]") {
    Bench bench;
    bench.learn(hours{2});
    const std::vector<Learned> learned = bench.saved();
    Bench again;
    Learned other = learned[0];
    other.version = 99;
    again.engine.restore(other);
    other = learned[0];
    other.state.resize(other.state.size() / 2);
    again.engine.restore(other);
    CHECK(again.engine.template_count() == 0);
}

TEST_CASE("novel lines: a million random lines of many units stay within bounds",
          "[detectors][template]") {
    Bench bench{[](NoveltySettings& settings) {
        settings.sources_max = 16;
        settings.templates_max = 100;
        settings.bytes_max = 50'000;
    }};
    Noise noise{11};
    std::size_t most = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        std::string text;
        for (int word = 0; word < 6; ++word) {
            for (int letter = 0; letter < 4; ++letter)
                text += static_cast<char>((noise.next() + 1) * 128);
            text += ' ';
        }
        const std::string unit = "u" + std::to_string(static_cast<int>((noise.next() + 1) * 15));
        bench.read(text, LogSeverity::error, unit);
        if (i % 1000 != 0) continue;
        bench.pass(seconds{10});
        most = std::max(most, bench.engine.template_bytes());
    }
    CHECK(most <= 50'000);
    CHECK(bench.engine.template_count() <= 16 * 100);
    CHECK(bench.engine.counters().subjects_refused > 0);
    CHECK(bench.memory.said.empty());
}
