#include "wire/symptom_reader.hpp"

#include <algorithm>

#include "wire/labels_reader.hpp"
#include "wire/message_reader.hpp"
#include "wire/report_fields.hpp"

namespace foreshock::wire {
namespace {

class SymptomReader {
public:
    explicit SymptomReader(const ReportLimits& limits) : limits_(limits) {}

    Symptom read(std::string_view bytes);

private:
    bool read_words(MessageReader<SymptomField>& in, Symptom& symptom);
    bool read_times(MessageReader<SymptomField>& in, Symptom& symptom);
    Forecast read_forecast(std::string_view bytes);
    Evidence read_evidence(std::string_view bytes);
    HostSnapshot read_snapshot(std::string_view bytes);
    SnapshotSection read_section(std::string_view bytes);
    std::vector<std::string> read_row(std::string_view bytes);

    template <class Field>
    std::string text(MessageReader<Field>& in) {
        return in.text(limits_.text_bytes_max);
    }

    template <class Field>
    void append_text(MessageReader<Field>& in, std::vector<std::string>& list) {
        check_room(list, limits_.texts_max, in.name());
        list.push_back(text(in));
    }

    const ReportLimits& limits_;
};

Forecast SymptomReader::read_forecast(std::string_view bytes) {
    Forecast forecast;
    MessageReader<ForecastField> in{bytes, "forecast"};
    while (in.next()) {
        switch (in.field()) {
            case ForecastField::disruption:
                forecast.disruption = text(in);
                break;
            case ForecastField::made_at_ms:
                forecast.made_at = in.time();
                break;
            case ForecastField::earliest_ms:
                forecast.earliest = in.time();
                break;
            case ForecastField::expected_ms:
                forecast.expected = in.time();
                break;
            case ForecastField::latest_ms:
                forecast.latest = in.time();
                break;
            case ForecastField::confidence:
                forecast.confidence = in.real();
                break;
            case ForecastField::level:
                forecast.level = in.real();
                break;
            case ForecastField::limit:
                forecast.limit = in.real();
                break;
            case ForecastField::slope_per_second:
                forecast.slope_per_second = in.real();
                break;
            default:
                in.skip();
        }
    }
    return forecast;
}

Evidence SymptomReader::read_evidence(std::string_view bytes) {
    Evidence evidence;
    std::vector<Labels::Pair> labels;
    MessageReader<EvidenceField> in{bytes, "evidence"};
    while (in.next()) {
        switch (in.field()) {
            case EvidenceField::signal:
                evidence.signal = text(in);
                break;
            case EvidenceField::labels:
                check_room(labels, Labels::count_max, "evidence.labels");
                labels.push_back(read_label(in.bytes(), limits_));
                break;
            case EvidenceField::value:
                evidence.value = in.real();
                break;
            case EvidenceField::limit:
                evidence.limit = in.real();
                break;
            case EvidenceField::window_ms:
                evidence.window = Duration{in.milliseconds()};
                break;
            case EvidenceField::note:
                evidence.note = text(in);
                break;
            default:
                in.skip();
        }
    }
    evidence.labels = make_labels(std::move(labels), "evidence.labels");
    return evidence;
}

std::vector<std::string> SymptomReader::read_row(std::string_view bytes) {
    std::vector<std::string> cells;
    MessageReader<RowField> in{bytes, "snapshot.rows"};
    while (in.next()) {
        if (in.field() == RowField::cells) {
            append_text(in, cells);
        } else {
            in.skip();
        }
    }
    return cells;
}

SnapshotSection SymptomReader::read_section(std::string_view bytes) {
    SnapshotSection section;
    MessageReader<SectionField> in{bytes, "snapshot.sections"};
    while (in.next()) {
        switch (in.field()) {
            case SectionField::title:
                section.title = text(in);
                break;
            case SectionField::columns:
                append_text(in, section.columns);
                break;
            case SectionField::rows:
                check_room(section.rows, limits_.rows_max, "snapshot.rows");
                section.rows.push_back(read_row(in.bytes()));
                break;
            case SectionField::culprit:
                section.culprit = in.small(~0U);
                break;
            default:
                in.skip();
        }
    }
    const auto fits = [&](const auto& row) { return row.size() == section.columns.size(); };
    if (!std::all_of(section.rows.begin(), section.rows.end(), fits)) {
        refuse(Errc::malformed, "snapshot.rows", "a row is not as long as its columns");
    }
    if (section.culprit && *section.culprit >= section.rows.size()) {
        refuse(Errc::malformed, "snapshot.culprit", "there is no such row");
    }
    return section;
}

HostSnapshot SymptomReader::read_snapshot(std::string_view bytes) {
    HostSnapshot snapshot;
    MessageReader<SnapshotField> in{bytes, "snapshot"};
    while (in.next()) {
        switch (in.field()) {
            case SnapshotField::taken_at_ms:
                snapshot.taken_at = in.time();
                break;
            case SnapshotField::sections:
                check_room(snapshot.sections, limits_.sections_max, "snapshot.sections");
                snapshot.sections.push_back(read_section(in.bytes()));
                break;
            default:
                in.skip();
        }
    }
    return snapshot;
}

bool SymptomReader::read_words(MessageReader<SymptomField>& in, Symptom& symptom) {
    switch (in.field()) {
        case SymptomField::id:
            symptom.id = text(in);
            return true;
        case SymptomField::kind:
            symptom.kind = text(in);
            return true;
        case SymptomField::category:
            symptom.category = text(in);
            return true;
        case SymptomField::subcategory:
            symptom.subcategory = text(in);
            return true;
        case SymptomField::host:
            symptom.subject.host = text(in);
            return true;
        case SymptomField::component:
            symptom.subject.component = text(in);
            return true;
        case SymptomField::reason:
            symptom.reason = text(in);
            return true;
        case SymptomField::sentence:
            symptom.sentence = text(in);
            return true;
        case SymptomField::guide:
            symptom.guide = text(in);
            return true;
        case SymptomField::questions:
            append_text(in, symptom.questions);
            return true;
        case SymptomField::leads_to:
            append_text(in, symptom.leads_to);
            return true;
        default:
            return false;
    }
}

bool SymptomReader::read_times(MessageReader<SymptomField>& in, Symptom& symptom) {
    switch (in.field()) {
        case SymptomField::phase:
            symptom.phase = static_cast<Phase>(in.small(1));
            return true;
        case SymptomField::severity:
            symptom.severity = static_cast<Severity>(in.small(2));
            return true;
        case SymptomField::status:
            symptom.status = static_cast<SymptomStatus>(in.small(2));
            return true;
        case SymptomField::first_sign_ms:
            symptom.first_sign = in.time();
            return true;
        case SymptomField::onset_ms:
            symptom.onset = in.time();
            return true;
        case SymptomField::observed_at_ms:
            symptom.observed_at = in.time();
            return true;
        case SymptomField::impact:
            symptom.impact = static_cast<int>(in.small(3));
            return true;
        default:
            return false;
    }
}

Symptom SymptomReader::read(std::string_view bytes) {
    Symptom symptom;
    symptom.severity = Severity::info;  // what is absent is zero in protobuf
    symptom.impact = 0;
    MessageReader<SymptomField> in{bytes, "symptoms"};
    while (in.next()) {
        if (read_words(in, symptom) || read_times(in, symptom)) continue;
        switch (in.field()) {
            case SymptomField::forecast:
                symptom.forecast = read_forecast(in.bytes());
                break;
            case SymptomField::evidence:
                check_room(symptom.evidence, limits_.evidence_max, "evidence");
                symptom.evidence.push_back(read_evidence(in.bytes()));
                break;
            case SymptomField::snapshot:
                symptom.snapshot = read_snapshot(in.bytes());
                break;
            default:
                in.skip();
        }
    }
    if (symptom.id.empty()) refuse(Errc::malformed, "symptoms.id", "it is empty");
    return symptom;
}

}  // namespace

Symptom read_symptom(std::string_view bytes, const ReportLimits& limits) {
    return SymptomReader{limits}.read(bytes);
}

}  // namespace foreshock::wire
