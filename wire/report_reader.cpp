#include <cstring>

#include <protozero/exception.hpp>

#include "wire/compression.hpp"
#include "wire/judgement_reader.hpp"
#include "wire/labels_reader.hpp"
#include "wire/message_reader.hpp"
#include "wire/report.hpp"
#include "wire/report_fields.hpp"
#include "wire/symptom_reader.hpp"

namespace foreshock::wire {
namespace {

/// Sums of differences may not overflow: they wrap, as the writer's subtraction would.
std::int64_t add_wrapping(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

constexpr std::size_t symptoms_usual = 8;  // they are large to be moved about

class ReportReader {
public:
    explicit ReportReader(const ReportLimits& limits) : limits_(limits) {}

    Report read(std::string_view bytes);

private:
    void read_identity(MessageReader<ReportField>& in);
    void read_list(MessageReader<ReportField>& in);
    void read_ticks(MessageReader<ReportField>& in);
    SampleColumn read_column(std::string_view bytes);
    void read_values(std::string_view packed, SampleColumn& column);
    void read_value_deltas(MessageReader<ColumnField>& in, SampleColumn& column);
    void count_values(std::size_t values);
    void finish_column(SampleColumn& column, bool is_whole);
    SeriesKey read_series(std::string_view bytes);
    Fact read_fact(std::string_view bytes);
    Change read_change(std::string_view bytes);
    Sighting read_sighting(std::string_view bytes);

    template <class Field>
    std::string text(MessageReader<Field>& in) {
        return in.text(limits_.text_bytes_max);
    }

    const ReportLimits& limits_;
    Report report_;
    std::vector<bool> whole_columns_;  // as long as report_.columns: written as differences
    std::size_t values_ = 0;
};

void ReportReader::read_identity(MessageReader<ReportField>& in) {
    switch (in.field()) {
        case ReportField::agent_id:
            report_.agent_id = text(in);
            break;
        case ReportField::host_name:
            report_.host_name = text(in);
            break;
        case ReportField::run_id:
            report_.run_id = text(in);
            break;
        case ReportField::boot_id:
            report_.boot_id = text(in);
            break;
        case ReportField::sequence:
            report_.sequence = in.whole();
            break;
        case ReportField::sent_at_ms:
            report_.sent_at = in.time();
            break;
        case ReportField::interval_ms:
            report_.interval = Duration{in.small(0x7FFFFFFF)};
            if (report_.interval.count() == 0) refuse(Errc::malformed, "interval_ms", "it is 0");
            break;
        case ReportField::replay:
            report_.replay = in.whole() != 0;
            break;
        case ReportField::goodbye:
            report_.goodbye = static_cast<Goodbye>(in.small(4));
            break;
        case ReportField::definitions_from:
            report_.definitions_from = in.small(~0U);
            break;
        default:
            in.skip();
    }
}

void ReportReader::read_list(MessageReader<ReportField>& in) {
    switch (in.field()) {
        case ReportField::definitions:
            check_room(report_.definitions, limits_.definitions_max, "definitions");
            report_.definitions.push_back(read_series(in.bytes()));
            break;
        case ReportField::tick_deltas_ms:
            read_ticks(in);
            break;
        case ReportField::columns:
            check_room(report_.columns, limits_.columns_max, "columns");
            report_.columns.push_back(read_column(in.bytes()));
            break;
        case ReportField::symptoms:
            check_room(report_.symptoms, limits_.symptoms_max, "symptoms");
            if (report_.symptoms.empty()) report_.symptoms.reserve(symptoms_usual);
            report_.symptoms.push_back(read_symptom(in.bytes(), limits_));
            break;
        case ReportField::facts:
            check_room(report_.facts, limits_.facts_max, "facts");
            report_.facts.push_back(read_fact(in.bytes()));
            break;
        case ReportField::changes:
            check_room(report_.changes, limits_.changes_max, "changes");
            report_.changes.push_back(read_change(in.bytes()));
            break;
        case ReportField::sightings:
            check_room(report_.sightings, limits_.sightings_max, "sightings");
            report_.sightings.push_back(read_sighting(in.bytes()));
            break;
        case ReportField::learned:
            report_.learned = read_learned(in.bytes(), limits_);
            break;
        case ReportField::pack:
            report_.pack = read_pack(in.bytes(), limits_);
            break;
        default:
            read_identity(in);
    }
}

Report ReportReader::read(std::string_view bytes) {
    MessageReader<ReportField> in{bytes, "report"};
    while (in.next())
        read_list(in);
    for (std::size_t i = 0; i < report_.columns.size(); ++i) {
        finish_column(report_.columns[i], whole_columns_[i]);
    }
    return std::move(report_);
}

void ReportReader::read_ticks(MessageReader<ReportField>& in) {
    for (const std::int64_t delta : in.packed_sint64()) {
        check_room(report_.ticks, limits_.ticks_max, "tick_deltas_ms");
        const bool first = report_.ticks.empty();
        if (!first && delta <= 0) refuse(Errc::malformed, "tick_deltas_ms", "not ascending");
        const std::int64_t before = first ? 0 : to_unix_ms(report_.ticks.back());
        const TimePoint tick = from_unix_ms(add_wrapping(before, delta));
        if (!first && tick <= report_.ticks.back()) {
            refuse(Errc::malformed, "tick_deltas_ms", "not ascending");
        }
        report_.ticks.push_back(tick);
    }
}

void ReportReader::count_values(std::size_t values) {
    values_ += values;
    if (values_ > limits_.values_max) refuse(Errc::too_large, "columns", "too many values");
}

SampleColumn ReportReader::read_column(std::string_view bytes) {
    SampleColumn column;
    bool is_whole = false;
    MessageReader<ColumnField> in{bytes, "columns"};
    while (in.next()) {
        switch (in.field()) {
            case ColumnField::series:
                column.series = in.small(~0U);
                break;
            case ColumnField::tick_deltas:
                for (const std::uint32_t delta : in.packed_uint32()) {
                    check_room(column.ticks, limits_.ticks_max, "columns.tick_deltas");
                    column.ticks.push_back(column.ticks.empty() ? delta
                                                                : column.ticks.back() + delta);
                }
                break;
            case ColumnField::values:
                read_values(in.bytes(), column);
                break;
            case ColumnField::value_deltas:
                read_value_deltas(in, column);
                is_whole = true;
                break;
            default:
                in.skip();
        }
    }
    whole_columns_.push_back(is_whole);
    return column;
}

void ReportReader::read_values(std::string_view packed, SampleColumn& column) {
    if (!column.values.empty()) refuse(Errc::malformed, "columns", "values are given twice");
    if (packed.size() % sizeof(double) != 0) refuse(Errc::malformed, "columns", "half a value");
    static_assert(PROTOZERO_BYTE_ORDER == PROTOZERO_LITTLE_ENDIAN);
    count_values(packed.size() / sizeof(double));
    column.values.resize(packed.size() / sizeof(double));
    if (!packed.empty()) std::memcpy(column.values.data(), packed.data(), packed.size());
}

void ReportReader::read_value_deltas(MessageReader<ColumnField>& in, SampleColumn& column) {
    if (!column.values.empty()) refuse(Errc::malformed, "columns", "values are given twice");
    std::int64_t value = 0;
    for (const std::int64_t delta : in.packed_sint64()) {
        check_room(column.values, limits_.ticks_max, "columns.value_deltas");
        value = add_wrapping(value, delta);
        column.values.push_back(static_cast<double>(value));
    }
}

/// Only now all ticks are known: fields may come in any order.
void ReportReader::finish_column(SampleColumn& column, bool is_whole) {
    for (std::size_t i = 1; i < column.ticks.size(); ++i) {
        if (column.ticks[i] <= column.ticks[i - 1]) {
            refuse(Errc::malformed, "columns.tick_deltas", "not ascending");
        }
    }
    if (!column.ticks.empty() && column.ticks.back() >= report_.ticks.size()) {
        refuse(Errc::malformed, "columns.tick_deltas", "there is no such tick");
    }
    const std::size_t expected = column.ticks.empty() ? report_.ticks.size() : column.ticks.size();
    const bool may_be_shorter = is_whole && !column.values.empty();
    if (may_be_shorter && column.values.size() <= expected) {
        count_values(expected);
        column.values.resize(expected, column.values.back());
    }
    if (column.values.size() != expected) {
        refuse(Errc::malformed, "columns", "as many values as ticks are needed");
    }
}

SeriesKey ReportReader::read_series(std::string_view bytes) {
    SeriesKey key;
    std::vector<Labels::Pair> labels;
    MessageReader<SeriesField> in{bytes, "definitions"};
    while (in.next()) {
        switch (in.field()) {
            case SeriesField::signal:
                key.signal = text(in);
                break;
            case SeriesField::labels:
                check_room(labels, Labels::count_max, "definitions.labels");
                labels.push_back(read_label(in.bytes(), limits_));
                break;
            default:
                in.skip();
        }
    }
    if (key.signal.empty()) refuse(Errc::malformed, "definitions.signal", "it is empty");
    key.labels = make_labels(std::move(labels), "definitions.labels");
    return key;
}

Fact ReportReader::read_fact(std::string_view bytes) {
    Fact fact;
    MessageReader<FactField> in{bytes, "facts"};
    while (in.next()) {
        switch (in.field()) {
            case FactField::name:
                fact.name = text(in);
                break;
            case FactField::value:
                fact.value = text(in);
                break;
            default:
                in.skip();
        }
    }
    return fact;
}

Change ReportReader::read_change(std::string_view bytes) {
    Change change;
    MessageReader<ChangeField> in{bytes, "changes"};
    while (in.next()) {
        switch (in.field()) {
            case ChangeField::at_ms:
                change.at = in.time();
                break;
            case ChangeField::fact:
                change.fact = text(in);
                break;
            case ChangeField::from:
                change.from = text(in);
                break;
            case ChangeField::to:
                change.to = text(in);
                break;
            default:
                in.skip();
        }
    }
    return change;
}

Sighting ReportReader::read_sighting(std::string_view bytes) {
    Sighting sighting;
    MessageReader<SightingField> in{bytes, "sightings"};
    while (in.next()) {
        switch (in.field()) {
            case SightingField::host_id:
                sighting.host_id = text(in);
                break;
            case SightingField::sight:
                sighting.sight = static_cast<Sight>(in.small(2));
                break;
            case SightingField::how:
                sighting.how = text(in);
                break;
            default:
                in.skip();
        }
    }
    return sighting;
}

}  // namespace

Result<Report> decode(std::string_view body, const ReportLimits& limits) {
    if (body.size() > limits.body_bytes_max) {
        return fail(Errc::too_large,
                    "the body is larger than " + std::to_string(limits.body_bytes_max) + " bytes");
    }
    const Result<std::string> bytes = inflate(body, limits.inflated_bytes_max);
    if (!bytes) return fail(bytes.error());
    try {
        return ReportReader{limits}.read(*bytes);
    } catch (const Refused& refused) {
        return fail(refused.error);
    } catch (const protozero::exception& broken) {
        return fail(Errc::malformed, std::string{"report: "} + broken.what());
    }
}

}  // namespace foreshock::wire
