#include "random_report.hpp"
#include "report.pb.h"
#include "same_report.hpp"
#include <catch2/catch.hpp>

#include "wire/compression.hpp"

using namespace foreshock;
using foreshock::test::check_same;
using foreshock::test::RandomReport;
namespace pb = foreshock::report::v1;

namespace {

pb::Report parse(const std::string& body) {
    pb::Report message;
    REQUIRE(message.ParseFromString(*wire::inflate(body, 1 << 24)));
    return message;
}

wire::Report small_report() {
    wire::Report report;
    report.agent_id = "web-1";
    report.sequence = 9;
    report.sent_at = from_unix_ms(1'790'000'000'123);
    report.definitions_from = 4;
    report.definitions = {{"filesystem.space.used_bytes", Labels{{"mount", "/var"}}}};
    report.ticks = {from_unix_ms(5000), from_unix_ms(6000), from_unix_ms(7500)};
    report.columns = {{4, {}, {10, 12, 12}}, {5, {0, 2}, {0.5, -0.0}}};
    return report;
}

}  // namespace

TEST_CASE("report.proto: protoc's code reads what we write", "[wire][protobuf]") {
    const pb::Report message = parse(wire::encode(small_report()));
    CHECK(message.agent_id() == "web-1");
    CHECK(message.sequence() == 9);
    CHECK(message.sent_at_ms() == 1'790'000'000'123);
    CHECK(message.definitions_from() == 4);
    REQUIRE(message.definitions_size() == 1);
    CHECK(message.definitions(0).labels(0).value() == "/var");
    REQUIRE(message.tick_deltas_ms_size() == 3);
    CHECK(message.tick_deltas_ms(2) == 1500);
    REQUIRE(message.columns_size() == 2);
    REQUIRE(message.columns(0).value_deltas_size() == 2);
    CHECK(message.columns(0).value_deltas(1) == 2);
    CHECK(message.columns(1).tick_deltas(1) == 2);
    CHECK(message.columns(1).values(0) == 0.5);
}

TEST_CASE("report.proto: protoc's code reads symptoms", "[wire][protobuf]") {
    wire::Report report;
    Symptom symptom;
    symptom.id = "s1";
    symptom.kind = "process.files.exhaustion";
    symptom.phase = Phase::occurring;
    symptom.severity = Severity::critical;
    symptom.status = SymptomStatus::cleared;
    symptom.evidence = {{"process.files.open_count", {}, 120, 256, Duration{40000}, "grew"}};
    symptom.snapshot = HostSnapshot{from_unix_ms(8), {{"top", {"pid"}, {{"1"}, {"42"}}, 1}}};
    report.symptoms = {symptom};
    const pb::Report message = parse(wire::encode(report));
    REQUIRE(message.symptoms_size() == 1);
    const pb::Symptom& got = message.symptoms(0);
    CHECK(got.kind() == symptom.kind);
    CHECK(got.phase() == pb::PHASE_OCCURRING);
    CHECK(got.severity() == pb::SEVERITY_CRITICAL);
    CHECK(got.status() == pb::SYMPTOM_CLEARED);
    CHECK(got.evidence(0).limit() == 256);
    CHECK(got.snapshot().sections(0).rows(1).cells(0) == "42");
    CHECK(got.snapshot().sections(0).culprit() == 1);
}

TEST_CASE("report.proto: protoc's code reads limits and packs", "[wire][protobuf]") {
    wire::Report report;
    LimitNumbers numbers;
    numbers.is_above_bad = false;
    numbers.now = 0.25;
    numbers.usual_low = 0.5;
    numbers.seen = std::chrono::hours{36};
    report.learned = LearnedLimits{from_unix_ms(5000), {}, 2, 7};
    report.learned->limits = {{"disk.latency.read",
                               {"disk.read.latency_seconds", Labels{{"disk", "sda"}}},
                               "seconds",
                               from_unix_ms(4000),
                               3,
                               numbers}};
    report.pack = PackInUse{"1234", "1.2.0", 303, {{"stock", "ab"}, {"90-local.toml", "cd"}}};
    const pb::Report message = parse(wire::encode(report));
    CHECK(message.learned().left_out() == 2);
    REQUIRE(message.learned().limits_size() == 1);
    const pb::Limit& got = message.learned().limits(0);
    CHECK(got.labels(0).value() == "sda");
    CHECK(got.below_is_bad());
    CHECK(got.now() == 0.25);
    CHECK(got.has_usual_low());
    CHECK_FALSE(got.has_usual_high());
    CHECK(got.seen_ms() == 129'600'000);
    CHECK(message.pack().kinds() == 303);
    CHECK(message.pack().parts(1).name() == "90-local.toml");
}

TEST_CASE("report.proto: a report without limits and pack has no bytes for them",
          "[wire][protobuf]") {
    const pb::Report message = parse(wire::encode(small_report()));
    CHECK_FALSE(message.has_learned());
    CHECK_FALSE(message.has_pack());
}

TEST_CASE("report.proto: we read what protoc's code writes again", "[wire][protobuf]") {
    for (unsigned seed = 100; seed < 160; ++seed) {
        const wire::Report report = RandomReport{seed}.make();
        const pb::Report message = parse(wire::encode(report));
        const auto back = wire::decode(wire::compress(message.SerializeAsString()));
        INFO("seed " << seed);
        REQUIRE(back);
        check_same(*back, report);
    }
}

TEST_CASE("report.proto: fields of newer agents are passed over", "[wire][protobuf]") {
    pb::Report message = parse(wire::encode(small_report()));
    auto* unknown = message.GetReflection()->MutableUnknownFields(&message);
    unknown->AddVarint(900, 7);
    unknown->AddFixed64(901, 7);
    unknown->AddLengthDelimited(902)->assign("new");
    const auto back = wire::decode(wire::compress(message.SerializeAsString()));
    REQUIRE(back);
    check_same(*back, small_report());
}

TEST_CASE("report.proto: what breaks a rule of a report is malformed", "[wire][protobuf]") {
    using Break = void (*)(pb::Report&);
    const Break damage = GENERATE(
        as<Break>{}, [](pb::Report& m) { m.add_tick_deltas_ms(0); },
        [](pb::Report& m) { m.add_tick_deltas_ms(-5); },
        [](pb::Report& m) { m.mutable_columns(0)->add_values(1.5); },
        [](pb::Report& m) { m.mutable_columns(1)->add_tick_deltas(1); },
        [](pb::Report& m) { m.mutable_columns(1)->set_tick_deltas(1, 0); },
        [](pb::Report& m) { m.mutable_columns(1)->set_tick_deltas(1, 0xFFFFFFFF); },
        [](pb::Report& m) { m.mutable_columns(1)->clear_values(); },
        [](pb::Report& m) { m.mutable_columns(0)->clear_value_deltas(); },
        [](pb::Report& m) { m.mutable_definitions(0)->mutable_labels(0)->set_name("no name"); },
        [](pb::Report& m) { m.mutable_definitions(0)->mutable_labels(0)->set_value("a\x01"); },
        [](pb::Report& m) { m.mutable_definitions(0)->clear_signal(); },
        [](pb::Report& m) { m.add_symptoms()->set_impact(1); },
        [](pb::Report& m) { m.set_sent_at_ms(INT64_MAX); },
        [](pb::Report& m) { m.set_goodbye(static_cast<pb::Goodbye>(9)); },
        [](pb::Report& m) { m.set_interval_ms(1ULL << 40); });
    pb::Report message = parse(wire::encode(small_report()));
    damage(message);
    const auto back = wire::decode(wire::compress(message.SerializeAsString()));
    REQUIRE_FALSE(back);
    CHECK(back.error().code == Errc::malformed);
    CHECK(back.error().what.find(':') != std::string::npos);
}

TEST_CASE("report.proto: a snapshot's rows fit its columns and its culprit is one of them",
          "[wire][protobuf]") {
    pb::Report message;
    pb::Symptom* symptom = message.add_symptoms();
    symptom->set_id("s");
    pb::SnapshotSection* section = symptom->mutable_snapshot()->add_sections();
    section->add_columns("pid");
    section->add_rows()->add_cells("42");
    section->set_culprit(0);
    CHECK(wire::decode(wire::compress(message.SerializeAsString())));
    section->set_culprit(1);
    CHECK_FALSE(wire::decode(wire::compress(message.SerializeAsString())));
    section->set_culprit(0);
    section->mutable_rows(0)->add_cells("too many");
    CHECK_FALSE(wire::decode(wire::compress(message.SerializeAsString())));
}
