#include "collectors/checks/plugin_output.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/text_scan.hpp"

namespace foreshock::collectors {
namespace {

struct Unit {
    std::string_view written;
    std::string_view unit;
    double factor;
};

constexpr std::array<Unit, 13> units{{{"", "", 1},
                                      {"s", "s", 1},
                                      {"ms", "s", 1e-3},
                                      {"us", "s", 1e-6},
                                      {"ns", "s", 1e-9},
                                      {"%", "%", 1},
                                      {"c", "c", 1},
                                      {"B", "B", 1},
                                      {"KB", "B", 1024.0},
                                      {"MB", "B", 1024.0 * 1024},
                                      {"GB", "B", 1024.0 * 1024 * 1024},
                                      {"TB", "B", 1024.0 * 1024 * 1024 * 1024},
                                      {"PB", "B", 1024.0 * 1024 * 1024 * 1024 * 1024}}};

/// An unknown unit is a number of something.
const Unit& unit_of(std::string_view written) {
    const auto found = std::find_if(units.begin(), units.end(), [written](const Unit& unit) {
        return unit.written == written;
    });
    return found == units.end() ? units.front() : *found;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// The number at the front, and off the text.
std::optional<double> take_number(std::string_view& text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [stopped, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::general);
    if (error != std::errc{} || !std::isfinite(value)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stopped - text.data()));
    return value;
}

std::optional<double> only_number(std::string_view text) {
    const auto value = take_number(text);
    return text.empty() ? value : std::nullopt;
}

/// What stands before the next ';'.
std::string_view take_field(std::string_view& text) {
    const auto semicolon = std::min(text.find(';'), text.size());
    const std::string_view field = text.substr(0, semicolon);
    text.remove_prefix(std::min(semicolon + 1, text.size()));
    return field;
}

/// Up to '=', in quotes if it has blanks; a quote inside is written twice.
std::optional<std::string> take_label(std::string_view& text) {
    std::string label;
    if (!text.starts_with('\'')) {
        const auto equals = text.find('=');
        const auto blank = std::find_if(text.begin(), text.end(), is_blank) - text.begin();
        if (equals == 0 || equals >= static_cast<std::size_t>(blank)) return std::nullopt;
        label = text.substr(0, equals);
        text.remove_prefix(equals + 1);
        return label;
    }
    std::size_t at = 1;
    for (; at < text.size(); ++at) {
        if (text[at] == '\'' && !text.substr(at + 1).starts_with('\'')) break;
        if (text[at] == '\'') ++at;
        label += text[at];
    }
    if (label.empty() || !text.substr(std::min(at + 1, text.size())).starts_with('=')) {
        return std::nullopt;
    }
    text.remove_prefix(at + 2);
    return label;
}

void scale(std::optional<AlertRange>& range, double factor) {
    if (!range) return;
    range->start *= factor;
    range->end *= factor;
}

/// "12.5ms;10;20;0;100". None when it is malformed; not a number when it is "U".
std::optional<PerformanceValue> parse_fields(std::string_view fields) {
    PerformanceValue reading;
    std::string_view first = take_field(fields);
    if (first == "U") {
        reading.value = std::numeric_limits<double>::quiet_NaN();
        return reading;
    }
    const auto value = take_number(first);
    if (!value) return std::nullopt;
    const Unit& unit = unit_of(first);
    reading.value = *value * unit.factor;
    reading.unit = unit.unit;
    reading.warning = parse_alert_range(take_field(fields));
    reading.critical = parse_alert_range(take_field(fields));
    scale(reading.warning, unit.factor);
    scale(reading.critical, unit.factor);
    reading.minimum = only_number(take_field(fields));
    reading.maximum = only_number(take_field(fields));
    if (reading.minimum) *reading.minimum *= unit.factor;
    if (reading.maximum) *reading.maximum *= unit.factor;
    return reading;
}

bool has_label(const PluginOutput& output, const std::string& label) {
    return std::any_of(output.values.begin(), output.values.end(),
                       [&label](const PerformanceValue& value) { return value.label == label; });
}

std::string_view take_until_blank(std::string_view& text) {
    const auto end = std::find_if(text.begin(), text.end(), is_blank) - text.begin();
    const std::string_view word = text.substr(0, static_cast<std::size_t>(end));
    text.remove_prefix(word.size());
    return word;
}

void keep(std::string label, std::optional<PerformanceValue> reading, PluginOutput& output) {
    if (!reading) {
        ++output.malformed;
        return;
    }
    reading->label = label_text(label).substr(0, PluginOutput::label_bytes_max);
    reading->label = label_text(reading->label);
    const bool is_unknown = !std::isfinite(reading->value);
    const bool is_full = output.values.size() >= PluginOutput::values_max;
    if (is_unknown || is_full || has_label(output, reading->label)) {
        ++output.left_out;
        return;
    }
    output.values.push_back(std::move(*reading));
}

void parse_performance(std::string_view text, PluginOutput& output) {
    while (true) {
        while (!text.empty() && is_blank(text.front()))
            text.remove_prefix(1);
        if (text.empty()) return;
        auto label = take_label(text);
        const std::string_view fields = take_until_blank(text);
        if (label) {
            keep(std::move(*label), parse_fields(fields), output);
        } else {
            ++output.malformed;
        }
    }
}

std::string_view without_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

}  // namespace

std::optional<double> AlertRange::upper_bound() const {
    if (!alerts_inside && std::isfinite(end)) return end;
    if (alerts_inside && std::isinf(end) && std::isfinite(start)) return start;
    return std::nullopt;
}

std::optional<AlertRange> parse_alert_range(std::string_view text) {
    AlertRange range;
    if (text.empty()) return std::nullopt;
    range.alerts_inside = text.starts_with('@');
    if (range.alerts_inside) text.remove_prefix(1);
    const auto colon = text.find(':');
    const std::string_view end = colon == std::string_view::npos ? text : text.substr(colon + 1);
    const std::string_view start =
        colon == std::string_view::npos ? std::string_view{} : text.substr(0, colon);
    const auto start_value = only_number(start);
    const auto end_value = only_number(end);
    if (start == "~") range.start = -std::numeric_limits<double>::infinity();
    if (start_value) range.start = *start_value;
    if (end_value) range.end = *end_value;
    const bool fits = (start.empty() || start == "~" || start_value) &&
                      (end_value || (end.empty() && colon != std::string_view::npos));
    return fits && range.start <= range.end ? std::optional{range} : std::nullopt;
}

PluginOutput parse_plugin_output(std::string_view text) {
    PluginOutput output;
    std::string_view first;
    take_line(text, first);
    const auto bar = std::min(first.find('|'), first.size());
    output.line = label_text(without_blanks(first.substr(0, bar)));
    parse_performance(first.substr(std::min(bar + 1, first.size())), output);
    const auto second_bar = text.find('|');
    if (second_bar != std::string_view::npos) {
        parse_performance(text.substr(second_bar + 1), output);
    }
    return output;
}

}  // namespace foreshock::collectors
