#include "detectors/engines/template_known.hpp"

#include <functional>

#include "engine_bench.hpp"
#include "scenario.hpp"
#include <catch2/catch.hpp>

using namespace foreshock;
using namespace foreshock::detectors;
using foreshock::test::Noise;

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const TimePoint start = test::bench_start;

KindSettings kind_with(const std::function<void(TemplateSettings&)>& change) {
    KindSettings kind;
    kind.kind = "kernel.disk.io_error";
    kind.component = "disk {device}";
    kind.occurring = "{device}: {count} errors within {lasting}";
    TemplateSettings settings;
    settings.match.push_back(LinePattern::parse("error, dev {device}, sector").value());
    settings.ends.push_back(LinePattern::parse("disk {device} is well").value());
    settings.source = {"kernel"};
    settings.count = 3;
    settings.window = minutes{10};
    settings.clear_after = minutes{15};
    settings.subjects_max = 4;
    change(settings);
    kind.settings = std::move(settings);
    return kind;
}

struct Bench : test::EngineBench<KnownLineEngine> {
    explicit Bench(const std::function<void(TemplateSettings&)>& change = [](auto&) {})
        : EngineBench(kind_with(change)) {
        engine.advance(now, memory);
    }

    void read(std::string_view text, std::string_view source = "kernel", Duration ago = {}) {
        engine.read({now - ago, source, "", LogSeverity::error, text}, memory);
    }
};

}  // namespace

TEST_CASE("known lines: so many within the window are raised once and cleared once",
          "[detectors][template]") {
    Bench bench;
    for (int i = 0; i < 5; ++i) {
        bench.read("I/O error, dev sda, sector 42");
        bench.pass(minutes{1});
    }
    REQUIRE(bench.memory.said.size() == 1);
    const Symptom raised = bench.memory.said[0];
    CHECK(raised.subject.component == "disk sda");
    CHECK(raised.sentence == "sda: 3 errors within 3 min");
    CHECK(raised.evidence.at(0).note == "I/O error, dev sda, sector 42");
    CHECK(raised.first_sign == start);
    bench.pass(minutes{13});
    CHECK(bench.memory.said.size() == 1);
    bench.pass(minutes{1});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].status == SymptomStatus::cleared);
    CHECK(bench.memory.said[1].id == raised.id);
}

TEST_CASE("known lines: too few, too slow, of others or of another log are quiet",
          "[detectors][template]") {
    Bench bench;
    for (int i = 0; i < 20; ++i) {
        bench.read("I/O error, dev sda, sector 42");
        bench.read("I/O error, dev sdb, sector 42", "journal");
        bench.read("all is well");
        bench.pass(minutes{6});
    }
    CHECK(bench.memory.said.empty());
}

TEST_CASE("known lines: subjects are counted apart", "[detectors][template]") {
    Bench bench;
    for (const char* line : {"error, dev sda, sector", "error, dev sdb, sector",
                             "error, dev sda, sector", "error, dev sdb, sector"})
        bench.read(line);
    bench.pass(seconds{1});
    CHECK(bench.memory.said.empty());
    bench.read("error, dev sdb, sector");
    bench.pass(seconds{1});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].subject.component == "disk sdb");
}

TEST_CASE("known lines: old lines, read after a pause, are no news", "[detectors][template]") {
    Bench bench;
    for (int i = 0; i < 5; ++i)
        bench.read("I/O error, dev sda, sector 42", "kernel", minutes{20});
    bench.pass(seconds{1});
    CHECK(bench.memory.said.empty());
    CHECK(bench.engine.counters().values_dropped == 1);
}

TEST_CASE("known lines: backward and future times do no harm", "[detectors][template]") {
    Bench bench;
    bench.read("error, dev sda, sector", "kernel", seconds{-3600});
    bench.read("error, dev sda, sector", "kernel", seconds{30});
    bench.read("error, dev sda, sector", "kernel", seconds{60});
    bench.pass(seconds{1});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].first_sign <= bench.memory.said[0].onset);
    CHECK(bench.memory.said[0].onset == bench.now);
    bench.pass(minutes{16});
    CHECK(bench.memory.said.size() == 2);
}

TEST_CASE("known lines: many more raise the severity in the same episode",
          "[detectors][template]") {
    Bench bench{[](TemplateSettings& settings) { settings.critical_count = 6; }};
    for (int i = 0; i < 6; ++i) {
        bench.read("error, dev sda, sector");
        bench.pass(seconds{1});
    }
    CHECK(bench.memory.said.size() == 1);
    bench.pass(seconds{10});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].severity == Severity::critical);
    CHECK(bench.memory.said[1].status == SymptomStatus::updated);
    CHECK(bench.memory.said[1].id == bench.memory.said[0].id);
}

TEST_CASE("known lines: a line that tells the end clears at once", "[detectors][template]") {
    Bench bench;
    for (int i = 0; i < 3; ++i)
        bench.read("error, dev sda, sector");
    bench.pass(seconds{1});
    bench.read("disk sdb is well");
    bench.pass(seconds{1});
    CHECK(bench.memory.said.size() == 1);
    bench.read("disk sda is well");
    bench.pass(seconds{1});
    REQUIRE(bench.memory.said.size() == 2);
    CHECK(bench.memory.said[1].reason == "end_told");
}

TEST_CASE("known lines: the text of others than the kernel is masked", "[detectors][template]") {
    Bench bench{[](TemplateSettings& settings) { settings.source = {}; }};
    for (int i = 0; i < 3; ++i)
        bench.read("error, dev sda, sector 77 token=\"abc\"", "journal");
    bench.pass(seconds{1});
    REQUIRE(bench.memory.said.size() == 1);
    CHECK(bench.memory.said[0].evidence.at(0).note == "error, dev * sector * token=*");
}

TEST_CASE("known lines: subjects at the bound are watched, one more is refused and counted",
          "[detectors][template]") {
    Bench bench;
    for (int i = 0; i < 4; ++i)
        bench.read("error, dev d" + std::to_string(i) + ", sector");
    CHECK(bench.engine.counters().subjects_refused == 0);
    bench.read("error, dev d4, sector");
    CHECK(bench.engine.counters().subjects_refused == 1);
    bench.pass(minutes{16});
    bench.read("error, dev d4, sector");
    CHECK(bench.engine.counters().subjects_refused == 1);
}

TEST_CASE("known lines: no secret of a line becomes part of what is said",
          "[detectors][template]") {
    for (const std::string source : {"kernel", "shop.log"}) {
        Bench bench{[](TemplateSettings& settings) {
            settings.source = {};
            settings.count = 1;
        }};
        bench.read("token=hunter1 error, dev amqp://shop:hunter2@mq, sector", source);
        bench.pass(seconds{1});
        REQUIRE(bench.memory.said.size() == 1);
        const Symptom& said = bench.memory.said[0];
        CHECK(said.evidence[0].note.find("token=***") != std::string::npos);
        CHECK(said.subject.component == "disk amqp://shop:***@mq");
        for (const std::string& text : {said.evidence[0].note, said.evidence[0].labels.text(),
                                        said.sentence, said.subject.component, said.guide})
            CHECK(text.find("hunter") == std::string::npos);
    }
}

TEST_CASE("known lines: garbage never speaks", "[detectors][template]") {
    Bench bench{[](TemplateSettings& settings) { settings.source = {}; }};
    Noise noise{3};
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        const int size = static_cast<int>((noise.next() + 1) * 100);
        for (int byte = 0; byte < size; ++byte)
            text += static_cast<char>((noise.next() + 1) * 128);
        bench.read(text, text.substr(0, 9), from_seconds(noise.next() * 1e6));
        if (i % 100 == 0) bench.pass(seconds{1});
    }
    CHECK(bench.memory.said.empty());
}

TEST_CASE("known lines: a flurry is none where they must last, what goes on is one",
          "[detectors][template]") {
    const auto lasting = [](TemplateSettings& settings) { settings.lasting = minutes{1}; };
    Bench flurry{lasting};
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 40; ++i) {
            flurry.read("error, dev sda, sector 5");
            flurry.pass(seconds{1});
        }
        flurry.pass(minutes{3});
    }
    CHECK(flurry.memory.said.empty());
    Bench goes_on{lasting};
    for (int i = 0; i < 90; ++i) {
        goes_on.read("error, dev sda, sector 5");
        CHECK(goes_on.memory.said.size() == (i > 60 ? 1 : 0));
        goes_on.pass(seconds{1});
    }
}
