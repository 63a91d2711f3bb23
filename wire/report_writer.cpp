#include <array>
#include <cmath>

#include <protozero/pbf_builder.hpp>

#include "wire/compression.hpp"
#include "wire/report.hpp"
#include "wire/report_fields.hpp"
#include "wire/utf8.hpp"

namespace foreshock::wire {
namespace {

using ReportBuilder = protozero::pbf_builder<ReportField>;
using SymptomBuilder = protozero::pbf_builder<SymptomField>;

/// Empty texts are written too: protozero leaves out a message without any field, and an element
/// of a list would lose its place.
template <class Field>
void add_text(protozero::pbf_builder<Field>& out, Field field, std::string_view text) {
    if (is_utf8(text)) {
        out.add_string(field, text.data(), text.size());
    } else {
        out.add_string(field, to_utf8(text));
    }
}

template <class Field>
void add_time(protozero::pbf_builder<Field>& out, Field field, TimePoint at) {
    out.add_sint64(field, to_unix_ms(at));
}

template <class Field>
void add_labels(protozero::pbf_builder<Field>& out, Field field, const Labels& labels) {
    for (const auto& [name, value] : labels.pairs()) {
        protozero::pbf_builder<LabelField> label{out, field};
        add_text(label, LabelField::name, name);
        add_text(label, LabelField::value, value);
    }
}

void add_definitions(ReportBuilder& out, std::uint32_t from, const std::vector<SeriesKey>& keys) {
    out.add_uint32(ReportField::definitions_from, from);
    for (const SeriesKey& key : keys) {
        protozero::pbf_builder<SeriesField> series{out, ReportField::definitions};
        add_text(series, SeriesField::signal, key.signal);
        add_labels(series, SeriesField::labels, key.labels);
    }
}

void add_ticks(ReportBuilder& out, const std::vector<TimePoint>& ticks) {
    std::vector<std::int64_t> deltas;
    deltas.reserve(ticks.size());
    std::int64_t before = 0;
    for (TimePoint tick : ticks) {
        deltas.push_back(to_unix_ms(tick) - before);
        before = to_unix_ms(tick);
    }
    out.add_packed_sint64(ReportField::tick_deltas_ms, deltas.begin(), deltas.end());
}

bool is_whole(double value) {
    const bool negative_zero = value == 0 && std::signbit(value);
    return std::abs(value) < whole_number_max && value == std::trunc(value) && !negative_zero;
}

/// The differences of whole numbers, without zeros at the end; false when one is not whole.
bool whole_deltas(const std::vector<double>& values, std::vector<std::int64_t>& deltas) {
    deltas.clear();
    std::int64_t before = 0;
    for (double value : values) {
        if (!is_whole(value)) return false;
        const auto whole = static_cast<std::int64_t>(value);
        deltas.push_back(whole - before);
        before = whole;
    }
    while (deltas.size() > 1 && deltas.back() == 0)
        deltas.pop_back();
    return true;
}

/// Keeps its buffers between columns: there are hundreds in a report.
class ColumnWriter {
public:
    explicit ColumnWriter(ReportBuilder& out) : out_(out) {}

    void add(const SampleColumn& column) {
        protozero::pbf_builder<ColumnField> part{out_, ReportField::columns};
        part.add_uint32(ColumnField::series, column.series);
        add_positions(part, column.ticks);
        if (whole_deltas(column.values, deltas_)) {
            part.add_packed_sint64(ColumnField::value_deltas, deltas_.begin(), deltas_.end());
        } else {
            part.add_packed_double(ColumnField::values, column.values.begin(), column.values.end());
        }
    }

private:
    void add_positions(protozero::pbf_builder<ColumnField>& part,
                       const std::vector<std::uint32_t>& ticks) {
        positions_.clear();
        std::uint32_t before = 0;
        for (std::uint32_t tick : ticks) {
            positions_.push_back(tick - before);
            before = tick;
        }
        part.add_packed_uint32(ColumnField::tick_deltas, positions_.begin(), positions_.end());
    }

    ReportBuilder& out_;
    std::vector<std::int64_t> deltas_;
    std::vector<std::uint32_t> positions_;
};

void add_forecast(SymptomBuilder& out, const Forecast& forecast) {
    protozero::pbf_builder<ForecastField> part{out, SymptomField::forecast};
    add_text(part, ForecastField::disruption, forecast.disruption);
    add_time(part, ForecastField::made_at_ms, forecast.made_at);
    add_time(part, ForecastField::earliest_ms, forecast.earliest);
    add_time(part, ForecastField::expected_ms, forecast.expected);
    add_time(part, ForecastField::latest_ms, forecast.latest);
    part.add_double(ForecastField::confidence, forecast.confidence);
    part.add_double(ForecastField::level, forecast.level);
    part.add_double(ForecastField::limit, forecast.limit);
    part.add_double(ForecastField::slope_per_second, forecast.slope_per_second);
}

void add_evidence(SymptomBuilder& out, const Evidence& evidence) {
    protozero::pbf_builder<EvidenceField> part{out, SymptomField::evidence};
    add_text(part, EvidenceField::signal, evidence.signal);
    add_labels(part, EvidenceField::labels, evidence.labels);
    part.add_double(EvidenceField::value, evidence.value);
    if (evidence.limit) part.add_double(EvidenceField::limit, *evidence.limit);
    part.add_sint64(EvidenceField::window_ms, evidence.window.count());
    add_text(part, EvidenceField::note, evidence.note);
}

template <class Field>
void add_texts(protozero::pbf_builder<Field>& out, Field field,
               const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
        add_text(out, field, text);
    }
}

void add_row(protozero::pbf_builder<SectionField>& out, const std::vector<std::string>& cells) {
    if (cells.empty()) {
        out.add_message(SectionField::rows, std::string{});
        return;
    }
    protozero::pbf_builder<RowField> row{out, SectionField::rows};
    add_texts(row, RowField::cells, cells);
}

void add_section(protozero::pbf_builder<SnapshotField>& out, const SnapshotSection& section) {
    protozero::pbf_builder<SectionField> part{out, SnapshotField::sections};
    add_text(part, SectionField::title, section.title);
    add_texts(part, SectionField::columns, section.columns);
    for (const auto& cells : section.rows)
        add_row(part, cells);
    if (section.culprit) {
        part.add_uint32(SectionField::culprit, static_cast<std::uint32_t>(*section.culprit));
    }
}

void add_snapshot(SymptomBuilder& out, const HostSnapshot& snapshot) {
    protozero::pbf_builder<SnapshotField> part{out, SymptomField::snapshot};
    add_time(part, SnapshotField::taken_at_ms, snapshot.taken_at);
    for (const SnapshotSection& section : snapshot.sections)
        add_section(part, section);
}

void add_symptom_words(SymptomBuilder& out, const Symptom& symptom) {
    add_text(out, SymptomField::id, symptom.id);
    add_text(out, SymptomField::kind, symptom.kind);
    add_text(out, SymptomField::category, symptom.category);
    add_text(out, SymptomField::subcategory, symptom.subcategory);
    add_text(out, SymptomField::host, symptom.subject.host);
    add_text(out, SymptomField::component, symptom.subject.component);
    add_text(out, SymptomField::reason, symptom.reason);
    add_text(out, SymptomField::sentence, symptom.sentence);
    add_text(out, SymptomField::guide, symptom.guide);
    add_texts(out, SymptomField::questions, symptom.questions);
    add_texts(out, SymptomField::leads_to, symptom.leads_to);
}

void add_symptom(ReportBuilder& report, const Symptom& symptom) {
    SymptomBuilder out{report, ReportField::symptoms};
    add_symptom_words(out, symptom);
    out.add_enum(SymptomField::phase, static_cast<std::int32_t>(symptom.phase));
    out.add_enum(SymptomField::severity, static_cast<std::int32_t>(symptom.severity));
    out.add_enum(SymptomField::status, static_cast<std::int32_t>(symptom.status));
    add_time(out, SymptomField::first_sign_ms, symptom.first_sign);
    add_time(out, SymptomField::onset_ms, symptom.onset);
    add_time(out, SymptomField::observed_at_ms, symptom.observed_at);
    out.add_uint32(SymptomField::impact, static_cast<std::uint32_t>(symptom.impact));
    if (symptom.forecast) add_forecast(out, *symptom.forecast);
    for (const Evidence& evidence : symptom.evidence)
        add_evidence(out, evidence);
    if (symptom.snapshot) add_snapshot(out, *symptom.snapshot);
}

void add_fact(ReportBuilder& out, const Fact& fact) {
    protozero::pbf_builder<FactField> part{out, ReportField::facts};
    add_text(part, FactField::name, fact.name);
    add_text(part, FactField::value, fact.value);
}

void add_change(ReportBuilder& out, const Change& change) {
    protozero::pbf_builder<ChangeField> part{out, ReportField::changes};
    add_time(part, ChangeField::at_ms, change.at);
    add_text(part, ChangeField::fact, change.fact);
    add_text(part, ChangeField::from, change.from);
    add_text(part, ChangeField::to, change.to);
}

void add_sighting(ReportBuilder& out, const Sighting& sighting) {
    protozero::pbf_builder<SightingField> part{out, ReportField::sightings};
    add_text(part, SightingField::host_id, sighting.host_id);
    part.add_enum(SightingField::sight, static_cast<std::int32_t>(sighting.sight));
    add_text(part, SightingField::how, sighting.how);
}

void add_limit(protozero::pbf_builder<LearnedField>& out, const SeriesLimit& limit) {
    protozero::pbf_builder<LimitField> part{out, LearnedField::limits};
    const LimitNumbers& numbers = limit.numbers;
    add_text(part, LimitField::kind, limit.kind);
    add_text(part, LimitField::signal, limit.subject.signal);
    add_labels(part, LimitField::labels, limit.subject.labels);
    add_text(part, LimitField::unit, limit.unit);
    add_time(part, LimitField::since_ms, limit.since);
    part.add_uint32(LimitField::version, limit.version);
    part.add_bool(LimitField::below_is_bad, !numbers.is_above_bad);
    part.add_double(LimitField::now, numbers.now);
    part.add_double(LimitField::of_pack, numbers.of_pack);
    part.add_double(LimitField::floor, numbers.floor);
    part.add_double(LimitField::ceiling, numbers.ceiling);
    if (numbers.usual_low) part.add_double(LimitField::usual_low, *numbers.usual_low);
    if (numbers.usual_high) part.add_double(LimitField::usual_high, *numbers.usual_high);
    part.add_sint64(LimitField::seen_ms, numbers.seen.count());
}

void add_learned(ReportBuilder& out, const LearnedLimits& learned) {
    protozero::pbf_builder<LearnedField> part{out, ReportField::learned};
    add_time(part, LearnedField::at_ms, learned.at);
    for (const SeriesLimit& limit : learned.limits)
        add_limit(part, limit);
    part.add_uint32(LearnedField::left_out, learned.left_out);
    part.add_uint32(LearnedField::others, learned.others);
}

void add_pack(ReportBuilder& out, const PackInUse& pack) {
    protozero::pbf_builder<PackField> part{out, ReportField::pack};
    add_text(part, PackField::id, pack.id);
    add_text(part, PackField::version, pack.version);
    part.add_uint32(PackField::kinds, pack.kinds);
    for (const PackPart& each : pack.parts) {
        protozero::pbf_builder<PackPartField> inner{part, PackField::parts};
        add_text(inner, PackPartField::name, each.name);
        add_text(inner, PackPartField::id, each.id);
    }
}

void add_body(ReportBuilder& out, const Report& report) {
    add_text(out, ReportField::agent_id, report.agent_id);
    add_text(out, ReportField::host_name, report.host_name);
    add_text(out, ReportField::run_id, report.run_id);
    add_text(out, ReportField::boot_id, report.boot_id);
    out.add_uint64(ReportField::sequence, report.sequence);
    out.add_uint64(ReportField::interval_ms, static_cast<std::uint64_t>(report.interval.count()));
    out.add_enum(ReportField::goodbye, static_cast<std::int32_t>(report.goodbye));
    add_ticks(out, report.ticks);
    ColumnWriter columns{out};
    for (const SampleColumn& column : report.columns)
        columns.add(column);
    for (const Symptom& symptom : report.symptoms)
        add_symptom(out, symptom);
    for (const Fact& fact : report.facts)
        add_fact(out, fact);
    for (const Change& change : report.changes)
        add_change(out, change);
    for (const Sighting& sighting : report.sightings)
        add_sighting(out, sighting);
    if (report.learned) add_learned(out, *report.learned);
    if (report.pack) add_pack(out, *report.pack);
}

void add_dispatch(ReportBuilder& out, TimePoint sent_at, bool replay) {
    add_time(out, ReportField::sent_at_ms, sent_at);
    out.add_bool(ReportField::replay, replay);
}

}  // namespace

std::string encode(const Report& report) {
    std::string bytes;
    ReportBuilder out{bytes};
    add_dispatch(out, report.sent_at, report.replay);
    add_definitions(out, report.definitions_from, report.definitions);
    add_body(out, report);
    return compress(bytes);
}

std::string encode_body(const Report& report) {
    std::string bytes;
    ReportBuilder out{bytes};
    add_body(out, report);
    return compress(bytes);
}

std::string encode_head(const ReportHead& head) {
    std::string bytes;
    ReportBuilder out{bytes};
    add_dispatch(out, head.sent_at, head.replay);
    add_definitions(out, head.definitions_from, head.definitions);
    return compress(bytes);
}

}  // namespace foreshock::wire
