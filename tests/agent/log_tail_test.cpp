#include <catch2/catch.hpp>

#include "agent/snapshot/sections.hpp"
#include "tests/support/collector_bench.hpp"

namespace foreshock::agent::snapshot {
namespace {

using enum LogSeverity;

TimePoint at(int second) {
    return from_unix_ms(1'790'000'000'000 + 1000 * second);
}

struct Bench {
    SnapshotSection take(SnapshotSection (*recipe)(const Round&), const Symptom& symptom) {
        const SubjectHints hints = hints_of(symptom);
        const Sources sources{host,        space,
                              facts,       [this] { return ring; },
                              {100, 4096}, with_lines ? &lines : nullptr};
        const Look look{at(0), {}, {}};
        return recipe(Round{sources, hints, look, look, 1});
    }

    void say(std::string_view source, std::string_view unit, std::string_view text) {
        lines.add({at(++second), source, unit, error, text});
    }

    test::MapHostFs host;
    test::StubSpaceProbe space;
    FactBook facts;
    LogLines lines;
    Result<std::string> ring = std::string{};
    bool with_lines = true;
    int second = 0;
};

Symptom about(const std::string& component) {
    Symptom symptom;
    symptom.subject.component = component;
    return symptom;
}

std::string texts(const SnapshotSection& section) {
    std::string all;
    for (const auto& row : section.rows) {
        REQUIRE(row.size() == section.columns.size());
        all += row.back() + "|";
    }
    return all;
}

TEST_CASE("log_tail: the lines of the symptom's unit come first, then the kernel's",
          "[agent][snapshot]") {
    Bench bench;
    bench.say("kernel", "kernel", "oom");
    bench.say("journal", "other.service", "noise");
    bench.say("journal", "shop.service", "lost the database");
    CHECK(texts(bench.take(log_tail, about("cgroup /system.slice/shop.service"))) ==
          "lost the database|oom|");
    CHECK(texts(bench.take(log_tail, about("unit shop.service"))) == "lost the database|oom|");
    bench.host.files["proc/42/cgroup"] = "0::/system.slice/shop.service\n";
    CHECK(texts(bench.take(log_tail, about("process shop (pid 42)"))) == "lost the database|oom|");
    Symptom labelled = about("memory");
    Evidence evidence;
    evidence.labels = {{"unit", "shop.service"}};
    labelled.evidence.push_back(evidence);
    CHECK(texts(bench.take(log_tail, labelled)) == "lost the database|oom|");
}

TEST_CASE("log_tail: without a unit, or one that is silent, anyone's lines are shown",
          "[agent][snapshot]") {
    Bench bench;
    bench.say("journal", "other.service", "noise");
    CHECK(texts(bench.take(log_tail, about("memory"))) == "noise|");
    CHECK(texts(bench.take(log_tail, about("unit quiet.service"))) == "noise|");
}

TEST_CASE("log_tail: the section is within its bound, and absent when nothing is kept",
          "[agent][snapshot]") {
    Bench bench;
    for (int i = 0; i < 100; ++i) {
        bench.say("journal", "shop.service", "x");
        bench.say("kernel", "kernel", "y");
    }
    CHECK(bench.take(log_tail, about("memory")).rows.size() <= SnapshotSection::rows_max);
    bench.with_lines = false;
    CHECK(bench.take(log_tail, about("memory")).rows.empty());
}

TEST_CASE("log_tail: it is a recipe that packs may name", "[agent][snapshot]") {
    REQUIRE(find_recipe("log_tail"));
    CHECK(find_recipe("log_tail")->take == log_tail);
}

TEST_CASE("kernel_log recipe: it is fed from the kept lines when they are enough",
          "[agent][snapshot]") {
    Bench bench;
    bench.ring = std::string{"<3>[   12.345678] from the ring token=abc\n"};
    bench.say("kernel", "kernel", "kept");
    CHECK(texts(bench.take(kernel_log, about("memory"))) == "from the ring token=***|");
    bench.ring = Result<std::string>{fail(Errc::unreadable, "no right")};
    CHECK(texts(bench.take(kernel_log, about("memory"))) == "kept|");
    bench.ring = std::string{"<3>[   12.345678] from the ring\n"};
    for (int i = 0; i < 20; ++i)
        bench.say("kernel", "kernel", "kept");
    const auto section = bench.take(kernel_log, about("memory"));
    CHECK(section.rows.size() == 20);
    CHECK(section.columns.front() == "time");
}

}  // namespace
}  // namespace foreshock::agent::snapshot
