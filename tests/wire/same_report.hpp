#pragma once

#include <cstring>

#include <catch2/catch.hpp>

#include "wire/report.hpp"

namespace foreshock::test {

/// Bit by bit: negative zero and the payload of a not-a-number count.
inline bool same_bits(double a, double b) {
    return std::memcmp(&a, &b, sizeof a) == 0;
}

inline bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
    return a.size() == b.size() &&
           (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0);
}

inline void check_same(const HostSnapshot& a, const HostSnapshot& b) {
    CHECK(a.taken_at == b.taken_at);
    REQUIRE(a.sections.size() == b.sections.size());
    for (std::size_t i = 0; i < a.sections.size(); ++i) {
        CHECK(a.sections[i].title == b.sections[i].title);
        CHECK(a.sections[i].columns == b.sections[i].columns);
        CHECK(a.sections[i].rows == b.sections[i].rows);
        CHECK(a.sections[i].culprit == b.sections[i].culprit);
    }
}

inline void check_same(const Forecast& a, const Forecast& b) {
    CHECK(a.disruption == b.disruption);
    CHECK(a.made_at == b.made_at);
    CHECK(a.earliest == b.earliest);
    CHECK(a.expected == b.expected);
    CHECK(a.latest == b.latest);
    CHECK(same_bits(a.confidence, b.confidence));
    CHECK(same_bits(a.level, b.level));
    CHECK(same_bits(a.limit, b.limit));
    CHECK(same_bits(a.slope_per_second, b.slope_per_second));
}

inline void check_same(const Evidence& a, const Evidence& b) {
    CHECK(a.signal == b.signal);
    CHECK(a.labels == b.labels);
    CHECK(same_bits(a.value, b.value));
    CHECK(a.limit == b.limit);
    CHECK(a.window == b.window);
    CHECK(a.note == b.note);
}

inline void check_same(const Symptom& a, const Symptom& b) {
    CHECK(a.id == b.id);
    CHECK(a.kind == b.kind);
    CHECK(a.category == b.category);
    CHECK(a.subcategory == b.subcategory);
    CHECK(a.subject == b.subject);
    CHECK(a.phase == b.phase);
    CHECK(a.severity == b.severity);
    CHECK(a.status == b.status);
    CHECK(a.first_sign == b.first_sign);
    CHECK(a.onset == b.onset);
    CHECK(a.observed_at == b.observed_at);
    CHECK(a.reason == b.reason);
    CHECK(a.sentence == b.sentence);
    CHECK(a.impact == b.impact);
    CHECK(a.guide == b.guide);
    CHECK(a.questions == b.questions);
    CHECK(a.leads_to == b.leads_to);
    REQUIRE(a.forecast.has_value() == b.forecast.has_value());
    if (a.forecast) check_same(*a.forecast, *b.forecast);
    REQUIRE(a.evidence.size() == b.evidence.size());
    for (std::size_t i = 0; i < a.evidence.size(); ++i)
        check_same(a.evidence[i], b.evidence[i]);
    REQUIRE(a.snapshot.has_value() == b.snapshot.has_value());
    if (a.snapshot) check_same(*a.snapshot, *b.snapshot);
}

inline void check_same(const Change& a, const Change& b) {
    CHECK(a.at == b.at);
    CHECK(a.fact == b.fact);
    CHECK(a.from == b.from);
    CHECK(a.to == b.to);
}

inline void check_same(const wire::Report& a, const wire::Report& b) {
    CHECK(a.agent_id == b.agent_id);
    CHECK(a.host_name == b.host_name);
    CHECK(a.run_id == b.run_id);
    CHECK(a.boot_id == b.boot_id);
    CHECK(a.sequence == b.sequence);
    CHECK(a.sent_at == b.sent_at);
    CHECK(a.interval == b.interval);
    CHECK(a.replay == b.replay);
    CHECK(a.definitions_from == b.definitions_from);
    CHECK(a.definitions == b.definitions);
    CHECK(a.goodbye == b.goodbye);
    CHECK(a.ticks == b.ticks);
    CHECK(a.facts == b.facts);
    CHECK(a.sightings == b.sightings);
    REQUIRE(a.columns.size() == b.columns.size());
    for (std::size_t i = 0; i < a.columns.size(); ++i) {
        CHECK(a.columns[i].series == b.columns[i].series);
        CHECK(a.columns[i].ticks == b.columns[i].ticks);
        CHECK(same_bits(a.columns[i].values, b.columns[i].values));
    }
    REQUIRE(a.symptoms.size() == b.symptoms.size());
    for (std::size_t i = 0; i < a.symptoms.size(); ++i)
        check_same(a.symptoms[i], b.symptoms[i]);
    REQUIRE(a.changes.size() == b.changes.size());
    for (std::size_t i = 0; i < a.changes.size(); ++i)
        check_same(a.changes[i], b.changes[i]);
    CHECK(a.learned == b.learned);
    CHECK(a.pack == b.pack);
}

}  // namespace foreshock::test
