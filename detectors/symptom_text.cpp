#include "detectors/symptom_text.hpp"

#include <algorithm>
#include <cmath>

#include "core/hash.hpp"
#include "core/number.hpp"

namespace foreshock::detectors {
namespace {

std::string replacement(std::string_view name, const Fields& fields, const Labels& labels) {
    for (const auto& [field, text] : fields)
        if (field == name) return text;
    const std::string_view label = labels.get(name);
    return label.empty() ? "unknown" : std::string{label};
}

/// Letters of a name of a field or label at the beginning of the text.
std::size_t name_length(std::string_view text) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_0123456789";
    return std::min(text.find_first_not_of(letters), text.size());
}

bool is_match(std::string_view pattern, std::string_view value) {
    if (!pattern.ends_with('*')) return pattern == value;
    return value.starts_with(pattern.substr(0, pattern.size() - 1));
}

bool has_one_of(const Labels& labels, const LabelFilter::value_type& filter) {
    const std::string_view value = labels.get(filter.first);
    return std::any_of(filter.second.begin(), filter.second.end(),
                       [value](const std::string& pattern) { return is_match(pattern, value); });
}

std::string in_percent(double percent) {
    const double rounded =
        std::abs(percent) < 10 ? std::round(percent * 10) / 10 : std::round(percent);
    return describe_number(rounded) + " %";
}

/// Latencies are fractions of a second.
std::string in_time(double seconds) {
    const double size = std::abs(seconds);
    if (size == 0 || size >= 10)
        return (seconds < 0 ? "-" : "") + describe_duration(from_seconds(size));
    if (size < 0.001) return describe_number(seconds * 1e6) + " µs";
    if (size < 1) return describe_number(seconds * 1e3) + " ms";
    return describe_number(seconds) + " s";
}

}  // namespace

std::string fill_text(std::string_view text, const Fields& fields, const Labels& labels) {
    std::string filled;
    while (true) {
        const std::size_t open = text.find('{');
        filled.append(text.substr(0, open));
        if (open == text.npos) return filled;
        text.remove_prefix(open + 1);
        const std::size_t length = name_length(text);
        if (length == 0 || !text.substr(length).starts_with('}')) {
            filled += '{';
            continue;
        }
        filled += replacement(text.substr(0, length), fields, labels);
        text.remove_prefix(length + 1);
    }
}

std::string describe_value(Unit unit, double value) {
    switch (unit) {
        case Unit::count:
            return describe_number(std::abs(value) < 100 ? value : std::round(value));
        case Unit::bytes:
            return describe_bytes(value);
        case Unit::ratio:
            return in_percent(value * 100);
        case Unit::percent:
            return in_percent(value);
        case Unit::seconds:
            return in_time(value);
        case Unit::per_second:
            return describe_number(value) + "/s";
    }
    return describe_number(value);
}

bool is_wanted(const KindSettings& kind, const Labels& labels) {
    const auto matches = [&labels](const auto& filter) { return has_one_of(labels, filter); };
    return std::all_of(kind.only.begin(), kind.only.end(), matches) &&
           std::none_of(kind.except.begin(), kind.except.end(), matches);
}

Symptom symptom_of(const KindSettings& kind, const Labels& labels) {
    Symptom symptom;
    symptom.kind = kind.kind;
    symptom.category = kind.category;
    symptom.subcategory = kind.subcategory;
    symptom.subject.component = fill_text(kind.component, {}, labels);
    symptom.impact = kind.impact;
    symptom.guide = fill_text(kind.guide, {{"component", symptom.subject.component}}, labels);
    symptom.questions = kind.questions;
    symptom.leads_to = kind.leads_to;
    return symptom;
}

Symptom cleared(Symptom said, std::string_view reason, TimePoint at, std::string_view how) {
    said.status = SymptomStatus::cleared;
    said.observed_at = std::max(at, said.observed_at);
    said.reason = reason;
    said.forecast.reset();
    said.sentence = said.subject.component + ": over, ";
    said.sentence += how;
    return said;
}

std::string episode_id(const Symptom& symptom, TimePoint onset) {
    return stable_id({symptom.kind, symptom.subject.component, std::to_string(to_unix_ms(onset))});
}

}  // namespace foreshock::detectors
