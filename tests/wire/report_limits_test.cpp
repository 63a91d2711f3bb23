#include <functional>

#include <catch2/catch.hpp>

#include "wire/compression.hpp"
#include "wire/report.hpp"

using namespace foreshock;
using namespace foreshock::wire;

namespace {

Report with_ticks(std::size_t count) {
    Report report;
    for (std::size_t i = 0; i < count; ++i) {
        report.ticks.push_back(from_unix_ms(static_cast<std::int64_t>(i + 1)));
    }
    return report;
}

Symptom symptom_with(const std::function<void(Symptom&)>& fill) {
    Symptom symptom;
    symptom.id = "s";
    fill(symptom);
    return symptom;
}

/// A report with `count` of the thing that a limit bounds.
struct Bounded {
    std::string name;
    std::size_t ReportLimits::*limit;
    std::function<Report(std::size_t count)> make;
};

Report with_symptom(const std::function<void(Symptom&)>& fill) {
    Report report;
    report.symptoms = {symptom_with(fill)};
    return report;
}

std::vector<Bounded> bounds_of_symptoms() {
    return {
        {"symptoms", &ReportLimits::symptoms_max,
         [](std::size_t n) {
             Report report;
             report.symptoms.assign(n, symptom_with([](Symptom&) {}));
             return report;
         }},
        {"evidence", &ReportLimits::evidence_max,
         [](std::size_t n) { return with_symptom([n](Symptom& s) { s.evidence.resize(n); }); }},
        {"sections", &ReportLimits::sections_max,
         [](std::size_t n) {
             return with_symptom([n](Symptom& s) {
                 s.snapshot = HostSnapshot{{}, std::vector<SnapshotSection>(n)};
             });
         }},
        {"rows", &ReportLimits::rows_max,
         [](std::size_t n) {
             return with_symptom([n](Symptom& s) {
                 SnapshotSection section{"t", {"c"}, {}, {}};
                 section.rows.assign(n, {"x"});
                 s.snapshot = HostSnapshot{{}, {section}};
             });
         }},
        {"texts", &ReportLimits::texts_max,
         [](std::size_t n) {
             return with_symptom([n](Symptom& s) { s.questions.assign(n, "q"); });
         }},
    };
}

std::vector<Bounded> bounds_of_reports() {
    return {
        {"definitions", &ReportLimits::definitions_max,
         [](std::size_t n) {
             Report report;
             report.definitions.assign(n, {"a.b.c", {}});
             return report;
         }},
        {"ticks", &ReportLimits::ticks_max, with_ticks},
        {"columns", &ReportLimits::columns_max,
         [](std::size_t n) {
             Report report = with_ticks(1);
             report.columns.assign(n, {0, {}, {1}});
             return report;
         }},
        {"values", &ReportLimits::values_max,
         [](std::size_t n) {
             Report report = with_ticks(n);
             report.columns.assign(1, {0, {}, std::vector<double>(n, 5)});
             return report;
         }},
        {"broken values", &ReportLimits::values_max,
         [](std::size_t n) {
             Report report = with_ticks(n);
             report.columns.assign(1, {0, {}, std::vector<double>(n, 0.5)});
             return report;
         }},
        {"facts", &ReportLimits::facts_max,
         [](std::size_t n) {
             Report report;
             report.facts.assign(n, {"a", "b"});
             return report;
         }},
        {"changes", &ReportLimits::changes_max,
         [](std::size_t n) {
             Report report;
             report.changes.assign(n, {{}, "a", "b", "c"});
             return report;
         }},
        {"sightings", &ReportLimits::sightings_max,
         [](std::size_t n) {
             Report report;
             report.sightings.assign(n, {"id-1", Sight::silent, "c"});
             return report;
         }},
        {"text bytes", &ReportLimits::text_bytes_max,
         [](std::size_t n) {
             Report report;
             report.agent_id.assign(n, 'a');
             return report;
         }},
        {"learned", &ReportLimits::learned_max,
         [](std::size_t n) {
             Report report;
             report.learned.emplace().limits.resize(n);
             return report;
         }},
        {"parts", &ReportLimits::parts_max,
         [](std::size_t n) {
             Report report;
             report.pack.emplace().parts.resize(n);
             return report;
         }},
    };
}

std::vector<Bounded> all_bounds() {
    std::vector<Bounded> all = bounds_of_reports();
    const std::vector<Bounded> more = bounds_of_symptoms();
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

}  // namespace

TEST_CASE("report: each bound lets its number through and not one more", "[wire][limits]") {
    for (const Bounded& bounded : all_bounds()) {
        INFO(bounded.name);
        ReportLimits limits;
        limits.*bounded.limit = 20;
        CHECK(decode(encode(bounded.make(20)), limits));
        const auto refused = decode(encode(bounded.make(21)), limits);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::too_large);
    }
}

TEST_CASE("report: values of many columns are bounded together", "[wire][limits]") {
    Report report = with_ticks(10);
    report.columns.assign(3, {0, {}, std::vector<double>(10, 5)});
    ReportLimits limits;
    limits.values_max = 30;
    CHECK(decode(encode(report), limits));
    limits.values_max = 29;
    CHECK_FALSE(decode(encode(report), limits));
}

TEST_CASE("report: the compressed and the inflated size are bounded", "[wire][limits]") {
    Report report;
    report.agent_id.assign(5000, 'a');
    const std::string body = encode(report);
    const std::size_t inflated = inflate(body, 1 << 20)->size();
    ReportLimits limits;
    limits.body_bytes_max = body.size();
    limits.inflated_bytes_max = inflated;
    CHECK(decode(body, limits));
    limits.body_bytes_max = body.size() - 1;
    CHECK(decode(body, limits).error().code == Errc::too_large);
    limits.body_bytes_max = body.size();
    limits.inflated_bytes_max = inflated - 1;
    CHECK(decode(body, limits).error().code == Errc::too_large);
}
