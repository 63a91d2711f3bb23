#pragma once

#include <string>

#include "wire/report.hpp"

namespace foreshock::test {

/// A small live report of host "web-1": one tick at `at`, one series with the value 42.
inline wire::Report small_report(std::uint64_t sequence, TimePoint at) {
    wire::Report report;
    report.agent_id = "web-1";
    report.host_name = "web-1";
    report.run_id = "run-1";
    report.boot_id = "boot-1";
    report.sequence = sequence;
    report.sent_at = at;
    report.definitions = {{"filesystem.space.used_bytes", Labels{{"mount", "/var"}}}};
    report.ticks = {at};
    report.columns = {{0, {}, {42.0}}};
    return report;
}

/// The disruption of a small disk, announced.
inline Symptom disk_symptom(std::string id, TimePoint at) {
    Symptom symptom;
    symptom.id = std::move(id);
    symptom.kind = "filesystem.space.exhaustion";
    symptom.category = "storage";
    symptom.subcategory = "space";
    symptom.subject = {"web-1", "filesystem /var"};
    symptom.phase = Phase::impending;
    symptom.severity = Severity::warning;
    symptom.first_sign = at - std::chrono::seconds{30};
    symptom.onset = at;
    symptom.observed_at = at;
    symptom.forecast = Forecast{.disruption = "writes to /var fail",
                                .made_at = at,
                                .earliest = at + std::chrono::minutes{5},
                                .expected = at + std::chrono::minutes{10},
                                .latest = at + std::chrono::minutes{20},
                                .confidence = 0.9,
                                .level = 80,
                                .limit = 100,
                                .slope_per_second = 0.03};
    symptom.evidence = {{"filesystem.space.used_bytes", Labels{{"mount", "/var"}}, 80, 100.0,
                         std::chrono::minutes{2}, "grows"}};
    symptom.reason = "slopes_agree";
    symptom.sentence = "/var on web-1 will be full in about 10 min";
    return symptom;
}

}  // namespace foreshock::test
