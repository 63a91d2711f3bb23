#pragma once

#include <cstdint>

/// The field numbers of wire/report.proto, shared by the writer and the reader.
namespace foreshock::wire {

enum class ReportField : std::uint32_t {
    agent_id = 1,
    host_name = 2,
    run_id = 3,
    boot_id = 4,
    sequence = 5,
    sent_at_ms = 6,
    interval_ms = 7,
    replay = 8,
    goodbye = 9,
    definitions_from = 10,
    definitions = 11,
    tick_deltas_ms = 12,
    columns = 13,
    symptoms = 14,
    facts = 15,
    changes = 16,
    learned = 17,
    pack = 18,
    sightings = 19,
};

enum class SightingField : std::uint32_t { host_id = 1, sight = 2, how = 3 };

enum class LabelField : std::uint32_t { name = 1, value = 2 };
enum class SeriesField : std::uint32_t { signal = 1, labels = 2 };
enum class ColumnField : std::uint32_t {
    series = 1,
    tick_deltas = 2,
    values = 3,
    value_deltas = 4
};

enum class ForecastField : std::uint32_t {
    disruption = 1,
    made_at_ms = 2,
    earliest_ms = 3,
    expected_ms = 4,
    latest_ms = 5,
    confidence = 6,
    level = 7,
    limit = 8,
    slope_per_second = 9,
};

enum class EvidenceField : std::uint32_t {
    signal = 1,
    labels = 2,
    value = 3,
    limit = 4,
    window_ms = 5,
    note = 6,
};

enum class RowField : std::uint32_t { cells = 1 };
enum class SectionField : std::uint32_t { title = 1, columns = 2, rows = 3, culprit = 4 };
enum class SnapshotField : std::uint32_t { taken_at_ms = 1, sections = 2 };

enum class SymptomField : std::uint32_t {
    id = 1,
    kind = 2,
    category = 3,
    subcategory = 4,
    host = 5,
    component = 6,
    phase = 7,
    severity = 8,
    status = 9,
    first_sign_ms = 10,
    onset_ms = 11,
    observed_at_ms = 12,
    forecast = 13,
    evidence = 14,
    reason = 15,
    sentence = 16,
    impact = 17,
    guide = 18,
    questions = 19,
    leads_to = 20,
    snapshot = 21,
};

enum class FactField : std::uint32_t { name = 1, value = 2 };
enum class ChangeField : std::uint32_t { at_ms = 1, fact = 2, from = 3, to = 4 };

enum class LearnedField : std::uint32_t { at_ms = 1, limits = 2, left_out = 3, others = 4 };

enum class LimitField : std::uint32_t {
    kind = 1,
    signal = 2,
    labels = 3,
    unit = 4,
    since_ms = 5,
    version = 6,
    below_is_bad = 7,
    now = 8,
    of_pack = 9,
    floor = 10,
    ceiling = 11,
    usual_low = 12,
    usual_high = 13,
    seen_ms = 14,
};

enum class PackField : std::uint32_t { id = 1, version = 2, kinds = 3, parts = 4 };
enum class PackPartField : std::uint32_t { name = 1, id = 2 };

/// Whole numbers up to here are exact in a double; larger ones are written as they are.
inline constexpr double whole_number_max = 9007199254740992.0;  // 2^53

}  // namespace foreshock::wire
