#include "server/incidents/silence.hpp"

#include <catch2/catch.hpp>

#include "tests/support/engine_drive.hpp"

using namespace foreshock;
using namespace foreshock::incidents;
using namespace foreshock::incidents::test;

namespace {

const SeriesKey cpu{"cpu.time.busy_ratio", {}};
const SeriesKey disk{"disk.time.busy_ratio", Labels{{"device", "sda"}}};
const SeriesKey check{"check.probe.up", Labels{{"check", "shop"}, {"type", "http"}}};
const SeriesKey shed{"agent.self.shed_level", {}};

/// A host that reports every ten seconds.
struct Bench {
    SilenceDetector detector{{}};
    TimePoint now = start;
    double shed_level = 0;
    std::vector<Symptom> said;

    void report(const std::vector<SeriesKey>& series) {
        for (const SeriesKey& key : series)
            keep(detector.see("web-1", key, key == shed ? shed_level : 1, now));
        keep(detector.look("web-1", now));
    }

    void keep(std::vector<Symptom> symptoms) {
        for (Symptom& symptom : symptoms)
            said.push_back(std::move(symptom));
    }

    void run(Duration span, const std::vector<SeriesKey>& series) {
        for (const TimePoint end = now + span; now < end; now += seconds{10})
            report(series);
    }
};

}  // namespace

TEST_CASE("silence: data that used to come is missed after ten minutes", "[incidents][silence]") {
    Bench bench;
    bench.run(hours{2}, {cpu, disk, check});
    bench.run(minutes{10}, {cpu, check});
    CHECK(bench.said.empty());
    bench.run(minutes{2}, {cpu, check});
    REQUIRE(bench.said.size() == 1);
    const Symptom& symptom = bench.said[0];
    CHECK(symptom.kind == data_silent_kind);
    CHECK(symptom.subject == Subject{"web-1", "signals disk"});
    CHECK(symptom.first_sign == start + hours{2} - seconds{10});
    CHECK_THAT(symptom.sentence, Catch::Contains("used to come and has been silent for 10 min"));
    CHECK_FALSE(symptom.evidence.empty());
}

TEST_CASE("silence: a check is missed by its name, and cleared when it comes again",
          "[incidents][silence]") {
    Bench bench;
    bench.run(hours{2}, {cpu, check});
    bench.run(minutes{15}, {cpu});
    REQUIRE(bench.said.size() == 1);
    CHECK(bench.said[0].subject.component == "check shop");
    bench.run(seconds{20}, {cpu, check});
    REQUIRE(bench.said.size() == 2);
    CHECK(bench.said[1].status == SymptomStatus::cleared);
    CHECK(bench.said[1].id == bench.said[0].id);
}

TEST_CASE("silence: what is not known long enough is not missed", "[incidents][silence]") {
    Bench bench;
    bench.run(minutes{59}, {cpu, disk});
    bench.run(hours{1}, {cpu});
    CHECK(bench.said.empty());
}

TEST_CASE("silence: rare data is waited for as its longest gap asks", "[incidents][silence]") {
    Bench bench;
    for (int i = 0; i < 12; ++i) {
        bench.report({cpu, disk});
        bench.now += seconds{10};
        bench.run(minutes{10}, {cpu});
    }
    bench.run(minutes{25}, {cpu});
    CHECK(bench.said.empty());
    bench.run(minutes{10}, {cpu});
    CHECK(bench.said.size() == 1);
}

TEST_CASE("silence: while the whole host is silent nothing is missed", "[incidents][silence]") {
    Bench bench;
    bench.run(hours{2}, {cpu, disk});
    bench.now += hours{3};
    bench.run(minutes{9}, {cpu});
    CHECK(bench.said.empty());
    bench.run(minutes{3}, {cpu});
    CHECK(bench.said.size() == 1);
}

TEST_CASE("silence: an agent that sheds load is not missed for it", "[incidents][silence]") {
    Bench bench;
    bench.run(hours{2}, {cpu, disk, shed});
    bench.shed_level = 2;
    bench.run(hours{2}, {cpu, shed});
    CHECK(bench.said.empty());
    bench.shed_level = 0;
    bench.run(minutes{12}, {cpu, shed});
    CHECK(bench.said.size() == 1);
}

TEST_CASE("silence: a planned change forgets and clears", "[incidents][silence]") {
    Bench bench;
    bench.run(hours{2}, {cpu, disk});
    bench.run(minutes{12}, {cpu});
    REQUIRE(bench.said.size() == 1);
    bench.keep(bench.detector.forget("web-1", bench.now));
    REQUIRE(bench.said.size() == 2);
    CHECK(bench.said[1].reason == "planned_change");
    bench.run(hours{3}, {cpu});
    CHECK(bench.said.size() == 2);
}

TEST_CASE("silence: what an earlier run raised is cleared by this one", "[incidents][silence]") {
    Bench before;
    before.run(hours{2}, {cpu, disk});
    before.run(minutes{12}, {cpu});
    REQUIRE(before.said.size() == 1);
    Bench after;
    after.detector.restore(before.said[0]);
    after.now = before.now;
    after.report({cpu, disk});
    REQUIRE(after.said.size() == 1);
    CHECK(after.said[0].status == SymptomStatus::cleared);
    CHECK(after.said[0].id == before.said[0].id);
}

TEST_CASE("silence: streams and hosts are bounded", "[incidents][silence]") {
    SilenceSettings settings;
    settings.hosts_max = 1;
    settings.streams_per_host_max = 1;
    SilenceDetector detector{settings};
    detector.see("a", cpu, 1, start);
    detector.see("a", cpu, 1, start);
    CHECK(detector.refused() == 0);
    detector.see("a", disk, 1, start);
    CHECK(detector.refused() == 1);
    detector.see("b", cpu, 1, start);
    CHECK(detector.refused() == 2);
}

TEST_CASE("silence: what was learned is recalled by the next run, and its absence does not count",
          "[incidents][silence]") {
    Bench before;
    before.run(hours{2}, {cpu, disk});
    const auto learned = before.detector.learned("web-1");
    REQUIRE(learned.size() == 2);
    CHECK(learned[1].name == "signals disk");
    CHECK(learned[1].times == 720);

    Bench after;
    after.now = before.now + hours{3};
    after.detector.recall("web-1", learned, before.now);
    after.run(minutes{9}, {cpu});
    CHECK(after.said.empty());
    after.run(minutes{3}, {cpu});
    REQUIRE(after.said.size() == 1);
    CHECK(after.said[0].subject.component == "signals disk");
}

TEST_CASE("silence: what is recalled is bounded, and a symptom that stands keeps what was learned",
          "[incidents][silence]") {
    SilenceSettings settings;
    settings.streams_per_host_max = 1;
    SilenceDetector detector{settings};
    detector.recall("web-1", {{"a", 20, start, start + hours{1}, {}}, {"b", 1, start, start, {}}},
                    start + hours{1});
    CHECK(detector.refused() == 1);
    Symptom stands;
    stands.subject = {"web-1", "a"};
    stands.first_sign = start;
    detector.restore(stands);
    const auto learned = detector.learned("web-1");
    REQUIRE(learned.size() == 1);
    CHECK(learned[0].times == 20);
}
